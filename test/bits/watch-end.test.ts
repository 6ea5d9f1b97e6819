import { beforeEach, describe, expect, it } from 'vitest';
import { BitsContext } from '../../lib/bits/context.js';
import { BitsWatch, type BitsWatchOptions, requireWatchOptions } from '../../lib/bits/watch.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { RateMeter } from '../../lib/com/rate.js';
import { caught } from '../support/caught.js';
import { FakeClock, isPending, settled } from './fake-clock.js';
import { FakeJob } from './fake-job.js';
import { jobRecord } from './records.js';

let calls: Calls;
let clock: FakeClock;
let job: FakeJob;
let context: BitsContext;

beforeEach(() => {
  calls = new Calls();
  clock = new FakeClock();
  job = new FakeJob();
  job.record = jobRecord({ state: 'queued' });
  context = new BitsContext(calls, clock);
});

function watch(options?: BitsWatchOptions): BitsWatch {
  return new BitsWatch(context, requireWatchOptions(options), new RateMeter(), async () => job);
}

describe('the end of a watch', () => {
  it.each(['error', 'transferred', 'acknowledged', 'canceled'] as const)('follows the state %s', async (state) => {
    job.record = jobRecord({ state });
    const watching = watch();
    expect(await watching.next()).toMatchObject({ done: false, value: { state } });
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  it.each(['queued', 'connecting', 'transferring', 'suspended', 'transientError'] as const)(
    'does not follow the state %s',
    async (state) => {
      job.record = jobRecord({ state });
      const watching = watch();
      await watching.next();
      const next = watching.next();
      expect(await isPending(next)).toBe(true);
      await watching.return();
    },
  );

  it('follows return(), and resolves pending next() calls', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    expect(await watching.return()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('follows break', async () => {
    for await (const _ of watch()) break;
    expect([job.listener, clock.pending]).toEqual([null, 0]);
  });

  it('follows the end of an `await using` block', async () => {
    let watching: BitsWatch;
    {
      await using scoped = watch();
      await scoped.next();
      watching = scoped;
    }
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  it('follows the signal, and rejects pending next() calls with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const watching = watch({ signal: controller.signal });
    await watching.next();
    const next = watching.next();
    await settled();
    controller.abort(reason);
    expect(await caught(next)).toBe(reason);
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  it('is at the first next(), without a read, if the signal was aborted before', async () => {
    const reason = new Error('before');
    expect(await caught(watch({ signal: AbortSignal.abort(reason) }).next())).toBe(reason);
    expect(job.reads).toBe(0);
  });

  it('follows the signal during a read', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let open = () => {};
    job.gate = new Promise((resolve) => {
      open = resolve;
    });
    const next = watch({ signal: controller.signal }).next();
    await settled();
    controller.abort(reason);
    open();
    expect(await caught(next)).toBe(reason);
  });

  it('follows the end of the connection, and rejects pending next() calls with RPC_E_DISCONNECTED', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    calls.close();
    expect(await caught(next)).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: 'IBackgroundCopyJob.GetState' });
    expect(clock.pending).toBe(0);
  });

  it('removes the sink and restores the flags', async () => {
    job.flags = 1;
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    await watching.return();
    await next;
    expect([job.listener, job.flags]).toEqual([null, 1]);
  });

  it('removes the sink even if it is being registered', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await watching.return();
    await next;
    expect([job.listener, job.flags, clock.pending]).toEqual([null, 3, 0]);
  });

  it('leaves no timer', async () => {
    const { signal } = new AbortController();
    const watching = watch({ signal });
    await watching.next();
    const next = watching.next();
    await settled();
    await watching.return();
    await next;
    expect(clock.pending).toBe(0);
  });

  it('does not fail if a job in a final state refuses to remove the sink', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    job.refusal = new HResultError(hresults.BG_E_INVALID_STATE, 'IBackgroundCopyJob.SetNotifyInterface');
    job.record = jobRecord({ state: 'acknowledged' });
    job.listener?.(8, []);
    expect(await next).toMatchObject({ value: { state: 'acknowledged' } });
    expect(await watching.next()).toMatchObject({ done: true });
  });
});
