import { expect } from 'vitest';
import type { SyncManagerEvent } from '../../../lib/index.js';
import { hresults } from '../../../lib/index.js';
import { numberedItem, referenceHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { begin, openDrivenHandler, synchronizeDriven } from './driven-handler.js';
import { all, callsOf, methodsOf } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const other = numberedItem(2);
const succeeded = { type: 'completed', hresult: hresults.S_OK, code: 'S_OK', succeeded: true };

const unreported = { statusText: null, status: null, value: null, max: null, fraction: null };

/** The last event of one item in an iterator, and the number of its reports. */
function endOf(events: readonly SyncManagerEvent[], itemId: string): { item: unknown; reports: number } {
  let reports = 0;
  let last: unknown;
  for (const event of events) {
    if (event.type !== 'progress' || event.itemId !== itemId) continue;
    reports += 1 + event.folded;
    last = event.item;
  }
  return { item: last, reports };
}

/** Synchronisation in the public API: the order of its calls, and its end. */
export function synchronizingContract(contract: FamilyContract<SyncManagerWorld>): void {
  orderOfCalls(contract);
  ends(contract);
}

function orderOfCalls({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('a synchronisation', () => {
    test('is opened, prepared, run and closed, in this order', async ({ connection, machine }) => {
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      await all(handler.synchronize([item]));
      await handler.close();
      expect(methodsOf(machine, 'ISyncMgrSynchronize')).toEqual([
        'Initialize',
        'EnumSyncMgrItems',
        'SetProgressCallback',
        'PrepareForSync',
        'Synchronize',
        'SetProgressCallback',
      ]);
    });

    test('reports every progress of every item, and the end last', async ({ connection, machine }) => {
      const count = 20;
      machine.scriptItemCount(count);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      const events = await all(handler.synchronize());
      for (let number = 1; number <= count; number += 1) {
        expect(endOf(events, numberedItem(number))).toMatchObject({
          item: { statusText: '3 of 3', status: 'succeeded', value: 3, max: 3, fraction: 1 },
          reports: 5,
        });
      }
      expect(events.at(-1)).toEqual(succeeded);
      expect(events.filter(({ type }) => type === 'completed')).toHaveLength(1);
    });

    test('covers the checked items by default', async ({ connection, machine }) => {
      machine.scriptItems([
        { itemId: numberedItem(1), name: 'One' },
        { itemId: numberedItem(2), name: 'Two', checked: false },
        { itemId: numberedItem(3), name: 'Three' },
      ]);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      await all(handler.synchronize());
      const prepared = callsOf(machine, 'ISyncMgrSynchronize').find(({ call }) => call.endsWith('.PrepareForSync'));
      expect(prepared?.arguments).toEqual([[numberedItem(1), numberedItem(3)], null, 0]);
    });

    test('without items makes no call, and ends with S_OK', async ({ connection, machine }) => {
      machine.scriptItems([{ itemId: item, name: 'One', checked: false }]);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      expect(await all(handler.synchronize())).toEqual([succeeded]);
      expect(await all(handler.synchronize([]))).toEqual([succeeded]);
      const methods = methodsOf(machine, 'ISyncMgrSynchronize');
      expect(methods).not.toContain('PrepareForSync');
      expect(methods).not.toContain('Synchronize');
    });

    test('covers the named items, checked or not, in their order', async ({ connection, machine }) => {
      machine.scriptItems([
        { itemId: numberedItem(1), name: 'One' },
        { itemId: numberedItem(2), name: 'Two', checked: false },
      ]);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      const events = await all(handler.synchronize([numberedItem(2), numberedItem(1)]));
      const prepared = callsOf(machine, 'ISyncMgrSynchronize').find(({ call }) => call.endsWith('.PrepareForSync'));
      expect(prepared?.arguments).toEqual([[numberedItem(2), numberedItem(1)], null, 0]);
      expect(events.at(-1)).toEqual(succeeded);
    });

    test('can run again', async ({ connection, machine }) => {
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      for (const itemId of [item, other]) {
        const events = await all(handler.synchronize([itemId]));
        expect(endOf(events, itemId)).toMatchObject({ item: { status: 'succeeded' }, reports: 5 });
      }
      expect(methodsOf(machine, 'ISyncMgrSynchronize').slice(3)).toEqual([
        'PrepareForSync',
        'Synchronize',
        'PrepareForSync',
        'Synchronize',
      ]);
    });

    test('can be completed before its calls have returned', async ({ connection, machine }) => {
      machine.scriptSteps('prepareForSync', [{ do: 'completed', call: 'prepareForSync' }, { do: 'return' }]);
      machine.scriptSteps('synchronize', [
        { do: 'progress', itemId: item, statusType: 4 },
        { do: 'completed', call: 'synchronize' },
        { do: 'return' },
      ]);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      expect(await all(handler.synchronize([item]))).toMatchObject([
        { type: 'progress', itemId: item, item: { ...unreported, status: 'succeeded' }, folded: 0 },
        succeeded,
      ]);
    });

    test('reports events during the preparation', async ({ connection, machine }) => {
      machine.scriptSteps('prepareForSync', [
        { do: 'logError', level: 1, text: 'preparing' },
        { do: 'completed', call: 'prepareForSync' },
      ]);
      machine.scriptSteps('synchronize', [
        { do: 'logError', level: 1, text: 'synchronising' },
        { do: 'completed', call: 'synchronize' },
      ]);
      const handler = await connection.syncmgr.openHandler(referenceHandler);
      const events = await all(handler.synchronize([item]));
      expect(events).toMatchObject([{ text: 'preparing' }, { text: 'synchronising' }, succeeded]);
    });

    test('rejects with E_UNEXPECTED while another of the handler runs, which is not affected', async (world) => {
      const { handler, callback, next } = await synchronizeDriven(world, [item]);
      expect(await caught(all(handler.synchronize([other])))).toMatchObject({
        code: 'E_UNEXPECTED',
        operation: 'ISyncMgrSynchronize.PrepareForSync',
      });
      await callback.synchronizeCompleted();
      expect(await next()).toEqual(succeeded);
      expect(await next()).toBeUndefined();
    });
  });
}

function ends({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  const failures: readonly [string, number][] = [
    ['E_FAIL', hresults.E_FAIL],
    ['E_ABORT', hresults.E_ABORT],
  ];

  group('the end of a synchronisation', () => {
    each(failures, 'is the result that the handler completes it with: %s', async (world, code, hresult) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.synchronizeCompleted(hresult);
      expect(await next()).toEqual({ type: 'completed', hresult, code, succeeded: false });
      expect(await next()).toBeUndefined();
    });

    each(failures, 'is the result that its preparation is completed with: %s', async (world, code, hresult) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('prepareForSync', [{ do: 'completed', call: 'prepareForSync', hresult }]);
      const completed = { type: 'completed', hresult, code, succeeded: false };
      expect(await all(handler.synchronize([item]))).toEqual([completed]);
      expect(methodsOf(world.machine, 'ISyncMgrSynchronize')).not.toContain('Synchronize');
    });

    test('is an error when the preparation requires a dialog that is not allowed', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('prepareForSync', []);
      world.machine.scriptResult('ISyncMgrSynchronize.PrepareForSync', hresults.S_FALSE);
      expect(await caught(all(handler.synchronize([item])))).toMatchObject({
        name: 'HResultError',
        hresult: hresults.S_FALSE,
        operation: 'ISyncMgrSynchronize.PrepareForSync',
      });
      expect(methodsOf(world.machine, 'ISyncMgrSynchronize')).not.toContain('Synchronize');
    });

    each(failures, 'is an error when PrepareForSync fails: %s', async (world, code, hresult) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptResult('ISyncMgrSynchronize.PrepareForSync', hresult);
      expect(await caught(all(handler.synchronize([item])))).toMatchObject({
        code,
        operation: 'ISyncMgrSynchronize.PrepareForSync',
      });
    });

    each(failures, 'is an error when Synchronize fails: %s', async (world, code, hresult) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptResult('ISyncMgrSynchronize.Synchronize', hresult);
      expect(await caught(all(handler.synchronize([item])))).toMatchObject({
        code,
        operation: 'ISyncMgrSynchronize.Synchronize',
      });
    });

    test('is the failure of Synchronize when it was completed before', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('synchronize', [{ do: 'completed', call: 'synchronize' }, { do: 'return' }]);
      world.machine.scriptResult('ISyncMgrSynchronize.Synchronize', hresults.E_FAIL);
      expect(await caught(all(handler.synchronize([item])))).toMatchObject({
        code: 'E_FAIL',
        operation: 'ISyncMgrSynchronize.Synchronize',
      });
    });

    test('leaves the handler usable after a failure', async (world) => {
      const { handler, callback } = await openDrivenHandler(world);
      world.machine.scriptResult('ISyncMgrSynchronize.Synchronize', hresults.E_FAIL);
      await caught(all(handler.synchronize([item])));
      world.machine.scriptResult('ISyncMgrSynchronize.Synchronize', hresults.S_OK);
      const next = await begin(world, handler, [item]);
      await callback.synchronizeCompleted();
      expect(await next()).toEqual(succeeded);
    });
  });
}
