import { beforeEach, describe, expect, it } from 'vitest';
import type { SyncCenterControl } from '../../lib/syncmgr/control.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { clsid } from './ids.js';

let machine: FakeSyncManager;

beforeEach(() => {
  machine = new FakeSyncManager();
});

type Call = (control: SyncCenterControl) => Promise<unknown>;

/** The method, its COM method, and its arguments below the seam: by default, and with all options. */
const calls: readonly (readonly [method: string, call: Call, below: readonly unknown[]])[] = [
  ['StartSyncAll', (control) => control.startSyncAll(), ['startSyncAll']],
  ['StopHandlerSync', (control) => control.stopHandlerSync('h'), ['stopHandlerSync', 'h']],
  ['StopItemSync', (control) => control.stopItemSync('h', ['a', 'b']), ['stopItemSync', 'h', ['a', 'b']]],
  ['StopSyncAll', (control) => control.stopSyncAll(), ['stopSyncAll']],
  [
    'UpdateHandlerCollection',
    (control) => control.updateHandlerCollection(clsid.toLowerCase()),
    ['updateHandlerCollection', clsid, 0],
  ],
  ['UpdateHandler', (control) => control.updateHandler('h', { wait: true }), ['updateHandler', 'h', 0x1]],
  ['UpdateItem', (control) => control.updateItem('h', 'a'), ['updateItem', 'h', 'a', 0]],
  ['UpdateEvents', (control) => control.updateEvents('h', null), ['updateEvents', 'h', null, 0]],
  ['UpdateEvents', (control) => control.updateEvents('h', 'a'), ['updateEvents', 'h', 'a', 0]],
  [
    'UpdateConflict',
    (control) => control.updateConflict('h', null, 1n, 'removed'),
    ['updateConflict', 'h', null, 1n, 2],
  ],
  [
    'UpdateConflicts',
    (control) => control.updateConflicts('h', 'a', { noUserInterface: true }),
    ['updateConflicts', 'h', 'a', 0x2],
  ],
  [
    'ActivateHandler',
    (control) => control.setHandlerActive('h', true, { wait: true, noUserInterface: true }),
    ['activateHandler', true, 'h', 0x3],
  ],
  ['EnableHandler', (control) => control.setHandlerEnabled('h', false), ['enableHandler', false, 'h', 0]],
  ['EnableItem', (control) => control.setItemEnabled('h', 'a', true), ['enableItem', true, 'h', 'a', 0]],
];

describe('a call of Sync Center', () => {
  it.each(calls)('passes on its arguments: %s', async (_method, call, below) => {
    expect(await call(machine.syncmgr.control)).toBeUndefined();
    expect(machine.calls).toEqual([below]);
  });

  it.each(calls)('rejects on a closed connection: %s', async (method, call) => {
    machine.gate.close();
    expect(await caught(call(machine.syncmgr.control))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: `ISyncMgrControl.${method}`,
    });
    expect(machine.calls).toEqual([]);
  });

  it('to start passes on whether running synchronisations are skipped', async () => {
    machine.start = async (listener) => listener({ status: 3, errors: 0, conflicts: 0 });
    const { control } = machine.syncmgr;
    await control.startHandlerSync('h', { ignoreIfAlreadySyncing: true });
    await control.startItemSync('h', ['a']);
    expect(machine.calls).toEqual([
      ['startHandlerSync', 'h', 1],
      ['startItemSync', 'h', ['a'], 0],
    ]);
  });
});
