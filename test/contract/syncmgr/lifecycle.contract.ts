import { expect } from 'vitest';
import type { SyncCenterReport, SyncManager, SyncManagerHandler } from '../../../lib/index.js';
import type { HandlerVerbs } from '../../../lib/syncmgr/verbs.js';
import { numberedItem, referenceHandler, servedHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { all, callsOf, errorId, until } from './helpers.js';
import { openRecordingHandler } from './recording-handler.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const disconnected = 'RPC_E_DISCONNECTED';

const methods: readonly [string, (handler: HandlerVerbs) => Promise<unknown>][] = [
  ['ISyncMgrSynchronize.GetHandlerInfo', (handler) => handler.getHandlerInfo(false)],
  ['ISyncMgrSynchronize.EnumSyncMgrItems', (handler) => handler.enumerateItems(false)],
  ['ISyncMgrSynchronize.PrepareForSync', (handler) => handler.prepareForSync([item])],
  ['ISyncMgrSynchronize.Synchronize', (handler) => handler.synchronize()],
  ['ISyncMgrSynchronize.ShowProperties', (handler) => handler.showProperties(item)],
  ['ISyncMgrSynchronize.ShowError', (handler) => handler.showError(errorId)],
  ['ISyncMgrSynchronize.SetItemStatus', (handler) => handler.setItemStatus(item, 1)],
];

const publicMethods: readonly [string, (handler: SyncManagerHandler) => Promise<unknown>][] = [
  ['info', (handler) => handler.info()],
  ['items', (handler) => handler.items()],
  ['synchronize', (handler) => all(handler.synchronize([item]))],
  ['synchronize, without items,', (handler) => all(handler.synchronize([]))],
  ['cancelItem', (handler) => handler.cancelItem(item)],
  ['cancelAll', (handler) => handler.cancelAll()],
  ['setItemStatus', (handler) => handler.setItemStatus(item, 'skipped')],
  ['showProperties', (handler) => handler.showProperties(item)],
  ['showError', (handler) => handler.showError(errorId)],
];

const familyMethods: readonly [string, (syncmgr: SyncManager) => Promise<unknown>][] = [
  ['openHandler', (syncmgr) => syncmgr.openHandler(referenceHandler)],
  ['handlers', (syncmgr) => syncmgr.handlers()],
  ['attachCallback', (syncmgr) => syncmgr.attachCallback(0x10n)],
  [
    'serveHandler',
    (syncmgr) => syncmgr.serveHandler({ clsid: servedHandler, name: 'Late', items: [], synchronize() {} }),
  ],
  ['openReport', (syncmgr) => syncmgr.openReport(referenceHandler, ['one'])],
  ['control', (syncmgr) => syncmgr.control.stopSyncAll()],
  ['invoke', (syncmgr) => syncmgr.invoke.updateAll()],
  ['registration', (syncmgr) => syncmgr.registration.get(referenceHandler)],
];

const reportMethods: readonly [string, (report: SyncCenterReport) => Promise<unknown>][] = [
  ['ReportProgress', (report) => report.reportProgress('one', { status: 'updating' })],
  ['SetHandlerProgressText', (report) => report.setHandlerProgressText('text')],
  ['ReportEvent', (report) => report.reportEvent({ level: 'error', name: 'Name', description: '' })],
  ['CanContinue', (report) => report.canContinue()],
  ['QueryForAdditionalItems', (report) => report.queryForAdditionalItems()],
  ['AddItemToSession', (report) => report.addItemToSession('two')],
  ['CommitItem', (report) => report.commitItem('one')],
  ['ReportManualSync', (report) => report.reportManualSync()],
];

/** The end of handlers, reports and connections. */
export function lifecycleContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('a closed handler', () => {
    each(methods, 'rejects %s with RPC_E_DISCONNECTED', async ({ verbs }, operation, call) => {
      const handler = await openRecordingHandler(verbs);
      await handler.verbs.close();
      expect(await caught(call(handler.verbs))).toMatchObject({ code: disconnected, operation });
    });

    each(publicMethods, 'rejects %s() with RPC_E_DISCONNECTED', async ({ connection }, _name, call) => {
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      await handler.close();
      expect(await caught(call(handler))).toMatchObject({ code: disconnected });
    });

    test('can be closed again, also by `await using`', async ({ connection, machine }) => {
      {
        await using handler = await connection.syncmgr.openHandler(referenceHandler);
        await handler.close();
        await handler.close();
      }
      expect(machine.countReferences()).toBe(0);
    });

    test('ends a running synchronisation with RPC_E_DISCONNECTED', async ({ connection, machine }) => {
      machine.closeGate();
      machine.scriptSteps('synchronize', [{ do: 'gate' }, { do: 'synchronizeItems' }]);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      const failure = caught(all(handler.synchronize([item])));
      await until(() => callsOf(machine, 'ISyncMgrSynchronize').some(({ call }) => call.endsWith('.Synchronize')));
      await handler.close();
      expect(await failure).toMatchObject({ code: disconnected });
      machine.openGate();
    });
  });

  group('a closed connection', () => {
    each(familyMethods, 'rejects %s with RPC_E_DISCONNECTED', async ({ connect }, _name, call) => {
      const connection = await connect();
      await connection.close();
      expect(await caught(call(connection.syncmgr))).toMatchObject({ code: disconnected });
    });

    each(publicMethods, 'makes its handlers reject %s() with RPC_E_DISCONNECTED', async ({ connect }, _name, call) => {
      const connection = await connect();
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      await connection.close();
      expect(await caught(call(handler))).toMatchObject({ code: disconnected });
    });

    each(reportMethods, 'makes its reports reject %s with RPC_E_DISCONNECTED', async ({ connect }, _name, call) => {
      const connection = await connect();
      const report = await connection.syncmgr.openReport(referenceHandler, ['one']);
      await connection.close();
      expect(await caught(call(report))).toMatchObject({ code: disconnected });
    });

    test('removes the callback from its handlers and releases them', async ({ connect, machine }) => {
      const connection = await connect();
      await connection.syncmgr.openHandler(referenceHandler);
      await connection.close();
      expect(callsOf(machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({
        call: 'ISyncMgrSynchronize.SetProgressCallback',
        arguments: [null],
      });
      expect(machine.countReferences()).toBe(0);
    });

    test('releases all other objects', async ({ connect, machine }) => {
      const connection = await connect();
      await connection.syncmgr.openReport(referenceHandler, ['one']);
      await connection.syncmgr.control.stopSyncAll();
      await connection.syncmgr.invoke.updateAll();
      const pointer = machine.createCallback();
      await connection.syncmgr.attachCallback(pointer);
      machine.release(pointer);
      await connection.close();
      expect(machine.countReferences()).toBe(0);
    });

    test('ends a running synchronisation with RPC_E_DISCONNECTED', async ({ connect, machine }) => {
      machine.closeGate();
      machine.scriptSteps('synchronize', [{ do: 'gate' }, { do: 'synchronizeItems' }]);
      const connection = await connect();
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      const failure = caught(all(handler.synchronize([item])));
      await until(() => callsOf(machine, 'ISyncMgrSynchronize').some(({ call }) => call.endsWith('.Synchronize')));
      await connection.close();
      expect(await failure).toMatchObject({ code: disconnected });
      machine.openGate();
    });

    test('answers reports of its handlers with S_SYNCMGR_CANCELALL', async (world) => {
      const other = await world.openVerbs();
      const handler = await openRecordingHandler(other.verbs);
      const callback = await world.verbs.attachCallback(handler.verbs.callbackPointer);
      await other.close();
      const cancelAll = 0x0004_0204;
      expect(await callback.progress(item, 0x4, null, 0, 1, 0)).toBe(cancelAll);
    });
  });
}
