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

describe('a watch', () => {
  it('asks nothing of the job before the first next()', async () => {
    watch();
    await settled();
    expect(job.reads).toBe(0);
  });

  it('delivers the present state at once', async () => {
    expect(await watch().next()).toMatchObject({ done: false, value: { state: 'queued' } });
  });

  it('is its own iterator', () => {
    const watching = watch();
    expect(watching[Symbol.asyncIterator]()).toBe(watching);
  });

  it('reads again after the interval', async () => {
    const watching = watch({ interval: 250 });
    await watching.next();
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'connecting' });
    const { reads } = job;
    await clock.advance(249);
    expect(job.reads).toBe(reads);
    await clock.advance(1);
    expect(await next).toMatchObject({ value: { state: 'connecting' } });
  });

  it('reads once a second by default', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    const { reads } = job;
    await clock.advance(999);
    expect(job.reads).toBe(reads);
    await clock.advance(1);
    expect(job.reads).toBe(reads + 1);
    await watching.return();
    await next;
  });

  it('reads as soon as the job calls back', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'transferring' });
    job.listener?.(8, []);
    expect(await next).toMatchObject({ value: { state: 'transferring' } });
    expect(clock.now()).toBe(0);
  });

  it('does not lose a callback that comes between two next()', async () => {
    const watching = watch();
    await watching.next();
    const second = watching.next();
    await settled();
    job.record = jobRecord({ state: 'connecting' });
    job.listener?.(8, []);
    await second;
    job.record = jobRecord({ state: 'transferring' });
    job.listener?.(8, []);
    expect(await watching.next()).toMatchObject({ value: { state: 'transferring' } });
  });

  it('delivers nothing while nothing is new', async () => {
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    const { reads } = job;
    job.listener?.(8, []);
    await settled();
    await clock.advance(1000);
    expect([await isPending(next), job.reads]).toEqual([true, reads + 2]);
    await watching.return();
  });

  it('measures the rate between its own snapshots', async () => {
    const watching = watch({ interval: 500 });
    job.record = jobRecord({ state: 'transferring', bytesTotal: 1000n });
    await watching.next();
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'transferring', bytesTotal: 1000n, bytesTransferred: 400n });
    await clock.advance(500);
    expect(await next).toMatchObject({ value: { bytesPerSecond: 800, remainingSeconds: 0.75 } });
  });

  it('answers next() calls in turn when they are made at once', async () => {
    const watching = watch();
    const [first, second] = [watching.next(), watching.next()];
    await first;
    await settled();
    job.record = jobRecord({ state: 'transferred' });
    job.listener?.(1, []);
    expect(await second).toMatchObject({ value: { state: 'transferred' } });
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  it('sees at once what happened between its first look and the registration of its sink', async () => {
    const watching = watch();
    await watching.next();
    job.record = jobRecord({ state: 'transferred' });
    expect(await watching.next()).toMatchObject({ value: { state: 'transferred' } });
    expect(clock.now()).toBe(0);
  });

  it('goes by the interval alone when the job refuses the callback', async () => {
    job.refusal = new HResultError(hresults.E_ACCESSDENIED, 'IBackgroundCopyJob.SetNotifyInterface');
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'connecting' });
    await clock.advance(1000);
    expect(await next).toMatchObject({ value: { state: 'connecting' } });
  });

  it('rejects with what the job rejects with, and is over then', async () => {
    const error = new HResultError(hresults.RPC_S_SERVER_UNAVAILABLE, 'IBackgroundCopyJob.GetState');
    const broken = new BitsWatch(context, requireWatchOptions({}), new RateMeter(), () => Promise.reject(error));
    expect(await caught(broken.next())).toBe(error);
    expect(await broken.next()).toEqual({ done: true, value: undefined });
  });
});

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
    job.listener?.(8, []);
    expect(await next).toMatchObject({ value: { state: 'acknowledged' } });
    expect(await watching.next()).toMatchObject({ done: true });
  });
});

describe('the options of a watch', () => {
  it.each([0, -1, 1.5, 2 ** 31, Number.NaN])('refuse an interval of %d with RangeError', (interval) => {
    expect(() => requireWatchOptions({ interval })).toThrow(RangeError);
  });

  it.each([[null], ['text'], [[]]])('refuse %j with TypeError', (options) => {
    expect(() => Reflect.apply(requireWatchOptions, undefined, [options])).toThrow(TypeError);
  });

  it.each([{ interval: '5' }, { interval: 5n }, { signal: {} }])('refuse %o with TypeError', (options) => {
    expect(() => Reflect.apply(requireWatchOptions, undefined, [options])).toThrow(TypeError);
  });
});

describe('a watch without callbacks', () => {
  it('reads at the interval, and registers nothing', async () => {
    const watching = watch({ interval: 250, callbacks: false });
    await watching.next();
    const next = watching.next();
    job.record = jobRecord({ state: 'transferred' });
    await clock.advance(250);
    expect(await next).toMatchObject({ value: { state: 'transferred' } });
    expect(await watching.next()).toMatchObject({ done: true });
    expect(job.log).toEqual([]);
  });

  it('is refused with TypeError for what is not a boolean', () => {
    expect(() => Reflect.apply(requireWatchOptions, undefined, [{ callbacks: 'no' }])).toThrow(TypeError);
  });
});

describe('a watch of a job whose callbacks another program waits for', () => {
  it('leaves that sink registered, and reads at the interval', async () => {
    job.foreign = 'theirs';
    const watching = watch({ interval: 250 });
    await watching.next();
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'transferred' });
    await clock.advance(250);
    expect(await next).toMatchObject({ value: { state: 'transferred' } });
    expect([job.foreign, job.log, job.references]).toEqual(['theirs', [], 0]);
  });
});

describe('a watch of a state that no word is known for', () => {
  it('delivers its number, and goes on', async () => {
    job.record = { ...jobRecord(), state: 77 };
    const watching = watch({ interval: 250 });
    expect(await watching.next()).toMatchObject({ done: false, value: { state: 77 } });
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'transferred' });
    job.listener?.(1, []);
    expect(await next).toMatchObject({ done: false, value: { state: 'transferred' } });
  });
});
