import { beforeEach, describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import type { BitsJobFilter } from '../../lib/bits/job-filter.js';
import type { BitsJobsWatch } from '../../lib/bits/jobs-watch.js';
import type { BitsVerbs, JobListRecord, ManagerVerbs, UnreadableJobRecord } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { FakeClock, settled } from './fake-clock.js';
import { jobRecord, type RecordParts } from './records.js';

let calls: Calls;
let clock: FakeClock;
let list: (JobListRecord | UnreadableJobRecord)[];
let flagsRead: number[];
let failure: Error | undefined;

const refuse = () => Promise.reject(new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyManager'));

/** A backend with nothing but a list: every other call is refused. */
function opened(): Bits {
  const manager: ManagerVerbs = {
    createJob: refuse,
    getJob: refuse,
    enumJobs: refuse,
    snapshotJobs: async (flags) => {
      flagsRead.push(flags);
      if (failure !== undefined) throw failure;
      return list;
    },
    getErrorDescription: refuse,
  };
  const verbs: BitsVerbs = { openManager: async () => manager, openQueueManager: refuse, serveGroupCallback: refuse };
  return new Bits(calls, clock, verbs);
}

function listed(id: string, parts: RecordParts = {}, displayName = `job ${id}`, type = 0): JobListRecord {
  return { id, displayName, type, ...jobRecord({ state: 'transferring', ...parts }) };
}

function unreadable(id: string, hresult: number = hresults.E_ACCESSDENIED): UnreadableJobRecord {
  return { id, hresult, operation: 'IBackgroundCopyJob.GetState' };
}

beforeEach(() => {
  calls = new Calls();
  clock = new FakeClock();
  list = [];
  flagsRead = [];
  failure = undefined;
});

/** Changes the list, lets the interval pass and returns what the watch delivers. */
async function after(watch: BitsJobsWatch, records: typeof list, interval = 1000) {
  const next = watch.next();
  await settled();
  list = records;
  await clock.advance(interval);
  return (await next).value ?? expect.unreachable('the watch has ended');
}

describe('a watch of all jobs', () => {
  it('delivers the list at once, with every job as added', async () => {
    list = [listed('a'), listed('b')];
    expect(await opened().watch().next()).toMatchObject({
      done: false,
      value: { jobs: [{ id: 'a' }, { id: 'b' }], added: ['a', 'b'], changed: [], removed: [] },
    });
  });

  it('delivers an empty list at once', async () => {
    expect((await opened().watch().next()).value).toEqual({ jobs: [], added: [], changed: [], removed: [] });
  });

  it('delivers what was added, has changed and was removed', async () => {
    list = [listed('a'), listed('b'), listed('c')];
    const watch = opened().watch();
    await watch.next();
    const change = await after(watch, [listed('a'), listed('b', { bytesTransferred: 5n }), listed('d')]);
    expect(change).toMatchObject({ added: ['d'], changed: ['b'], removed: ['c'] });
    expect(change.jobs.map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  });

  it.each<[string, JobListRecord | UnreadableJobRecord]>([
    ['name', listed('a', {}, 'other')],
    ['state', listed('a', { state: 'suspended' })],
    ['readability', unreadable('a')],
  ])('reports a job whose %s has changed', async (_, record) => {
    list = [listed('a')];
    const watch = opened().watch();
    await watch.next();
    expect(await after(watch, [record])).toMatchObject({ added: [], changed: ['a'], removed: [] });
  });

  it('reports a job that cannot be read for another reason than before', async () => {
    list = [unreadable('a')];
    const watch = opened().watch();
    await watch.next();
    expect(await after(watch, [unreadable('a', hresults.BG_E_NOT_FOUND)])).toMatchObject({ changed: ['a'] });
  });

  it('delivers nothing while nothing changes', async () => {
    list = [listed('a'), unreadable('b')];
    const watch = opened().watch({ interval: 10 });
    await watch.next();
    let delivered = false;
    const next = watch.next().then((result) => {
      delivered = true;
      return result;
    });
    await settled();
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(10);
    expect([delivered, flagsRead.length]).toEqual([false, 6]);
    await watch.return();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('reads the list alone: no job is opened, and no callback is registered', async () => {
    list = [listed('a')];
    const watch = opened().watch();
    await watch.next();
    // Every other verb of this backend rejects.
    await after(watch, [listed('a', { bytesTransferred: 1n })]);
    expect(flagsRead).toEqual([0, 0]);
  });

  it('measures the rate of each job', async () => {
    list = [listed('a'), listed('b')];
    const watch = opened().watch();
    await watch.next();
    const { jobs } = await after(watch, [listed('a', { bytesTransferred: 500n }), listed('b')]);
    expect(jobs).toMatchObject([{ bytesPerSecond: 500 }, { bytesPerSecond: 0 }]);
  });

  it('begins the rate anew for a job that was removed and has come back', async () => {
    list = [listed('a')];
    const watch = opened().watch();
    await watch.next();
    await after(watch, []);
    expect((await after(watch, [listed('a', { bytesTransferred: 500n })])).jobs).toMatchObject([
      { bytesPerSecond: null },
    ]);
  });

  it('selects jobs by the same properties of its options as snapshot()', async () => {
    list = [listed('1', {}, 'update one'), listed('2', {}, 'other')];
    const options = { name: /^update/ };
    const { value } = await opened().watch(options).next();
    expect(value?.jobs.map(({ id }) => id)).toEqual((await opened().snapshot(options)).map(({ id }) => id));
    expect(value?.added).toEqual(['1']);
  });

  it('reports a job that the filter no longer selects as removed', async () => {
    list = [listed('a'), listed('b')];
    const watch = opened().watch({ states: ['transferring'] });
    await watch.next();
    expect(await after(watch, [listed('a', { state: 'suspended' }), listed('b')])).toMatchObject({ removed: ['a'] });
  });

  it('rejects with what the list rejects with, and has ended then', async () => {
    const watch = opened().watch();
    await watch.next();
    const next = watch.next();
    await settled();
    failure = new HResultError(hresults.RPC_S_SERVER_UNAVAILABLE, 'IBackgroundCopyManager.EnumJobs');
    await clock.advance(1000);
    expect(await caught(next)).toBe(failure);
    expect(await watch.next()).toEqual({ done: true, value: undefined });
  });

  it('ends with its signal, and leaves no timer', async () => {
    const controller = new AbortController();
    const watch = opened().watch({ signal: controller.signal });
    await watch.next();
    const next = watch.next();
    await settled();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await caught(next)).toBe(reason);
    expect([await watch.next(), clock.pending]).toEqual([{ done: true, value: undefined }, 0]);
  });

  it('ends with the loop, and leaves no timer', async () => {
    list = [listed('a')];
    for await (const { jobs } of opened().watch()) {
      expect(jobs).toHaveLength(1);
      break;
    }
    expect(clock.pending).toBe(0);
  });

  it('rejects when the connection closes', async () => {
    const watch = opened().watch();
    await watch.next();
    const next = watch.next();
    await settled();
    calls.close();
    expect(await caught(next)).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it.each<[string, unknown]>([
    ['an interval of 0', { interval: 0 }],
    ['a signal that is not one', { signal: {} }],
    ['options that are not an object', 'name'],
    ['an unknown state', { states: ['running'] }],
    ['a type that is not in an array', { types: 'download' }],
    ['a name that is a number', { name: 5 }],
    ['allUsers that is a number', { allUsers: 1 }],
  ])('is refused at once for %s', (_, options) => {
    const bits = opened();
    expect(() => Reflect.apply(bits.watch, bits, [options])).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ERR_/) }),
    );
  });
});

describe('a filter', () => {
  const records = () => [
    listed('1', {}, 'update one', 0),
    listed('2', { state: 'suspended' }, 'update two', 1),
    listed('3', { state: 'error' }, 'other', 2),
    unreadable('4'),
  ];

  it.each<[string, BitsJobFilter, string[]]>([
    ['nothing', {}, ['1', '2', '3', '4']],
    ['a name', { name: 'update one' }, ['1']],
    ['an expression', { name: /^update/ }, ['1', '2']],
    ['an expression with the flag g', { name: /update/g }, ['1', '2']],
    ['types', { types: ['upload', 'uploadReply'] }, ['2', '3']],
    ['states', { states: ['transferring', 'error'] }, ['1', '3']],
    ['no states', { states: [] }, []],
    ['several at once', { name: /update/, states: ['suspended'], types: ['upload'] }, ['2']],
  ])('selects jobs by %s', async (_, filter, ids) => {
    list = records();
    expect((await opened().snapshot(filter)).map(({ id }) => id)).toEqual(ids);
  });

  it('asks for the jobs of all users', async () => {
    await opened().snapshot({ allUsers: true });
    expect(flagsRead).toEqual([1]);
  });

  it('does not change with the expression that was passed', async () => {
    list = records();
    const name = /update/g;
    const bits = opened();
    name.lastIndex = 5;
    expect(await bits.snapshot({ name })).toHaveLength(2);
    expect(name.lastIndex).toBe(5);
  });
});
