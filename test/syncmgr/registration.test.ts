import { beforeEach, describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { clsid } from './ids.js';

const installed = { clsid, description: 'For people', executable: 'C:\\handler.exe' };
const written = { clsid, description: 'For people', command: '"C:\\handler.exe"' };

let machine: FakeSyncManager;

beforeEach(() => {
  machine = new FakeSyncManager();
});

describe('registering a handler', () => {
  it('passes its id in one form and the events as flags', async () => {
    const { registration } = machine.syncmgr;
    await registration.register(clsid.toLowerCase(), { description: '', events: ['idle', 'connect', 'idle'] });
    expect(machine.calls).toEqual([['registerSyncMgrHandler', clsid, '', 0x5]]);
  });

  it('passes no description and no event by default', async () => {
    await machine.syncmgr.registration.register(clsid);
    expect(machine.calls).toEqual([['registerSyncMgrHandler', clsid, null, 0]]);
  });

  it.each([
    ['a hole', new Array(1)],
    ['a word and a hole', Object.assign(new Array(2), { 0: 'idle' })],
  ])('rejects events with %s', async (_, events) => {
    await expect(machine.syncmgr.registration.register(clsid, { events })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
    });
    expect(machine.calls).toEqual([]);
  });

  it('can be removed', async () => {
    await machine.syncmgr.registration.unregister(clsid);
    expect(machine.calls).toEqual([['unregisterSyncMgrHandler', clsid]]);
  });
});

describe('the registration of a handler', () => {
  it('is null if the handler is not registered', async () => {
    expect(await machine.syncmgr.registration.get(clsid)).toBeNull();
  });

  it.each([
    [0, []],
    [0x2, ['pendingDisconnect']],
    [0xffff_ffff, ['connect', 'pendingDisconnect', 'idle']],
  ])('has the events with a name of the flags %d', async (flags, events) => {
    machine.registered = flags;
    expect(await machine.syncmgr.registration.get(clsid)).toEqual({ events });
  });
});

describe('installing a class', () => {
  it('is for the user by default', async () => {
    await machine.syncmgr.registration.installClass(installed);
    await machine.syncmgr.registration.uninstallClass(clsid);
    expect(machine.calls).toEqual([
      ['writeClass', { ...written, scope: 'user' }],
      ['deleteClass', clsid, 'user'],
    ]);
  });

  it('can be for the machine', async () => {
    await machine.syncmgr.registration.installClass({ ...installed, scope: 'machine' });
    await machine.syncmgr.registration.uninstallClass(clsid.toLowerCase(), { scope: 'machine' });
    expect(machine.calls).toEqual([
      ['writeClass', { ...written, scope: 'machine' }],
      ['deleteClass', clsid, 'machine'],
    ]);
  });
});

describe('running handlers by Sync Manager', () => {
  it('passes flags and no cookie by default', async () => {
    await machine.syncmgr.invoke.updateItems(clsid.toLowerCase());
    await machine.syncmgr.invoke.updateAll();
    expect(machine.calls).toEqual([['updateItems', 0, clsid, null], ['updateAll']]);
  });

  it('passes all options with a separate cookie', async () => {
    const cookie = Uint8Array.of(1);
    await machine.syncmgr.invoke.updateItems(clsid, { startSync: true, minimized: true, cookie });
    cookie[0] = 9;
    expect(machine.calls).toEqual([['updateItems', 0x6, clsid, Uint8Array.of(1)]]);
  });
});

describe('a closed connection', () => {
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['ISyncMgrRegister.RegisterSyncMgrHandler', () => machine.syncmgr.registration.register(clsid)],
    ['ISyncMgrRegister.UnregisterSyncMgrHandler', () => machine.syncmgr.registration.unregister(clsid)],
    ['ISyncMgrRegister.GetHandlerRegistrationInfo', () => machine.syncmgr.registration.get(clsid)],
    ['RegSetValueEx', () => machine.syncmgr.registration.installClass(installed)],
    ['RegDeleteTree', () => machine.syncmgr.registration.uninstallClass(clsid)],
    ['ISyncMgrSynchronizeInvoke.UpdateItems', () => machine.syncmgr.invoke.updateItems(clsid)],
    ['ISyncMgrSynchronizeInvoke.UpdateAll', () => machine.syncmgr.invoke.updateAll()],
  ];

  it.each(calls)('rejects: %s', async (operation, call) => {
    machine.gate.close();
    expect(await caught(call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(machine.calls).toEqual([]);
  });
});
