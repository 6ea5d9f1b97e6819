import { beforeEach, describe, expect, it } from 'vitest';
import { BitsContext } from '../../lib/bits/context.js';
import { BitsWatch, type BitsWatchOptions, requireWatchOptions } from '../../lib/bits/watch.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { RateMeter } from '../../lib/com/rate.js';
import { caught } from '../support/caught.js';
import { FakeClock, settled } from './fake-clock.js';
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

/** Whether a promise has settled once everything has that needs nothing from outside. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const done = () => {
    pending = false;
  };
  promise.then(done, done);
  await settled();
  return pending;
}

describe('the end of a watch', () => {
  it.each(['error', 'transferred', 'acknowledged', 'canceled'] as const)(
    'comes after %s was delivered',
    async (state) => {
      job.record = jobRecord({ state });
      const watching = watch();
      expect(await watching.next()).toMatchObject({ done: false, value: { state } });
      expect(await watching.next()).toEqual({ done: true, value: undefined });
    },
  );

  it.each(['queued', 'connecting', 'transferring', 'suspended', 'transientError'] as const)(
    'does not come after %s',
    async (state) => {
      job.record = jobRecord({ state });
      const watching = watch();
      await watching.next();
      const next = watching.next();
      expect(await isPending(next)).toBe(true);
      await watching.return();
    },
  );

  it('comes with return(), and what waits is done', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    expect(await watching.return()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('comes with leaving the loop', async () => {
    for await (const _ of watch()) break;
    expect([job.listener, clock.pending]).toEqual([null, 0]);
  });

  it('comes with `await using`', async () => {
    let watching: BitsWatch;
    {
      await using scoped = watch();
      await scoped.next();
      watching = scoped;
    }
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  it('comes with the signal, and what waits rejects with its reason', async () => {
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

  it('comes at the first next() when the signal was aborted before, without a read', async () => {
    const reason = new Error('before');
    expect(await caught(watch({ signal: AbortSignal.abort(reason) }).next())).toBe(reason);
    expect(job.reads).toBe(0);
  });

  it('comes with the signal in the middle of a read', async () => {
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

  it('comes with the end of the connection, and what waits rejects with RPC_E_DISCONNECTED', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    calls.close();
    expect(await caught(next)).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: 'IBackgroundCopyJob.GetState' });
    expect(clock.pending).toBe(0);
  });

  it('takes the sink away and puts the flags back', async () => {
    job.flags = 1;
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    await watching.return();
    await next;
    expect([job.listener, job.flags]).toEqual([null, 1]);
  });

  it('takes the sink away also when it comes while the sink is being registered', async () => {
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

  it('does not fail when a job in a final state refuses to give the sink back', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    job.refusal = new HResultError(hresults.BG_E_INVALID_STATE, 'IBackgroundCopyJob.SetNotifyInterface');
    job.record = jobRecord({ state: 'acknowledged' });
    job.listener?.(8);
    expect(await next).toMatchObject({ value: { state: 'acknowledged' } });
    expect(await watching.next()).toMatchObject({ done: true });
  });
});
