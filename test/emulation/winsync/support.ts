import type { EmulationClock } from '../../../lib/emulation/clock.js';
import {
  createEmulation,
  type EmulationOptions,
  type ProviderRun,
  type WinSyncEmulation,
} from '../../../lib/emulation.js';
import type {
  ProviderVerbs,
  SessionEvent,
  SessionSettings,
  SessionVerbs,
  WinSyncVerbs,
} from '../../../lib/winsync/verbs.js';

export const clsid = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';

/** Source, destination; detection, enumeration, application. */
export const [source, destination] = [0, 1];
export const [detection, enumeration, application] = [0, 1, 2];

export const settings: SessionSettings = {
  passThrough: false,
  itemIdFormat: { variable: false, size: 16 },
  wanted: ['change', 'changeApplied', 'changeFailed', 'recoverableError', 'conflict', 'fullEnumeration'],
  fullEnumerationAction: 2,
  resolveAction: 0,
  answerTimeout: 30_000,
};

export interface Hosted {
  readonly clock: EmulationClock;
  readonly winsync: WinSyncEmulation;
  readonly verbs: WinSyncVerbs;
  readonly session: SessionVerbs;
  /** The batches that the listener received. */
  readonly batches: (readonly SessionEvent[])[];
  close(): Promise<void>;
}

/** A session on a separate machine. Questions are answered with `answers` if it has an entry for them. */
export async function host(
  given: Partial<SessionSettings> = {},
  options?: EmulationOptions,
  answers: { conflict?: number; fullEnumeration?: number } = {},
): Promise<Hosted> {
  const emulation = createEmulation(options);
  const backend = emulation.openBackend();
  const batches: (readonly SessionEvent[])[] = [];
  const session = await backend.winsync.createSession({ ...settings, ...given }, (events) => {
    batches.push(events);
    for (const event of events) {
      if (event.type === 'conflict' && answers.conflict !== undefined) event.answer(answers.conflict);
      if (event.type === 'fullEnumeration' && answers.fullEnumeration !== undefined)
        event.answer(answers.fullEnumeration);
    }
  });
  return {
    clock: emulation.clock,
    winsync: emulation.winsync,
    verbs: backend.winsync,
    session,
    batches,
    close: () => backend.close(),
  };
}

/** Runs a provider in a session from its beginning to its end, in virtual time. */
export async function runProvider(hosted: Hosted, run: ProviderRun): Promise<ProviderVerbs> {
  const registered = hosted.winsync.registerProvider({ clsid, run });
  const provider = await hosted.session.openProvider(clsid, destination);
  await provider.beginSession();
  await hosted.clock.runAllAsync();
  await registered.settled();
  await provider.close();
  hosted.winsync.unregisterProvider(clsid);
  return provider;
}

/** All events of one type that the listener received. */
export function eventsOf<T extends SessionEvent['type']>(
  { batches }: Pick<Hosted, 'batches'>,
  type: T,
): Extract<SessionEvent, { type: T }>[] {
  return batches.flat().filter((event): event is Extract<SessionEvent, { type: T }> => event.type === type);
}
