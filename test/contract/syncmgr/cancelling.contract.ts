import { expect } from 'vitest';
import type { SyncManagerEvent, SyncManagerHandler } from '../../../lib/index.js';
import { hresults } from '../../../lib/index.js';
import { numberedItem, referenceHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { synchronizeDriven } from './driven-handler.js';
import { all, callsOf, until } from './helpers.js';
import { openRecordingHandler } from './recording-handler.js';
import type { ScriptedMachine, SyncManagerWorld } from './world.js';

const [first, second, third] = [numberedItem(1), numberedItem(2), numberedItem(3)];
const progressValue = 0x4;
const skipped = 1;
const stopped = 0;

/** The result of a report of the handler: item and HRESULT. */
function answersOf(machine: ScriptedMachine): unknown[] {
  return callsOf(machine, 'ISyncMgrSynchronizeCallback')
    .filter(({ call }) => call.endsWith('.Progress'))
    .map(({ arguments: [itemId], result }) => [itemId, result]);
}

/** How each item ended. */
function statusesOf(events: readonly SyncManagerEvent[]): Map<string, unknown> {
  const statuses = new Map<string, unknown>();
  for (const event of events) if (event.type === 'progress') statuses.set(event.itemId, event.item.status);
  return statuses;
}

/** A synchronisation of the machine's handler that waits at the gate before its first report. */
async function waitAtGate(
  world: SyncManagerWorld,
): Promise<{ handler: SyncManagerHandler; events: Promise<SyncManagerEvent[]> }> {
  world.machine.closeGate();
  world.machine.scriptSteps('synchronize', [
    { do: 'gate' },
    { do: 'synchronizeItems' },
    { do: 'completed', call: 'synchronize' },
  ]);
  const handler = await world.connection.syncmgr.openHandler(referenceHandler);
  const events = all(handler.synchronize());
  await until(() => callsOf(world.machine, 'ISyncMgrSynchronize').some(({ call }) => call.endsWith('.Synchronize')));
  return { handler, events };
}

/** Cancelling one item and all items, and how the handler receives it. */
export function cancellingContract(contract: FamilyContract<SyncManagerWorld>): void {
  flags(contract);
  handlers(contract);
  signals(contract);
}

function flags({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('the flags of a cancel', () => {
    test('answer the next and every later report of the item with S_SYNCMGR_CANCELITEM', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      const callback = await world.verbs.attachCallback(verbs.callbackPointer);
      verbs.cancelItem(first);
      for (let round = 0; round < 2; round += 1) {
        expect(await callback.progress(first, progressValue, null, 0, round, 0)).toBe(hresults.S_SYNCMGR_CANCELITEM);
      }
      expect(await callback.progress(second, progressValue, null, 0, 1, 0)).toBe(hresults.S_OK);
    });

    test('answer the next report of every item with S_SYNCMGR_CANCELALL', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      const callback = await world.verbs.attachCallback(verbs.callbackPointer);
      verbs.cancelItem(first);
      verbs.cancelAll();
      for (const itemId of [first, second, third]) {
        expect(await callback.progress(itemId, progressValue, null, 0, 1, 0)).toBe(hresults.S_SYNCMGR_CANCELALL);
      }
    });

    test('do not suppress a report', async (world) => {
      const { verbs, recorded } = await openRecordingHandler(world.verbs);
      const callback = await world.verbs.attachCallback(verbs.callbackPointer);
      verbs.cancelAll();
      await callback.progress(first, 0x2, null, stopped, 0, 0);
      expect(await recorded.take('progress')).toMatchObject({ itemId: first, statusType: stopped });
    });

    test('are reset when another preparation begins', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      const callback = await world.verbs.attachCallback(verbs.callbackPointer);
      verbs.cancelItem(first);
      verbs.cancelAll();
      await verbs.prepareForSync([first]);
      expect(await callback.progress(first, progressValue, null, 0, 1, 0)).toBe(hresults.S_OK);
    });

    test('apply to one handler only', async (world) => {
      const [handler, other] = [await openRecordingHandler(world.verbs), await openRecordingHandler(world.verbs)];
      const callback = await world.verbs.attachCallback(other.verbs.callbackPointer);
      handler.verbs.cancelAll();
      expect(await callback.progress(first, progressValue, null, 0, 1, 0)).toBe(hresults.S_OK);
    });

    test('do nothing for an unknown item', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      verbs.cancelItem('{99999999-9999-4999-8999-999999999999}');
      const callback = await world.verbs.attachCallback(verbs.callbackPointer);
      expect(await callback.progress(first, progressValue, null, 0, 1, 0)).toBe(hresults.S_OK);
    });
  });

  group('SetItemStatus', () => {
    test('is passed on', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      await verbs.setItemStatus(second, skipped);
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({
        call: 'ISyncMgrSynchronize.SetItemStatus',
        arguments: [second, skipped],
      });
    });

    test('rejects with the failure of the handler', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      world.machine.scriptResult('ISyncMgrSynchronize.SetItemStatus', hresults.E_UNEXPECTED);
      expect(await caught(verbs.setItemStatus(second, skipped))).toMatchObject({
        code: 'E_UNEXPECTED',
        operation: 'ISyncMgrSynchronize.SetItemStatus',
      });
    });
  });
}

function handlers({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('a handler whose synchronisation is cancelled', () => {
    test('in one item receives it with the next report of the item and continues with the others', async (world) => {
      const { handler, events } = await waitAtGate(world);
      await handler.cancelItem(second);
      world.machine.openGate();
      expect(statusesOf(await events)).toEqual(
        new Map([
          [first, 'succeeded'],
          [second, 'skipped'],
          [third, 'succeeded'],
        ]),
      );
      // The report whose result cancels it, and the report that confirms it.
      const cancelled = [second, hresults.S_SYNCMGR_CANCELITEM];
      expect(answersOf(world.machine).slice(5, 7)).toEqual([cancelled, cancelled]);
      expect(answersOf(world.machine)).toHaveLength(12);
    });

    test('in one item receives SetItemStatus', async (world) => {
      const { handler, events } = await waitAtGate(world);
      await handler.cancelItem(second);
      world.machine.openGate();
      await events;
      const recorded = callsOf(world.machine, 'ISyncMgrSynchronize').filter(({ call }) =>
        call.endsWith('.SetItemStatus'),
      );
      expect(recorded).toMatchObject([{ arguments: [second, skipped] }]);
    });

    test('in one item receives it with the next report when its SetItemStatus fails', async (world) => {
      world.machine.scriptResult('ISyncMgrSynchronize.SetItemStatus', hresults.E_NOTIMPL);
      const { handler, events } = await waitAtGate(world);
      await handler.cancelItem(second);
      world.machine.openGate();
      expect(statusesOf(await events).get(second)).toBe('skipped');
    });

    test('in all items receives it with the next report and begins no other item', async (world) => {
      const { handler, events } = await waitAtGate(world);
      await handler.cancelAll();
      world.machine.openGate();
      const recorded = await events;
      expect(statusesOf(recorded)).toEqual(new Map([[first, 'stopped']]));
      const cancelled = [first, hresults.S_SYNCMGR_CANCELALL];
      expect(answersOf(world.machine)).toEqual([cancelled, cancelled]);
      expect(recorded.at(-1)).toMatchObject({ type: 'completed', succeeded: true });
    });

    test('in all items while its items are being enumerated receives it with the first report', async (world) => {
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      const events = all(handler.synchronize());
      await handler.cancelAll();
      expect(statusesOf(await events)).toEqual(new Map([[first, 'stopped']]));
      const cancelled = [first, hresults.S_SYNCMGR_CANCELALL];
      expect(answersOf(world.machine)).toEqual([cancelled, cancelled]);
    });

    test('in one item while its items are being enumerated receives it, without SetItemStatus', async (world) => {
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      const events = all(handler.synchronize());
      await handler.cancelItem(second);
      expect(statusesOf(await events).get(second)).toBe('skipped');
      const calls = callsOf(world.machine, 'ISyncMgrSynchronize').map(({ call }) => call);
      expect(calls).not.toContain('ISyncMgrSynchronize.SetItemStatus');
    });

    test('in all items during an item receives it with the next report', async (world) => {
      const { handler, callback, next } = await synchronizeDriven(world, [first]);
      expect(await callback.progress(first, { value: 1 })).toBe('continue');
      await handler.cancelAll();
      expect(await callback.progress(first, { value: 2 })).toBe('cancelAll');
      await callback.synchronizeCompleted(hresults.E_ABORT);
      let last: SyncManagerEvent | undefined;
      for (let event = await next(); event !== undefined; event = await next()) last = event;
      expect(last).toMatchObject({ type: 'completed', code: 'E_ABORT' });
    });
  });
}

function signals({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('the signal of a synchronisation', () => {
    test('cancels all items and ends the events with its reason after the handler has ended', async (world) => {
      const aborting = new AbortController();
      const reason = new Error('enough');
      world.machine.closeGate();
      world.machine.scriptSteps('synchronize', [
        { do: 'gate' },
        { do: 'synchronizeItems' },
        { do: 'completed', call: 'synchronize' },
      ]);
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      const recorded: SyncManagerEvent[] = [];
      const ended = (async () => {
        for await (const event of handler.synchronize(undefined, { signal: aborting.signal })) recorded.push(event);
      })();
      const failure = caught(ended);
      await until(() =>
        callsOf(world.machine, 'ISyncMgrSynchronize').some(({ call }) => call.endsWith('.Synchronize')),
      );
      aborting.abort(reason);
      world.machine.openGate();
      expect(await failure).toBe(reason);
      expect(answersOf(world.machine)).toEqual([
        [first, hresults.S_SYNCMGR_CANCELALL],
        [first, hresults.S_SYNCMGR_CANCELALL],
      ]);
      expect(recorded.at(-1)).toMatchObject({ type: 'completed' });
    });

    test('starts no call when it was aborted before', async (world) => {
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      const reason = new Error('never');
      const signal = AbortSignal.abort(reason);
      expect(await caught(all(handler.synchronize([first], { signal })))).toBe(reason);
      expect(callsOf(world.machine, 'ISyncMgrSynchronize')).toHaveLength(3);
    });
  });

  group('leaving the loop over the events', () => {
    test('returns at once and cancels all items', async (world) => {
      const { handler, callback } = await synchronizeAndLeave(world);
      expect(await callback.progress(first, { value: 2 })).toBe('cancelAll');
      await callback.synchronizeCompleted();
      await handler.close();
    });
  });
}

/** Takes one event of a synchronisation and leaves the loop. */
async function synchronizeAndLeave(world: SyncManagerWorld) {
  const { handler, callback } = await synchronizeHeld(world);
  for await (const event of handler.synchronize([first])) {
    if (event.type === 'connection') break;
  }
  return { handler, callback };
}

/** A handler whose `Synchronize` only requests a connection. */
async function synchronizeHeld(world: SyncManagerWorld) {
  world.machine.scriptSteps('synchronize', [{ do: 'establishConnection', connection: null }]);
  const handler = await world.connection.syncmgr.openHandler(referenceHandler);
  return { handler, callback: await world.connection.syncmgr.attachCallback(handler.callbackPointer) };
}
