import { describe, expect, it, onTestFinished } from 'vitest';
import { ServiceConnection } from '../../../lib/emulation/service-connection.js';
import { createEmulation } from '../../../lib/emulation.js';
import { type Connection, connect, hresults, type SyncManagerMessageEvent } from '../../../lib/index.js';
import { ServedClass, ServerProcess } from '../../../lib/syncmgr/emulation/served-class.js';
import { caught } from '../../support/caught.js';
import { clsid, definition, first, openMachine, rawHandler } from './support.js';

const otherClsid = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1C002}';

const tooMuch = hresults.ERROR_NOT_ENOUGH_QUOTA;

/** A connection in real time, in which events reach their listener a turn later. */
async function openInRealTime(): Promise<Connection> {
  const emulation = createEmulation({ clock: 'real' });
  const connection = await connect({ backend: emulation });
  onTestFinished(async () => {
    await connection.close();
    await emulation.close();
  });
  await connection.syncmgr.serveHandler(definition());
  return connection;
}

describe('a served class', () => {
  it('has at most 256 handlers at a time', async () => {
    const { emulation, connection } = await openMachine();
    await emulation.syncmgr.registerHandler(definition());
    const handler = await connection.syncmgr.openHandler(clsid);
    for (let count = 1; count < 256; count += 1) await connection.syncmgr.openHandler(clsid);
    const refused = { code: 'ERROR_NOT_ENOUGH_QUOTA', hresult: 0x80070718, operation: 'CoCreateInstance' };
    expect(await caught(connection.syncmgr.openHandler(clsid))).toMatchObject(refused);
    await handler.close();
    await connection.syncmgr.openHandler(clsid);
  });

  it('has at most 16,384 calls that wait for JavaScript', async () => {
    const record = { clsid, name: 'Served', flags: 0, handles: [], answerTimeout: 1000 };
    let deliver = () => {};
    const served = new ServedClass(
      record,
      new ServiceConnection(),
      new ServerProcess(),
      () => {},
      (later) => {
        deliver = later;
      },
    );
    const handler = served.create();
    for (let count = 0; count < 16_384; count += 1) expect(handler.setItemStatus(first, 1)).toBe(hresults.S_OK);
    expect(handler.setItemStatus(first, 1)).toBe(tooMuch);
    expect(handler.setProgressCallback(null)).toBe(tooMuch);
    expect(await handler.initialize(3, null)).toBe(tooMuch);
    expect(await handler.enumerateItems()).toEqual({ hresult: tooMuch, items: [] });
    deliver();
    expect(handler.setItemStatus(first, 1)).toBe(hresults.S_OK);
  });

  it('counts for onUnused the handlers of another class of its process that was closed before them', async () => {
    const { emulation, connection } = await openMachine();
    const server = await connect({ backend: emulation });
    onTestFinished(() => server.close());
    const unused = new Promise<void>((resolve) => {
      void server.syncmgr.serveHandler(definition({ clsid: otherClsid, onUnused: resolve }));
    });
    const closed = await server.syncmgr.serveHandler(definition());
    const handler = await connection.syncmgr.openHandler(clsid);
    const other = await connection.syncmgr.openHandler(otherClsid);
    await closed.close();
    await handler.close();
    await other.close();
    await unused;
  });
});

describe('openHandler()', () => {
  it.each(['initialize', 'enumerateItems', 'setProgressCallback'] as const)(
    'rejects with RPC_S_SERVER_UNAVAILABLE when the process ends during %s',
    async (method) => {
      const { emulation, connection } = await openMachine();
      const called = new Promise<void>((resolve) => {
        const hang = () => {
          resolve();
          return new Promise<never>(() => {});
        };
        const create = () => rawHandler({ [method]: hang });
        emulation.syncmgr.registerClass({ clsid, description: 'Raw', create });
      });
      const opening = caught(connection.syncmgr.openHandler(clsid));
      await called;
      emulation.syncmgr.terminateServer(clsid);
      expect(await opening).toMatchObject({ code: 'RPC_S_SERVER_UNAVAILABLE' });
    },
  );
});

describe('close() of a handler', () => {
  it('delivers its earlier messages', async () => {
    const connection = await openInRealTime();
    const messages: SyncManagerMessageEvent[] = [];
    const handler = await connection.syncmgr.openHandler(clsid, { onMessage: (message) => messages.push(message) });
    const callback = await connection.syncmgr.attachCallback(handler.callbackPointer);
    const logging = callback.logError({ level: 'error', text: 'late' });
    await handler.close();
    await logging;
    expect(messages).toMatchObject([{ type: 'log', text: 'late' }]);
  });
});
