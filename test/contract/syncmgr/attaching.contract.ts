import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import type { CallbackVerbs } from '../../../lib/syncmgr/verbs.js';
import { numberedItem } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { callsOf, errorId, nullGuid } from './helpers.js';
import { openRecordingHandler } from './recording-handler.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const other = numberedItem(2);

const methods: readonly [string, (callback: CallbackVerbs) => Promise<unknown>, readonly unknown[]][] = [
  [
    'ShowPropertiesCompleted',
    (callback) => callback.showPropertiesCompleted(hresults.S_SYNCMGR_ENUMITEMS),
    [hresults.S_SYNCMGR_ENUMITEMS],
  ],
  ['PrepareForSyncCompleted', (callback) => callback.prepareForSyncCompleted(hresults.E_ABORT), [hresults.E_ABORT]],
  ['SynchronizeCompleted', (callback) => callback.synchronizeCompleted(hresults.S_FALSE), [hresults.S_FALSE]],
  [
    'ShowErrorCompleted',
    (callback) => callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, [item, other]),
    [hresults.S_SYNCMGR_RETRYSYNC, [item, other]],
  ],
  ['EnableModeless', (callback) => callback.enableModeless(true), [1]],
  [
    'Progress',
    (callback) => callback.progress(item, 0xf, 'Größe', 0x100, -1, 0x7fff_ffff),
    [item, 0xf, 'Größe', 0x100, -1, 0x7fff_ffff],
  ],
  ['LogError', (callback) => callback.logError(3, 'text', 1, errorId, item), [3, 'text', 1, errorId, item]],
  ['DeleteLogError', (callback) => callback.deleteLogError(nullGuid), [nullGuid]],
  ['EstablishConnection', (callback) => callback.establishConnection('Büro'), ['Büro']],
];

const calls: readonly [string, (callback: CallbackVerbs) => Promise<unknown>][] = methods.map(([method, call]) => [
  method,
  call,
]);

const withResult: readonly [string, number][] = [
  ['S_OK', hresults.S_OK],
  ['S_FALSE', hresults.S_FALSE],
  ['S_SYNCMGR_CANCELITEM', hresults.S_SYNCMGR_CANCELITEM],
  ['S_SYNCMGR_CANCELALL', hresults.S_SYNCMGR_CANCELALL],
  ['an unknown success code', 0x0004_0299],
];

const failures: readonly [string, number][] = [
  ['E_INVALIDARG', hresults.E_INVALIDARG],
  ['E_UNEXPECTED', hresults.E_UNEXPECTED],
  ['E_OUTOFMEMORY', hresults.E_OUTOFMEMORY],
];

/** Callbacks attached by address or cookie: those of this library, and foreign ones. */
export function attachingContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('an attached foreign callback', () => {
    each(methods, 'is called with all arguments: %s', async ({ machine, verbs }, method, call, expected) => {
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      await call(callback);
      expect(callsOf(machine, 'ISyncMgrSynchronizeCallback')).toMatchObject([
        { call: `ISyncMgrSynchronizeCallback.${method}`, arguments: expected, result: hresults.S_OK },
      ]);
      machine.release(pointer);
    });

    each(calls, 'rejects with its failures: %s', async ({ machine, verbs }, method, call) => {
      const operation = `ISyncMgrSynchronizeCallback.${method}`;
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      for (const [code, hresult] of failures) {
        machine.scriptResult(operation, hresult);
        expect(await caught(call(callback))).toMatchObject({ code, operation });
      }
      machine.release(pointer);
    });

    each(withResult, 'resolves with the answer of Progress: %s', async ({ machine, verbs }, _name, hresult) => {
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      machine.scriptResult('ISyncMgrSynchronizeCallback.Progress', hresult);
      expect(await callback.progress(item, 0x4, null, 0, 1, 0)).toBe(hresult);
      machine.release(pointer);
    });

    test('resolves with the answer of EnableModeless', async ({ machine, verbs }) => {
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      expect(await callback.enableModeless(true)).toBe(hresults.S_OK);
      machine.scriptResult('ISyncMgrSynchronizeCallback.EnableModeless', hresults.S_FALSE);
      expect(await callback.enableModeless(true)).toBe(hresults.S_FALSE);
      machine.release(pointer);
    });

    test('is called without the fields that are not flagged', async ({ machine, verbs }) => {
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      await callback.progress(item, 0x4, null, 0, 7, 0);
      await callback.logError(1, 'text', null, null, null);
      await callback.logError(2, 'text', null, null, item);
      await callback.establishConnection(null);
      await callback.showErrorCompleted(hresults.S_OK, []);
      expect(callsOf(machine, 'ISyncMgrSynchronizeCallback').map((logged) => logged.arguments)).toEqual([
        [item, 0x4, null, null, 7, null],
        [1, 'text', null],
        [2, 'text', null, null, item],
        [null],
        [hresults.S_OK, null],
      ]);
      machine.release(pointer);
    });

    test('is referenced until it is closed', async ({ machine, verbs }) => {
      const pointer = machine.createCallback();
      const before = machine.countReferences();
      const callback = await verbs.attachCallback(pointer);
      expect(machine.countReferences()).toBeGreaterThan(before);
      await callback.close();
      expect(machine.countReferences()).toBe(before);
      machine.release(pointer);
      expect(machine.countReferences()).toBe(0);
    });

    test('stays alive while only this connection references it', async ({ machine, verbs }) => {
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      machine.release(pointer);
      expect(await callback.progress(item, 0x4, null, 0, 1, 0)).toBe(hresults.S_OK);
      await callback.close();
      expect(machine.countReferences()).toBe(0);
    });

    test('returns names in place of numbers in the public API', async ({ machine, connection }) => {
      const pointer = machine.createCallback();
      const callback = await connection.syncmgr.attachCallback(pointer);
      const answers: unknown[] = [];
      for (const [, hresult] of withResult) {
        machine.scriptResult('ISyncMgrSynchronizeCallback.Progress', hresult);
        answers.push(await callback.progress(item, { value: 1, max: 2, status: 'updatingIndeterminate' }));
      }
      expect(answers).toEqual(['continue', hresults.S_FALSE, 'cancelItem', 'cancelAll', 0x0004_0299]);
      expect(callsOf(machine, 'ISyncMgrSynchronizeCallback')[0]?.arguments).toEqual([item, 0xe, null, 8, 1, 2]);
      machine.release(pointer);
    });
  });

  group('a callback in the Global Interface Table', () => {
    test('is called from this apartment', async ({ machine, verbs }) => {
      const cookie = machine.createCallbackInTable();
      const callback = await verbs.attachCallbackFromTable(cookie);
      expect(await callback.progress(item, 0x5, 'text', 0, 1, 0)).toBe(hresults.S_OK);
      expect(callsOf(machine, 'ISyncMgrSynchronizeCallback')).toMatchObject([
        { arguments: [item, 0x5, 'text', null, 1, null], result: hresults.S_OK },
      ]);
      await callback.close();
      machine.revokeFromTable(cookie);
    });

    test('stays registered when the connection releases it', async ({ machine, verbs }) => {
      const cookie = machine.createCallbackInTable();
      await (await verbs.attachCallbackFromTable(cookie)).close();
      const callback = await verbs.attachCallbackFromTable(cookie);
      expect(await callback.enableModeless(false)).toBe(hresults.S_OK);
      await callback.close();
      machine.revokeFromTable(cookie);
    });

    test('is rejected with E_INVALIDARG for a revoked cookie', async ({ machine, verbs }) => {
      const cookie = machine.createCallbackInTable();
      machine.revokeFromTable(cookie);
      expect(await caught(verbs.attachCallbackFromTable(cookie))).toMatchObject({ code: 'E_INVALIDARG' });
    });

    test('is attached in the public API by its cookie', async ({ machine, connection }) => {
      const cookie = machine.createCallbackInTable();
      const callback = await connection.syncmgr.attachCallback({ cookie });
      expect(await callback.progress(item, { value: 1 })).toBe('continue');
      await callback.close();
      machine.revokeFromTable(cookie);
    });
  });

  group('an attached callback', () => {
    test('is rejected with E_POINTER for a null address', async ({ verbs }) => {
      const refused = { code: 'E_POINTER', operation: 'ISyncMgrSynchronizeCallback.QueryInterface' };
      expect(await caught(verbs.attachCallback(0x10n))).toMatchObject(refused);
    });

    test('is rejected with E_NOINTERFACE for an object of another kind', async ({ machine, verbs }) => {
      const pointer = machine.createConflict();
      const refused = { code: 'E_NOINTERFACE', operation: 'ISyncMgrSynchronizeCallback.QueryInterface' };
      expect(await caught(verbs.attachCallback(pointer))).toMatchObject(refused);
      machine.release(pointer);
    });

    test('reaches a callback of this process from another connection', async (world) => {
      const { recorded, verbs } = await openRecordingHandler(world.verbs);
      const other = await world.openVerbs();
      const callback = await other.verbs.attachCallback(verbs.callbackPointer);
      expect(await callback.progress(item, 0x4, null, 0, 9, 0)).toBe(hresults.S_OK);
      expect(await recorded.take('progress')).toMatchObject({ progressValue: 9 });
      await other.close();
      expect(await caught(callback.progress(item, 0x4, null, 0, 9, 0))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    });

    each(calls, 'rejects with RPC_E_DISCONNECTED once it is closed: %s', async ({ machine, verbs }, method, call) => {
      const pointer = machine.createCallback();
      const callback = await verbs.attachCallback(pointer);
      await callback.close();
      expect(await caught(call(callback))).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: `ISyncMgrSynchronizeCallback.${method}`,
      });
      machine.release(pointer);
    });
  });
}
