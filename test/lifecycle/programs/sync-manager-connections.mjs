// Opens connections to one machine, and on it a handler whose synchronisation does not end and whose dialog is not answered.

import { randomUUID } from 'node:crypto';
import { importBuilt } from '../../support/built-library.mjs';

export async function openConnections(kind) {
  const { connect } = await importBuilt('index');
  if (kind === 'native') return { open: () => connect({ backend: 'native' }), end: async () => {} };
  const { createEmulation } = await importBuilt('emulation');
  const emulation = createEmulation({ clock: 'real' });
  return { open: () => connect({ backend: emulation }), end: () => emulation.close() };
}

/** Serves the handler with one connection and drives it with another; resolves when it has reported and requested a dialog. */
export async function openBusyHandler(server, manager) {
  const clsid = `{${randomUUID().toUpperCase()}}`;
  const id = `{${randomUUID().toUpperCase()}}`;
  await server.syncmgr.serveHandler({
    clsid,
    name: 'Without end',
    items: [{ id, name: 'The one' }],
    async synchronize(_itemIds, session) {
      session.enableModeless(true).catch(() => {});
      for (let value = 0; ; value += 1) await session.progress(id, { value });
    },
    onError() {},
  });
  let asked;
  const asking = new Promise((resolve) => {
    asked = resolve;
  });
  const handler = await manager.syncmgr.openHandler(clsid, {
    userInterface() {
      asked();
      return new Promise(() => {});
    },
    answerTimeout: 2 ** 31 - 1,
  });
  const events = handler.synchronize();
  await events.next();
  await asking;
  return { handler, events };
}
