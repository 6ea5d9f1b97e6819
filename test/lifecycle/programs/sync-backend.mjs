// Opens a backend of Windows Sync, and a provider without end if this process can register one.

import { importBuilt } from '../../support/built-library.mjs';

const clsid = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A01}';

export const settings = {
  passThrough: false,
  itemIdFormat: { variable: false, size: 16 },
  wanted: ['change', 'changeApplied', 'changeFailed', 'recoverableError', 'conflict', 'fullEnumeration'],
  fullEnumerationAction: 1,
  resolveAction: 3,
  answerTimeout: 30_000,
};

export async function openSyncBackend(kind) {
  if (kind === 'native') {
    const { createNativeBackend } = await importBuilt('native');
    return { backend: createNativeBackend(), provider: null };
  }
  const { createEmulation } = await importBuilt('emulation');
  const emulation = createEmulation({ clock: 'real' });
  emulation.winsync.registerProvider({
    clsid,
    async run({ state, delay }) {
      for (;;) {
        state.onProgress(1, 0, 1, 2);
        await delay(1);
      }
    },
  });
  return { backend: emulation.openBackend({ owned: true }), provider: clsid };
}

/** A session with unanswered questions, reports, and a provider; resolves when a question and a report have been delivered. */
export async function openBusySession({ backend, provider }) {
  let deliver;
  const recorded = new Promise((resolve) => {
    deliver = resolve;
  });
  const kinds = new Set();
  const session = await backend.winsync.createSession(settings, (events) => {
    for (const { type } of events) kinds.add(type);
    if (kinds.has('conflict') && kinds.has('fullEnumeration') && kinds.has('progress')) deliver();
  });
  const callback = await backend.winsync.attachCallback(session.callbackPointer);
  if (provider !== null) await (await session.openProvider(provider, 1)).beginSession();
  const answers = [
    callback.onConflict({ destinationChange: null, sourceChange: null }),
    (await backend.winsync.attachCallback(session.callbackPointer)).onFullEnumerationNeeded(),
  ];
  for (const answer of answers) answer.catch(() => {});
  await session.onProgress(0, 0, 1, 2);
  await recorded;
  return { session, answers };
}
