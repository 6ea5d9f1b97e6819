import { beforeEach, describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { clsid } from './ids.js';

let machine: FakeSyncManager;

beforeEach(() => {
  machine = new FakeSyncManager();
});

describe('opening a handler', () => {
  it('takes its id in any form, and gives it in one', async () => {
    const handler = await machine.syncmgr.openHandler(clsid.toLowerCase().slice(1, -1));
    expect(handler.clsid).toBe(clsid);
    expect(machine.calls).toMatchObject([['openHandler', clsid, {}]]);
  });

  it('is for a manual synchronisation without dialogs where nothing is said', async () => {
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
  ] as const)('says why: %s', async (event, flags) => {
    await machine.open({ event });
    expect(machine.calls).toMatchObject([['openHandler', clsid, { flags }]]);
  });

  it('gives the address of its callback as it is then', async () => {
    const handler = await machine.open();
    expect(handler.callbackPointer).toBe(0x10n);
    machine.handler.callbackPointer = 0n;
    expect(handler.callbackPointer).toBe(0n);
  });

  it('tells what the handler has said before that has ended', async () => {
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

  it.each(calls)('is not called: %s', async (operation, call) => {
    machine.gate.close();
    expect(await caught(call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(machine.calls).toEqual([]);
  });
});
