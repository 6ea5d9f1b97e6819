import { beforeEach, describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { clsid } from './ids.js';

let machine: FakeSyncManager;

beforeEach(() => {
  machine = new FakeSyncManager();
});

describe('openHandler()', () => {
  it('accepts an id in any form and returns it in one', async () => {
    const handler = await machine.syncmgr.openHandler(clsid.toLowerCase().slice(1, -1));
    expect(handler.clsid).toBe(clsid);
    expect(machine.calls).toMatchObject([['openHandler', clsid, {}]]);
  });

  it('requests a manual synchronisation without dialogs by default', async () => {
    await machine.open();
    expect(machine.calls).toMatchObject([['openHandler', clsid, { flags: 3, cookie: null, userInterface: 'refuse' }]]);
  });

  it.each([
    ['connect', 1],
    ['pendingDisconnect', 2],
    ['manual', 3],
    ['idle', 4],
    ['invoke', 5],
    ['scheduled', 6],
  ] as const)('passes its reason: %s', async (event, flags) => {
    await machine.open({ event });
    expect(machine.calls).toMatchObject([['openHandler', clsid, { flags }]]);
  });

  it('returns a handler with the current address of its callback', async () => {
    const handler = await machine.open();
    expect(handler.callbackPointer).toBe(0x10n);
    machine.handler.callbackPointer = 0n;
    expect(handler.callbackPointer).toBe(0n);
  });

  it('delivers the events of the handler during the call', async () => {
    const recorded: unknown[] = [];
    const opening = machine.open({ onMessage: (message) => recorded.push(message) });
    machine.handler.deliver({ type: 'establishConnection', connection: null, folded: 3 });
    await opening;
    expect(recorded).toEqual([{ type: 'connection', name: null, dropped: 3 }]);
  });
});

describe('Sync Manager', () => {
  it('lists the handlers of the registry', async () => {
    expect(await machine.syncmgr.handlers()).toEqual([{ clsid, description: null }]);
  });
});

describe('Sync Manager of a closed connection', () => {
  const definition = { clsid, name: 'Served', items: [], synchronize() {} };
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['CoCreateInstance', () => machine.syncmgr.openHandler(clsid)],
    ['RegEnumKeyEx', () => machine.syncmgr.handlers()],
    ['ISyncMgrSynchronizeCallback.QueryInterface', () => machine.syncmgr.attachCallback(1n)],
    ['ISyncMgrSynchronizeCallback.QueryInterface', () => machine.syncmgr.attachCallback({ cookie: 1 })],
    ['CoRegisterClassObject', () => machine.syncmgr.serveHandler(definition)],
    ['ISyncMgrSessionCreator.CreateSession', () => machine.syncmgr.openReport('handler', ['item'])],
  ];

  it.each(calls)('rejects: %s', async (operation, call) => {
    machine.gate.close();
    expect(await caught(call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(machine.calls).toEqual([]);
  });
});
