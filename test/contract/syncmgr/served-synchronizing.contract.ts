import { expect } from 'vitest';
import { HResultError, hresults, type SyncManagerHandlerSession } from '../../../lib/index.js';
import { servedHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { all, errorId, stranger } from './helpers.js';
import { aborted, deferred, item, lastOf, openServed, other, serve } from './serving.js';
import type { SyncManagerWorld } from './world.js';

/** Synchronisations of handlers in JavaScript. */
export function servedSynchronizingContract(contract: FamilyContract<SyncManagerWorld>): void {
  synchronising(contract);
  cancels(contract);
}

function synchronising({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('a served synchronisation', () => {
    test('is prepared and run with the items that the manager names', async (world) => {
      const calls: unknown[] = [];
      const handler = await openServed(world, {
        prepare: (itemIds) => void calls.push(['prepare', itemIds]),
        synchronize: (itemIds) => void calls.push(['synchronize', itemIds]),
      });
      expect(await all(handler.synchronize([other, item]))).toEqual([
        { type: 'completed', hresult: hresults.S_OK, code: 'S_OK', succeeded: true },
      ]);
      expect(calls).toEqual([
        ['prepare', [other, item]],
        ['synchronize', [other, item]],
      ]);
    });

    test('reports progress and is answered to continue', async (world) => {
      const answers: unknown[] = [];
      const handler = await openServed(world, {
        async synchronize(itemIds, session) {
          for (const itemId of itemIds) {
            answers.push(await session.progress(itemId, { max: 2, value: 1, statusText: 'half', status: 'updating' }));
            answers.push(await session.progress(itemId, { value: 2, status: 'succeeded' }));
          }
        },
      });
      const events = await all(handler.synchronize([item, other]));
      expect(answers).toEqual(['continue', 'continue', 'continue', 'continue']);
      for (const itemId of [item, other]) {
        const recorded = events.filter((event) => event.type === 'progress' && event.itemId === itemId);
        expect(recorded.at(-1)).toMatchObject({
          item: { statusText: 'half', status: 'succeeded', value: 2, max: 2, fraction: 1 },
        });
      }
      expect(lastOf(events)).toMatchObject({ type: 'completed', succeeded: true });
    });

    test('adds entries to the log and removes them', async (world) => {
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          await session.logError({ level: 'warning', text: 'careful', errorId, itemId: item, canShowError: true });
          await session.deleteLogError(errorId);
          await session.deleteLogError();
          await session.establishConnection('Büro');
        },
      });
      expect(await all(handler.synchronize([item]))).toMatchObject([
        { type: 'log', level: 'warning', text: 'careful', errorId, itemId: item, canShowError: true },
        { type: 'logDeleted', errorId, dropped: 0 },
        { type: 'logDeleted', errorId: null, dropped: 0 },
        { type: 'connection', name: 'Büro', dropped: 0 },
        { type: 'completed', code: 'S_OK' },
      ]);
    });

    test('rejects a refused report', async (world) => {
      const failures: unknown[] = [];
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          failures.push(await caught(session.progress(stranger, { value: 1 })));
        },
      });
      await all(handler.synchronize([item]));
      expect(failures).toMatchObject([{ code: 'E_INVALIDARG', operation: 'ISyncMgrSynchronizeCallback.Progress' }]);
    });

    test('asks whether a dialog may be shown', async (world) => {
      const answers: boolean[] = [];
      const handler = await openServed(
        world,
        {
          async synchronize(_itemIds, session) {
            answers.push(await session.enableModeless(true), await session.enableModeless(true));
            answers.push(await session.enableModeless(false));
          },
        },
        { userInterface: true },
      );
      await all(handler.synchronize([item]));
      expect(answers).toEqual([true, false, true]);
    });

    test('has functions that can be destructured from its session', async (world) => {
      const seen: unknown[] = [];
      const handler = await openServed(world, {
        async synchronize([itemId = item], { progress, signal, isSkipped, logError }) {
          seen.push(await progress(itemId, { value: 1, max: 2 }), isSkipped(itemId), signal.aborted);
          await logError({ level: 'warning', text: 'careful' });
        },
      });
      const events = await all(handler.synchronize([item]));
      expect(seen).toEqual(['continue', false, false]);
      expect(events.map(({ type }) => type)).toEqual(['progress', 'log', 'completed']);
    });

    const failures: readonly [string, () => unknown, string][] = [
      ['an HResultError', () => new HResultError(hresults.E_ACCESSDENIED, 'CreateFile'), 'E_ACCESSDENIED'],
      ['an AbortError', () => new DOMException('enough', 'AbortError'), 'E_ABORT'],
      ['an error', () => new Error('broken'), 'E_FAIL'],
      ['a value that is not an error', () => 'broken', 'E_FAIL'],
      ['an HResultError of S_FALSE', () => new HResultError(hresults.S_FALSE, 'CreateFile'), 'E_FAIL'],
      ['an HResultError of S_OK', () => new HResultError(hresults.S_OK, 'CreateFile'), 'E_FAIL'],
      ['an object without a prototype', () => Object.create(null), 'E_FAIL'],
    ];

    each(failures, 'is completed with its result when it rejects with %s', async (world, _name, failure, code) => {
      const handler = await openServed(world, {
        async synchronize() {
          throw failure();
        },
        onError() {},
      });
      expect(lastOf(await all(handler.synchronize([item])))).toMatchObject({
        type: 'completed',
        code,
        succeeded: false,
      });
    });

    each(failures, 'does not run when its preparation rejects with %s', async (world, _name, failure, code) => {
      let synchronized = false;
      const handler = await openServed(world, {
        prepare() {
          throw failure();
        },
        synchronize() {
          synchronized = true;
        },
        onError() {},
      });
      expect(await all(handler.synchronize([item]))).toMatchObject([{ type: 'completed', code, succeeded: false }]);
      expect(synchronized).toBe(false);
    });

    test('can run again', async (world) => {
      const calls: unknown[] = [];
      const handler = await openServed(world, { synchronize: (itemIds) => void calls.push(itemIds) });
      await all(handler.synchronize([item]));
      await all(handler.synchronize([other]));
      expect(calls).toEqual([[item], [other]]);
    });

    test('is separate for each manager', async (world) => {
      const sessions = new Set<SyncManagerHandlerSession>();
      await serve(world, { synchronize: (_itemIds, session) => void sessions.add(session) });
      for (const manager of [await world.connect(), await world.connect()]) {
        const handler = await manager.syncmgr.openHandler(servedHandler);
        await all(handler.synchronize([item]));
      }
      expect(sessions.size).toBe(2);
    });
  });
}

function cancels({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('a served synchronisation that is cancelled', () => {
    test('in one item is answered so by the next report and by isSkipped', async (world) => {
      const [begun, cancelled] = [deferred<void>(), deferred<void>()];
      const seen: unknown[] = [];
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          begun.resolve();
          await cancelled.promise;
          seen.push(await session.progress(item, { value: 1 }), session.isSkipped(item));
          seen.push(await session.progress(other, { value: 1 }), session.isSkipped(other), session.signal.aborted);
        },
      });
      const events = all(handler.synchronize([item, other]));
      await begun.promise;
      await handler.cancelItem(item);
      cancelled.resolve();
      await events;
      expect(seen).toEqual(['cancelItem', true, 'continue', false, false]);
    });

    test('in all items is answered so by the next report, which aborts its signal', async (world) => {
      const [begun, cancelled] = [deferred<void>(), deferred<void>()];
      const seen: unknown[] = [];
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          begun.resolve();
          await cancelled.promise;
          seen.push(await session.progress(item, { value: 1 }), session.signal.aborted);
          session.signal.throwIfAborted();
        },
        onError() {},
      });
      const events = all(handler.synchronize([item, other]));
      await begun.promise;
      await handler.cancelAll();
      cancelled.resolve();
      expect(lastOf(await events)).toMatchObject({ type: 'completed', code: 'E_ABORT' });
      expect(seen).toEqual(['cancelAll', true]);
    });

    test('by SetItemStatus of GUID_NULL has its signal aborted', async (world) => {
      const begun = deferred<void>();
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          begun.resolve();
          await aborted(session.signal);
        },
      });
      const events = all(handler.synchronize([item]));
      await begun.promise;
      await handler.setItemStatus('{00000000-0000-0000-0000-000000000000}', 'stopped');
      expect(lastOf(await events)).toMatchObject({ type: 'completed', code: 'S_OK' });
    });

    test('by the release of its manager has its signal aborted', async (world) => {
      const [begun, ended] = [deferred<void>(), deferred<boolean>()];
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          begun.resolve();
          await aborted(session.signal);
          ended.resolve(session.signal.aborted);
        },
        onError() {},
      });
      const events = caught(all(handler.synchronize([item])));
      await begun.promise;
      await handler.close();
      expect(await ended.promise).toBe(true);
      await events;
    });

    test('by the revocation of its class ends with E_ABORT and aborts its session', async (world) => {
      const begun = deferred<void>();
      let signal: AbortSignal | undefined;
      const served = await serve(world, {
        async synchronize(_itemIds, session) {
          signal = session.signal;
          begun.resolve();
          await new Promise(() => {});
        },
      });
      const manager = await world.connect();
      const handler = await manager.syncmgr.openHandler(servedHandler);
      const events = all(handler.synchronize([item]));
      await begun.promise;
      await served.close();
      expect(lastOf(await events)).toMatchObject({ type: 'completed', code: 'E_ABORT', succeeded: false });
      expect(signal?.aborted).toBe(true);
    });

    test('by the end of its registration has its signal aborted', async (world) => {
      const [begun, ended] = [deferred<void>(), deferred<boolean>()];
      const served = await serve(world, {
        async synchronize(_itemIds, session) {
          begun.resolve();
          await aborted(session.signal);
          ended.resolve(session.signal.aborted);
        },
        onError() {},
      });
      const handler = await (await world.connect()).syncmgr.openHandler(servedHandler);
      const events = all(handler.synchronize([item])).catch(() => []);
      await begun.promise;
      await served.close();
      expect(await ended.promise).toBe(true);
      await handler.close();
      await events;
    });
  });
}
