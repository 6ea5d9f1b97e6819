import { expect } from 'vitest';
import type { WinSyncProgress, WinSyncSession } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { WinSyncWorld } from './world.js';

const report = {
  provider: 'source',
  stage: 'changeDetection',
  completedWork: 1,
  totalWork: 4,
} as const;

/** All values of an iteration. */
async function all(reports: AsyncIterable<WinSyncProgress>): Promise<WinSyncProgress[]> {
  const list: WinSyncProgress[] = [];
  for await (const each of reports) list.push(each);
  return list;
}

/** Iterations over the progress of a session. */
export function iterationsContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('progress()', () => {
    test('yields a report with a named stage and its fraction', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const reports = session.progress();
      await session.onProgress(report);
      expect(await reports.next()).toEqual({
        done: false,
        value: { ...report, fraction: 0.25, workPerSecond: null, remainingSeconds: null, folded: 0 },
      });
    });

    test('has no fraction while the total is 0, as with a provider without estimates', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const reports = session.progress();
      await session.onProgress({ ...report, completedWork: 0, totalWork: 0 });
      expect((await reports.next()).value).toMatchObject({ fraction: null, remainingSeconds: null });
    });

    test('keeps the latest report of each stage for a slow consumer, in the order of the latest', async (world) => {
      await using session = await world.connection.winsync.createSession({ workAccounting: 'passThrough' });
      const reports = session.progress();
      for (let done = 1; done <= 5; done += 1)
        await session.onProgress({ ...report, completedWork: done, totalWork: 9 });
      await session.onProgress({ ...report, stage: 'changeApplication', completedWork: 1, totalWork: 2 });
      await session.onProgress({ ...report, completedWork: 6, totalWork: 9 });
      await session.cancel();
      const list = await all(reports);
      expect(list.map(({ stage, completedWork }) => [stage, completedWork])).toEqual([
        ['changeApplication', 1],
        ['changeDetection', 6],
      ]);
      expect(list.reduce((sum, { folded }) => sum + folded + 1, 0)).toBe(7);
    });

    test('serves several iterations at once', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const [first, second] = [session.progress(), session.progress()];
      await session.onProgress(report);
      expect((await first.next()).value).toMatchObject(report);
      expect((await second.next()).value).toMatchObject(report);
    });

    each<readonly [string, (session: WinSyncSession) => Promise<void>]>(
      [
        ['end()', (session) => session.end()],
        ['cancel()', (session) => session.cancel()],
        ['close()', (session) => session.close()],
      ],
      'ends with %s after the earlier reports',
      async ({ connection }, _, end) => {
        await using session = await connection.winsync.createSession();
        await session.begin();
        const reports = session.progress();
        await session.onProgress(report);
        await end(session);
        expect(await all(reports)).toHaveLength(1);
      },
    );

    test('ends after the earlier reports when the answer to a full enumeration cancels the session', async ({
      connection,
    }) => {
      await using session = await connection.winsync.createSession({ fullEnumeration: 'abort' });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      await session.begin();
      const reports = session.progress();
      await session.onProgress(report);
      expect(await callback.onFullEnumerationNeeded()).toBe('abort');
      expect(await all(reports)).toHaveLength(1);
      expect(await all(session.progress())).toEqual([]);
    });

    test('ends a pending iteration', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const next = session.progress().next();
      await session.cancel();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    test('is done at once in a cancelled session', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      await session.cancel();
      expect(await all(session.progress())).toEqual([]);
    });

    test('rejects with the reason of its signal', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const controller = new AbortController();
      const next = session.progress({ signal: controller.signal }).next();
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await caught(next)).toBe(reason);
    });

    test('rejects with the reason of a signal that was aborted before the call', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const reason = new Error('enough');
      expect(await caught(session.progress({ signal: AbortSignal.abort(reason) }).next())).toBe(reason);
    });

    test('ends for a consumer that leaves, and for no other', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const [left, kept] = [session.progress(), session.progress()];
      await session.onProgress(report);
      for await (const _ of left) break;
      expect(await left.next()).toEqual({ done: true, value: undefined });
      expect((await kept.next()).value).toMatchObject(report);
    });
  });
}
