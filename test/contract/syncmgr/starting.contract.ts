import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import type { CallbackVerbs, HandlerCall, HandlerVerbs } from '../../../lib/syncmgr/verbs.js';
import { numberedItem } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { callsOf, errorId, nullGuid } from './helpers.js';
import { openRecordingHandler, openSilent } from './recording-handler.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);

interface StartingCall {
  readonly call: HandlerCall;
  readonly arguments: readonly unknown[];
  start(handler: HandlerVerbs): Promise<number>;
  /** The method of the callback that ends it. */
  readonly completed: string;
  complete(callback: CallbackVerbs, hresult: number): Promise<void>;
}

const startingCalls: readonly [string, StartingCall][] = [
  [
    'PrepareForSync',
    {
      call: 'prepareForSync',
      arguments: [[item, numberedItem(3)], null, 0],
      start: (handler) => handler.prepareForSync([item, numberedItem(3)]),
      completed: 'PrepareForSyncCompleted',
      complete: (callback, hresult) => callback.prepareForSyncCompleted(hresult),
    },
  ],
  [
    'Synchronize',
    {
      call: 'synchronize',
      arguments: [null],
      start: (handler) => handler.synchronize(),
      completed: 'SynchronizeCompleted',
      complete: (callback, hresult) => callback.synchronizeCompleted(hresult),
    },
  ],
  [
    'ShowProperties',
    {
      call: 'showProperties',
      arguments: [null, item],
      start: (handler) => handler.showProperties(item),
      completed: 'ShowPropertiesCompleted',
      complete: (callback, hresult) => callback.showPropertiesCompleted(hresult),
    },
  ],
  [
    'ShowError',
    {
      call: 'showError',
      arguments: [null, errorId],
      start: (handler) => handler.showError(errorId),
      completed: 'ShowErrorCompleted',
      complete: (callback, hresult) => callback.showErrorCompleted(hresult, []),
    },
  ],
];

const failures: readonly [string, number][] = [
  ['E_FAIL', hresults.E_FAIL],
  ['E_NOTIMPL', hresults.E_NOTIMPL],
  ['E_ACCESSDENIED', hresults.E_ACCESSDENIED],
];

const endings: readonly number[] = [hresults.S_OK, hresults.S_FALSE, hresults.E_ABORT, 0x80070020];

/** The four calls of a handler that end with a method of the callback. */
export function startingContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('a call that a handler completes later', () => {
    each(startingCalls, 'is made with its arguments: %s', async (world, name, starting) => {
      const { verbs } = await openSilent(world);
      expect(await starting.start(verbs)).toBe(hresults.S_OK);
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({
        call: `ISyncMgrSynchronize.${name}`,
        arguments: starting.arguments,
      });
    });

    each(
      startingCalls,
      'resolves to the result that the callback completes it with: %s',
      async (world, _name, starting) => {
        const { verbs, recorded, callback } = await openSilent(world);
        for (const hresult of endings) {
          await starting.start(verbs);
          await starting.complete(callback, hresult);
          expect(await recorded.take('completed')).toEqual({
            type: 'completed',
            call: starting.call,
            hresult,
            itemIds: null,
          });
        }
      },
    );

    each(startingCalls, 'can be completed before it has returned: %s', async (world, _name, starting) => {
      world.machine.scriptSteps(starting.call, [{ do: 'completed', call: starting.call }, { do: 'return' }]);
      const { verbs, recorded } = await openRecordingHandler(world.verbs);
      expect(await starting.start(verbs)).toBe(hresults.S_OK);
      expect(await recorded.take('completed')).toMatchObject({ call: starting.call, hresult: hresults.S_OK });
      expect(callsOf(world.machine, 'ISyncMgrSynchronizeCallback')).toMatchObject([{ result: hresults.S_OK }]);
    });

    each(startingCalls, 'rejects when it fails, also after it was completed: %s', async (world, name, starting) => {
      world.machine.scriptSteps(starting.call, [{ do: 'completed', call: starting.call }, { do: 'return' }]);
      world.machine.scriptResult(`ISyncMgrSynchronize.${name}`, hresults.E_FAIL);
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(await caught(starting.start(verbs))).toMatchObject({
        code: 'E_FAIL',
        operation: `ISyncMgrSynchronize.${name}`,
      });
    });

    each(startingCalls, 'rejects with the failure of the handler: %s', async (world, name, starting) => {
      const { verbs } = await openSilent(world);
      for (const [code, hresult] of failures) {
        world.machine.scriptResult(`ISyncMgrSynchronize.${name}`, hresult);
        expect(await caught(starting.start(verbs))).toMatchObject({ code, operation: `ISyncMgrSynchronize.${name}` });
      }
    });

    each(startingCalls, 'resolves to other success codes: %s', async (world, name, starting) => {
      const { verbs } = await openSilent(world);
      world.machine.scriptResult(`ISyncMgrSynchronize.${name}`, hresults.S_FALSE);
      expect(await starting.start(verbs)).toBe(hresults.S_FALSE);
    });

    test('shows the properties of the handler itself for GUID_NULL', async (world) => {
      const { verbs } = await openSilent(world);
      await verbs.showProperties(nullGuid);
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)?.arguments).toEqual([null, nullGuid]);
    });
  });

  group('a completing method', () => {
    each(startingCalls, 'returns E_UNEXPECTED without a call to complete: %s', async (world, _name, starting) => {
      const { callback } = await openSilent(world);
      expect(await caught(starting.complete(callback, hresults.S_OK))).toMatchObject({
        code: 'E_UNEXPECTED',
        operation: `ISyncMgrSynchronizeCallback.${starting.completed}`,
      });
    });

    each(
      startingCalls,
      'returns E_UNEXPECTED the second time and is reported once: %s',
      async (world, _name, starting) => {
        const { verbs, recorded, callback } = await openSilent(world);
        await starting.start(verbs);
        await starting.complete(callback, hresults.S_OK);
        expect(await caught(starting.complete(callback, hresults.E_FAIL))).toMatchObject({ code: 'E_UNEXPECTED' });
        await callback.establishConnection(null);
        await recorded.take('completed');
        await recorded.take('establishConnection');
      },
    );

    each(startingCalls, 'returns E_UNEXPECTED after a call that failed: %s', async (world, name, starting) => {
      const { verbs, callback } = await openSilent(world);
      world.machine.scriptResult(`ISyncMgrSynchronize.${name}`, hresults.E_FAIL);
      await caught(starting.start(verbs));
      expect(await caught(starting.complete(callback, hresults.S_OK))).toMatchObject({ code: 'E_UNEXPECTED' });
    });

    each(
      startingCalls,
      'returns E_UNEXPECTED after a call that returned S_FALSE: %s',
      async (world, name, starting) => {
        const { verbs, callback } = await openSilent(world);
        world.machine.scriptResult(`ISyncMgrSynchronize.${name}`, hresults.S_FALSE);
        await starting.start(verbs);
        expect(await caught(starting.complete(callback, hresults.S_OK))).toMatchObject({ code: 'E_UNEXPECTED' });
      },
    );

    each(startingCalls, 'completes no other call: %s', async (world, _name, starting) => {
      const { verbs, callback } = await openSilent(world);
      for (const [, other] of startingCalls) {
        if (other !== starting) await other.start(verbs);
      }
      expect(await caught(starting.complete(callback, hresults.S_OK))).toMatchObject({ code: 'E_UNEXPECTED' });
    });
  });

  group('a retry', () => {
    const ids = [numberedItem(2), numberedItem(1)];

    test('is reported with the items to synchronise again', async (world) => {
      const { verbs, recorded, callback } = await openSilent(world);
      await verbs.showError(errorId);
      await callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, ids);
      expect(await recorded.take('completed')).toEqual({
        type: 'completed',
        call: 'showError',
        hresult: hresults.S_SYNCMGR_RETRYSYNC,
        itemIds: ids,
      });
    });

    test('can have no items', async (world) => {
      const { verbs, recorded, callback } = await openSilent(world);
      await verbs.showError(errorId);
      await callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, []);
      expect(await recorded.take('completed')).toMatchObject({ itemIds: [] });
    });

    test('is ignored with another result, even when items are passed with it', async (world) => {
      const { verbs, recorded, callback } = await openSilent(world);
      await verbs.showError(errorId);
      await callback.showErrorCompleted(hresults.S_OK, ids);
      expect(await recorded.take('completed')).toMatchObject({ hresult: hresults.S_OK, itemIds: null });
    });
  });
}
