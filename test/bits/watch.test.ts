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

describe('a watch', () => {
  it('does not call the job before the first next()', async () => {
    watch();
    await settled();
    expect(job.reads).toBe(0);
  });

  it('yields the present state at once', async () => {
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

  it('does not lose a callback between two next() calls', async () => {
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

  it('yields nothing while nothing has changed', async () => {
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

  it('resolves concurrent next() calls in order', async () => {
    const watching = watch();
    const [first, second] = [watching.next(), watching.next()];
    await first;
    await settled();
    job.record = jobRecord({ state: 'transferred' });
    job.listener?.(1, []);
    expect(await second).toMatchObject({ value: { state: 'transferred' } });
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  it('yields at once what changed between its first read and the registration of its sink', async () => {
    const watching = watch();
    await watching.next();
    job.record = jobRecord({ state: 'transferred' });
    expect(await watching.next()).toMatchObject({ value: { state: 'transferred' } });
    expect(clock.now()).toBe(0);
  });

  it('reads at the interval only if the job refuses the callback', async () => {
    job.refusal = new HResultError(hresults.E_ACCESSDENIED, 'IBackgroundCopyJob.SetNotifyInterface');
    const watching = watch();
    await watching.next();
    const next = watching.next();
    await settled();
    job.record = jobRecord({ state: 'connecting' });
    await clock.advance(1000);
    expect(await next).toMatchObject({ value: { state: 'connecting' } });
  });

  it('rejects with the error of the job, and then ends', async () => {
    const error = new HResultError(hresults.RPC_S_SERVER_UNAVAILABLE, 'IBackgroundCopyJob.GetState');
    const broken = new BitsWatch(context, requireWatchOptions({}), new RateMeter(), () => Promise.reject(error));
    expect(await caught(broken.next())).toBe(error);
    expect(await broken.next()).toEqual({ done: true, value: undefined });
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

  it('refuses a value that is not a boolean with TypeError', () => {
    expect(() => Reflect.apply(requireWatchOptions, undefined, [{ callbacks: 'no' }])).toThrow(TypeError);
  });
});

describe('a watch of a job with the sink of another program', () => {
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

describe('a watch of a job in an unknown state', () => {
  it('yields the number of the state, and continues', async () => {
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
