import { expect } from 'vitest';
import type { BitsTransferSnapshot } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { follow, halfway, prepared, started, transferred, untilState } from './helpers.js';

const longest = 0x7fff_ffff;

/** The values of which at least one differs between two consecutive snapshots. */
function valuesOf({
  state,
  bytesTransferred,
  bytesTotal,
  filesTransferred,
  filesTotal,
  error,
}: BitsTransferSnapshot): string {
  return [state, bytesTransferred, bytesTotal, filesTransferred, filesTotal, error?.hresult, error?.context].join();
}

/** Following a job. */
export function watchContract({ group, test, each }: Contract): void {
  group('a watch', () => {
    test('delivers the present state first', async (world) => {
      const { job } = await prepared(world);
      await using watch = job.watch();
      expect(await watch.next()).toMatchObject({ done: false, value: { state: 'suspended', filesTotal: 1 } });
    });

    test('never delivers two consecutive snapshots with the same values', async (world) => {
      const { job } = await started(world, { size: 500_000 });
      const snapshots = (await follow(job)).map(valuesOf);
      expect(snapshots.filter((snapshot, index) => snapshot === snapshots[index - 1])).toEqual([]);
    });

    test('is woken by the callback of the end, independent of its interval', async (world) => {
      const { job, file } = await halfway(world);
      const states: unknown[] = [];
      for await (const { state } of job.watch({ interval: longest })) {
        states.push(state);
        file.release();
      }
      expect(states.at(-1)).toBe('transferred');
    });

    test('follows the job to its end without callbacks', async (world) => {
      const { job, file } = await halfway(world);
      const states: unknown[] = [];
      for await (const { state } of job.watch({ interval: 20, callbacks: false })) {
        states.push(state);
        file.release();
      }
      expect(states.at(-1)).toBe('transferred');
    });

    test('is woken by the callback of an error, independent of its interval', async (world) => {
      const { job } = await prepared(world, { status: 404 });
      await using _ = await job.listen({});
      const watch = job.watch({ interval: longest });
      const first = await watch.next();
      const next = watch.next();
      // The watch is waiting when these calls have returned: it registers nothing, and its three calls were made before.
      for (let calls = 0; calls < 4; calls += 1) await job.getState();
      await job.resume();
      const states = [first.value?.state, (await next).value?.state];
      for await (const { state } of watch) states.push(state);
      expect([states[0], states.at(-1)]).toEqual(['suspended', 'error']);
    });

    test('can be one of several on one job, each of which reaches the end', async (world) => {
      const { job, file } = await halfway(world);
      const other = await world.connect();
      const watches = [
        follow(job),
        follow(await world.connection.bits.getJob(job.id)),
        // Without callbacks: Wine's BITS can lose a call that asks for the sink of the job while another connection removes it.
        follow(await other.bits.getJob(job.id), { callbacks: false }),
      ];
      file.release();
      const ends = (await Promise.all(watches)).map((snapshots) => snapshots.at(-1)?.state);
      expect(ends).toEqual(['transferred', 'transferred', 'transferred']);
    });
  });

  group('a watch ends', () => {
    test('after transferred', async (world) => {
      const { job } = await transferred(world);
      expect((await follow(job)).map(({ state }) => state)).toEqual(['transferred']);
    });

    test('after error', async (world) => {
      const { job } = await started(world, { status: 404 });
      expect((await follow(job)).at(-1)).toMatchObject({ state: 'error', error: { code: 'BG_E_HTTP_ERROR_404' } });
    });

    test('after acknowledged', async (world) => {
      const { job } = await transferred(world);
      await job.complete();
      expect((await follow(job)).map(({ state }) => state)).toEqual(['acknowledged']);
    });

    test('after canceled', async (world) => {
      const { job } = await prepared(world);
      await job.cancel();
      expect((await follow(job)).map(({ state }) => state)).toEqual(['canceled']);
    });

    test('when the job is cancelled during the transfer', async (world) => {
      const { job } = await halfway(world);
      const states: unknown[] = [];
      for await (const { state } of job.watch({ interval: 20 })) {
        if (states.length === 0) await job.cancel();
        states.push(state);
      }
      expect(states.at(-1)).toBe('canceled');
    });

    test('when its signal is aborted, and a pending next() rejects with the reason', async (world) => {
      const { job } = await halfway(world);
      const controller = new AbortController();
      const reason = new Error('enough');
      const watch = job.watch({ signal: controller.signal, interval: longest });
      await watch.next();
      const waiting = caught(watch.next());
      controller.abort(reason);
      expect(await waiting).toBe(reason);
      expect(await watch.next()).toEqual({ done: true, value: undefined });
    });

    test('with return(), and a pending next() is done', async (world) => {
      const { job } = await prepared(world);
      const watch = job.watch({ interval: longest });
      await watch.next();
      const waiting = watch.next();
      expect(await watch.return()).toEqual({ done: true, value: undefined });
      expect(await waiting).toEqual({ done: true, value: undefined });
    });

    test('when its connection closes, and a pending next() rejects with RPC_E_DISCONNECTED', async (world) => {
      const { job } = await prepared(world);
      const connection = await world.connect();
      const watch = (await connection.bits.getJob(job.id)).watch({ interval: longest });
      await watch.next();
      const waiting = caught(watch.next());
      await connection.close();
      expect(await waiting).toMatchObject({ code: 'RPC_E_DISCONNECTED', hresult: 0x80010108 });
    });

    test('with its loop, and the job continues', async (world) => {
      const { job, file } = await halfway(world);
      for await (const _ of job.watch()) break;
      file.release();
      await untilState(job, 'transferred');
    });
  });

  group('the options of a watch', () => {
    each(
      [
        ['an interval of 0', [{ interval: 0 }], RangeError],
        ['an interval above 2^31-1', [{ interval: longest + 1 }], RangeError],
        ['an interval that is not a number', [{ interval: '20' }], TypeError],
        ['a signal that is not an AbortSignal', [{ signal: {} }], TypeError],
        ['options that are not an object', ['fast'], TypeError],
      ] as const,
      'are rejected at once for %s',
      async (world, _, values, kind) => {
        const { job } = await prepared(world);
        expect(() => Reflect.apply(job.watch, job, values)).toThrow(kind);
      },
    );
  });
}
