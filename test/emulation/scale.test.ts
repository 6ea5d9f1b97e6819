import { describe, expect, it } from 'vitest';
import { Heap } from '../../lib/bits/emulation/heap.js';
import { Job } from '../../lib/bits/emulation/job.js';
import { JobFile } from '../../lib/bits/emulation/job-file.js';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { openMachine, url } from './support/machine.js';

const [few, many] = [50, 2000];
const foreground = 0;
const normal = 2;

/** Counts reads of these properties of all jobs while a function runs: a scan reads them of each job. */
async function countReads(act: () => Promise<void>): Promise<number> {
  let reads = 0;
  const restore: (() => void)[] = [];
  for (const name of ['state', 'priority', 'isFinal', 'files']) {
    const original = Object.getOwnPropertyDescriptor(Job.prototype, name);
    const get = original?.get;
    if (original === undefined || get === undefined) throw new Error(`a job has no ${name}`);
    Object.defineProperty(Job.prototype, name, {
      configurable: true,
      get(): unknown {
        reads += 1;
        return get.call(this);
      },
    });
    restore.push(() => Object.defineProperty(Job.prototype, name, original));
  }
  try {
    await act();
    return reads;
  } finally {
    for (const each of restore) each();
  }
}

/** A machine with `count` jobs, all of which are resumed if `resumed` is true. */
async function openJobs(count: number, priority: number, resumed: boolean) {
  const machine = await openMachine({ administrator: true });
  machine.emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
  const jobs: JobVerbs[] = [];
  for (let index = 0; index < count; index += 1) {
    const job = await machine.createJob({ remoteName: url('a'), localName: `C:\\${index}` });
    await job.setPriority(priority);
    if (resumed) await job.resume();
    jobs.push(job);
  }
  return { ...machine, jobs };
}

const acts: Record<string, (count: number) => Promise<number>> = {
  'creating a job': async (count) => {
    const machine = await openJobs(count, normal, false);
    return countReads(async () => void (await machine.createJob()));
  },
  'finding a job': async (count) => {
    const { manager, jobs } = await openJobs(count, normal, false);
    return countReads(async () => void (await (await manager.getJob(jobs[0]?.id ?? '')).getState()));
  },
  'resuming a foreground job': async (count) => {
    const { jobs } = await openJobs(count, foreground, true);
    await jobs[0]?.suspend();
    return countReads(async () => void (await jobs[0]?.resume()));
  },
  'resuming a background job': async (count) => {
    const { jobs } = await openJobs(count, normal, true);
    await jobs[1]?.suspend();
    return countReads(async () => void (await jobs[1]?.resume()));
  },
  'changing the priority of the job whose turn it is': async (count) => {
    const { jobs } = await openJobs(count, normal, true);
    return countReads(async () => void (await jobs[0]?.setPriority(3)));
  },
  'the end of a turn': async (count) => {
    const { jobs, tick, emulation } = await openJobs(count, normal, true);
    emulation.network.serve(url('a'), { size: 10_000_000, bytesPerSecond: 1000, latency: 0 });
    await jobs[0]?.suspend();
    await tick(299_000);
    return countReads(async () => void (await tick(1000)));
  },
  'completing a transferred job': async (count) => {
    const { jobs, tick } = await openJobs(count, foreground, true);
    await tick(2000);
    return countReads(async () => void (await jobs[0]?.complete()));
  },
  'cancelling a job': async (count) => {
    const { jobs } = await openJobs(count, foreground, true);
    return countReads(async () => void (await jobs[0]?.cancel()));
  },
};

describe('the cost of an event', () => {
  it.each(Object.keys(acts))(
    'does not grow with the number of jobs: %s',
    async (name) => {
      const act = acts[name];
      if (act === undefined) throw new Error(name);
      const reads = await act(few);
      expect(reads).toBeGreaterThan(0);
      expect(await act(many)).toBe(reads);
    },
    300_000,
  );

  it('does not grow with the number of jobs that transfer', async () => {
    const readsOf = async (count: number) => {
      const { tick } = await openJobs(count, foreground, true);
      return (await countReads(async () => void (await tick(1100)))) / count;
    };
    const reads = await readsOf(few);
    expect(reads).toBeGreaterThan(0);
    expect(await readsOf(many)).toBeLessThanOrEqual(reads);
  }, 300_000);

  it('does not grow with the number of files of the job', async () => {
    const readsOf = async (count: number) => {
      const { createJob, tick, emulation } = await openMachine({ administrator: true });
      emulation.network.serve(url('a'), { size: 10, latency: 0 });
      const files = Array.from({ length: count }, (_, index) => ({ remoteName: url('a'), localName: `C:\\${index}` }));
      const job = await createJob(...files);
      await job.resume();
      let reads = 0;
      const original = Object.getOwnPropertyDescriptor(JobFile.prototype, 'done');
      const get = original?.get;
      if (original === undefined || get === undefined) throw new Error('a file has no done');
      Object.defineProperty(JobFile.prototype, 'done', {
        ...original,
        get(): unknown {
          reads += 1;
          return get.call(this);
        },
      });
      try {
        await tick(100 * count);
        expect((await job.getProgress()).filesTransferred).toBe(count);
      } finally {
        Object.defineProperty(JobFile.prototype, 'done', original);
      }
      return reads / count;
    };
    // Once to find the next file, and once to skip it.
    expect(await readsOf(500)).toBeLessThanOrEqual(2);
  });
});

describe('Heap', () => {
  it('returns its entries in the order of the keys, regardless of removals', () => {
    const heap = new Heap<number>();
    const keys = Array.from({ length: 500 }, (_, index) => (index * 7919) % 1009);
    const entries = keys.map((key) => heap.add(key, key));
    for (const entry of entries.filter((_, index) => index % 3 === 0)) {
      heap.remove(entry);
      heap.remove(entry);
    }
    const left: number[] = [];
    for (let { first } = heap; first !== undefined; { first } = heap) {
      left.push(first.value);
      heap.remove(first);
    }
    expect(left).toEqual(keys.filter((_, index) => index % 3 !== 0).sort((a, b) => a - b));
  });

  it('compares keys in proportion to the logarithm of its size', () => {
    let reads = 0;
    const heap = new Heap<number>();
    const size = 4096;
    const entries = Array.from({ length: size }, (_, index) => heap.add(index, (index * 7919) % 10_007));
    for (const entry of entries) {
      const { key } = entry;
      Object.defineProperty(entry, 'key', {
        get: () => {
          reads += 1;
          return key;
        },
      });
    }
    for (let { first } = heap; first !== undefined; { first } = heap) heap.remove(first);
    // Removing an entry compares both children and the sinking value on each of twelve levels.
    expect(reads / size).toBeLessThan(4 * Math.log2(size) + 4);
  });
});
