import { expect } from 'vitest';
import type { SyncCenterControl } from '../../../lib/index.js';
import { hresults } from '../../../lib/index.js';
import { numberedItem, referenceHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { callsOf, until } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

const collection = numberedItem(0xc0);
const unknownHandler = 0x8007_0490;

type Call = (control: SyncCenterControl, handlerId: string) => Promise<unknown>;

/** Methods that only notify Sync Center, with their arguments as they arrive. */
const plainMethods: readonly [string, Call, readonly unknown[]][] = [
  ['StartSyncAll', (control) => control.startSyncAll(), [null]],
  ['StopHandlerSync', (control, id) => control.stopHandlerSync(id), [referenceHandler]],
  ['StopItemSync', (control, id) => control.stopItemSync(id, ['a', 'b']), [referenceHandler, ['a', 'b']]],
  ['StopSyncAll', (control) => control.stopSyncAll(), []],
  [
    'UpdateHandlerCollection',
    (control) => control.updateHandlerCollection(collection, { wait: true }),
    [collection, 1],
  ],
  ['UpdateHandler', (control, id) => control.updateHandler(id), [referenceHandler, 0]],
  ['UpdateItem', (control, id) => control.updateItem(id, 'a', { noUserInterface: true }), [referenceHandler, 'a', 2]],
  ['UpdateEvents', (control, id) => control.updateEvents(id, null), [referenceHandler, null, 0]],
  [
    'UpdateConflicts',
    (control, id) => control.updateConflicts(id, 'a', { wait: true, noUserInterface: true }),
    [referenceHandler, 'a', 3],
  ],
  [
    'ActivateHandler',
    (control, id) => control.setHandlerActive(id, true, { noUserInterface: true }),
    [1, referenceHandler, null, 2],
  ],
  ['EnableHandler', (control, id) => control.setHandlerEnabled(id, false), [0, referenceHandler, null, 0]],
  ['EnableItem', (control, id) => control.setItemEnabled(id, 'a', true), [1, referenceHandler, 'a', null, 0]],
];

const calls: readonly [string, Call][] = [
  ...plainMethods.map(([method, call]): [string, Call] => [method, call]),
  ['StartHandlerSync', (control, id) => control.startHandlerSync(id)],
  ['StartItemSync', (control, id) => control.startItemSync(id, ['a'])],
];

const ofHandlers = calls.filter(
  ([method]) => !['StartSyncAll', 'StopSyncAll', 'UpdateHandlerCollection'].includes(method),
);

const outcomes: readonly [string, { status: number; errors: number; conflicts: number }][] = [
  ['succeeded', { status: 3, errors: 0, conflicts: 0 }],
  ['failed', { status: 4, errors: 7, conflicts: 2 }],
  ['canceled', { status: 5, errors: 0, conflicts: 0xffff_ffff }],
];

/** Control of Sync Center, by `ISyncMgrControl`. */
export function controlContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('control of Sync Center', () => {
    each(plainMethods, 'is called with the arguments: %s', async ({ connection, machine }, method, call, expected) => {
      await call(connection.syncmgr.control, referenceHandler);
      expect(callsOf(machine, 'ISyncMgrControl')).toMatchObject([
        { call: `ISyncMgrControl.${method}`, arguments: expected, result: hresults.S_OK },
      ]);
    });

    each(calls, 'rejects with the failure of Sync Center: %s', async ({ connection, machine }, method, call) => {
      machine.scriptResult(`ISyncMgrControl.${method}`, hresults.E_ACCESSDENIED);
      expect(await caught(call(connection.syncmgr.control, referenceHandler))).toMatchObject({
        code: 'E_ACCESSDENIED',
        operation: `ISyncMgrControl.${method}`,
      });
    });

    each(ofHandlers, 'rejects with ERROR_NOT_FOUND for an unknown handler: %s', async (world, method, call) => {
      expect(await caught(call(world.connection.syncmgr.control, 'stranger'))).toMatchObject({
        hresult: unknownHandler,
        operation: `ISyncMgrControl.${method}`,
      });
    });

    test('passes on the address of a conflict', async ({ connection, machine }) => {
      const pointer = machine.createConflict();
      await connection.syncmgr.control.updateConflict(referenceHandler, 'a', pointer, 'removed');
      expect(callsOf(machine, 'ISyncMgrControl')).toMatchObject([
        { call: 'ISyncMgrControl.UpdateConflict', arguments: [referenceHandler, 'a', true, 2], result: hresults.S_OK },
      ]);
      machine.release(pointer);
    });

    test('rejects with E_POINTER for the null address of a conflict', async ({ connection }) => {
      const { control } = connection.syncmgr;
      expect(await caught(control.updateConflict(referenceHandler, null, 0x10n, 'added'))).toMatchObject({
        code: 'E_POINTER',
      });
    });
  });

  group('a synchronisation requested from Sync Center', () => {
    each(outcomes, 'of a handler resolves to its result: %s', async ({ connection, machine }, status, outcome) => {
      machine.scriptSyncResult('atOnce', outcome);
      expect(await connection.syncmgr.control.startHandlerSync(referenceHandler)).toEqual({ ...outcome, status });
      expect(callsOf(machine, 'ISyncMgrControl')).toMatchObject([
        { call: 'ISyncMgrControl.StartHandlerSync', arguments: [referenceHandler, null, null, 0, true] },
      ]);
    });

    each(outcomes, 'of items resolves to its result: %s', async ({ connection, machine }, status, outcome) => {
      machine.scriptSyncResult('atOnce', outcome);
      const { control } = connection.syncmgr;
      const result = control.startItemSync(referenceHandler, ['a', 'b'], { ignoreIfAlreadySyncing: true });
      expect(await result).toEqual({ ...outcome, status });
      expect(callsOf(machine, 'ISyncMgrControl')).toMatchObject([
        { call: 'ISyncMgrControl.StartItemSync', arguments: [referenceHandler, ['a', 'b'], null, null, 1, true] },
      ]);
    });

    test('stays pending until its result is reported', async ({ connection, machine }) => {
      machine.closeGate();
      machine.scriptSyncResult('gate', { status: 4, errors: 1, conflicts: 0 });
      let ended = false;
      const result = connection.syncmgr.control.startHandlerSync(referenceHandler).finally(() => {
        ended = true;
      });
      await until(() => callsOf(machine, 'ISyncMgrControl').length === 1);
      expect(ended).toBe(false);
      machine.openGate();
      expect(await result).toEqual({ status: 'failed', errors: 1, conflicts: 0 });
    });

    test('rejects when its callback is released without a result', async ({ connection, machine }) => {
      machine.scriptSyncResult('never');
      expect(await caught(connection.syncmgr.control.startHandlerSync(referenceHandler))).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: 'ISyncMgrSyncResult.Result',
      });
    });

    const stops: readonly [string, Call][] = [
      ['StopHandlerSync', (control, id) => control.stopHandlerSync(id)],
      ['StopItemSync', (control, id) => control.stopItemSync(id, ['b'])],
      ['StopSyncAll', (control) => control.stopSyncAll()],
    ];

    each(stops, 'is cancelled by %s', async ({ connection, machine }, _method, stop) => {
      machine.closeGate();
      machine.scriptSyncResult('gate');
      const { control } = connection.syncmgr;
      const result = control.startItemSync(referenceHandler, ['a', 'b']);
      await until(() => callsOf(machine, 'ISyncMgrControl')[0]?.result === hresults.S_OK);
      await stop(control, referenceHandler);
      expect(await result).toEqual({ status: 'canceled', errors: 0, conflicts: 0 });
    });

    test('rejects with RPC_E_DISCONNECTED when the connection is closed first', async ({ connect, machine }) => {
      machine.closeGate();
      machine.scriptSyncResult('gate');
      const connection = await connect();
      const failure = caught(connection.syncmgr.control.startHandlerSync(referenceHandler));
      await until(() => callsOf(machine, 'ISyncMgrControl')[0]?.result === hresults.S_OK);
      await connection.close();
      expect(await failure).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      machine.openGate();
    });

    test('skips running synchronisations when the option is set', async ({ connection, machine }) => {
      machine.closeGate();
      machine.scriptSyncResult('gate');
      const { control } = connection.syncmgr;
      const first = control.startHandlerSync(referenceHandler);
      await until(() => callsOf(machine, 'ISyncMgrControl')[0]?.result === hresults.S_OK);
      const second = control.startHandlerSync(referenceHandler, { ignoreIfAlreadySyncing: true });
      expect(await caught(second)).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      machine.openGate();
      expect(await first).toMatchObject({ status: 'succeeded' });
    });
  });
}
