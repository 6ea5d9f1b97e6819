import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import type { EmulationOptions } from '../../lib/emulation.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const priority = { foreground: 0, high: 1, normal: 2, low: 3 } as const;

/** A machine with a slow server, and jobs of given priorities that have been resumed in their order. */
async function jobsOf(priorities: readonly number[], options?: EmulationOptions) {
  const machine = await openMachine(options);
  const jobs: JobVerbs[] = [];
  for (const [index, each] of priorities.entries()) {
    machine.emulation.network.serve(url(`${index}`), { size: 10_000, bytesPerSecond: 1000, latency: 0 });
    const job = await machine.createJob(url(`${index}`));
    await job.setPriority(each);
    await job.resume();
    jobs.push(job);
  }
  const states = () => Promise.all(jobs.map((job) => job.getState()));
  const bytes = async () => (await Promise.all(jobs.map((job) => job.getProgress()))).map((p) => p.bytesTransferred);
  return { ...machine, jobs, states, bytes };
}

describe('foreground jobs', () => {
  it('transfer at the same time', async () => {
    const { tick, bytes } = await jobsOf([priority.foreground, priority.foreground, priority.foreground]);
    await tick(2000);
    expect(await bytes()).toEqual([2000n, 2000n, 2000n]);
  });

  it('transfer the files of one job one after the other', async () => {
    const { createJob, emulation, tick } = await openMachine();
    for (const name of ['a', 'b']) emulation.network.serve(url(name), { size: 1000, bytesPerSecond: 1000, latency: 0 });
    const job = await createJob(url('a'), url('b'));
    await job.setPriority(priority.foreground);
    await job.resume();
    await tick(500);
    expect((await job.enumFiles()).map((file) => file.bytesTransferred)).toEqual([500n, 0n]);
  });

  it('precede background jobs', async () => {
    const { tick, states, bytes } = await jobsOf([priority.high, priority.foreground]);
    await tick(1000);
    expect(await states()).toEqual([state.queued, state.transferring]);
    expect(await bytes()).toEqual([0n, 1000n]);
  });
});

describe('background jobs', () => {
  it('transfer one at a time', async () => {
    const { tick, states } = await jobsOf([priority.normal, priority.normal]);
    await tick(5000);
    expect(await states()).toEqual([state.transferring, state.queued]);
    await tick(5500);
    expect(await states()).toEqual([state.transferred, state.transferring]);
  });

  it('of the same priority share transfer time in turns', async () => {
    const { tick, bytes } = await jobsOf([priority.normal, priority.normal, priority.normal], { timeSlice: 2000 });
    await tick(2000);
    expect(await bytes()).toEqual([2000n, 0n, 0n]);
    await tick(2000);
    expect(await bytes()).toEqual([2000n, 2000n, 0n]);
    await tick(4000);
    expect(await bytes()).toEqual([4000n, 2000n, 2000n]);
  });

  it('are preempted by a higher priority at once and queued', async () => {
    const { tick, states, jobs } = await jobsOf([priority.normal, priority.low]);
    await tick(1000);
    expect(await states()).toEqual([state.transferring, state.queued]);
    await jobs[1]?.setPriority(priority.high);
    await tick(1000);
    expect(await states()).toEqual([state.queued, state.transferring]);
  });

  it('of a lower priority wait until the higher ones are transferred', async () => {
    const { tick, states } = await jobsOf([priority.low, priority.high, priority.normal], { timeSlice: 1000 });
    await tick(9900);
    expect(await states()).toEqual([state.queued, state.transferring, state.queued]);
    await tick(200);
    expect(await states()).toEqual([state.queued, state.transferred, state.transferring]);
    await tick(10_200);
    expect(await states()).toEqual([state.transferring, state.transferred, state.transferred]);
  });

  it('of a lower priority do not wait for a job in error', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('bad'), { status: 503 });
    emulation.network.serve(url('good'), { size: 10 });
    const [bad, good] = [await createJob(url('bad')), await createJob(url('good'))];
    await bad.setPriority(priority.high);
    await bad.resume();
    await good.resume();
    await tick(5000);
    expect([await bad.getState(), await good.getState()]).toEqual([state.transientError, state.transferred]);
  });

  it('continue at their offset in their next turn', async () => {
    const { tick, emulation } = await jobsOf([priority.normal, priority.normal], { timeSlice: 3000 });
    await tick(6500);
    expect(emulation.network.requests.filter(({ method }) => method === 'GET').map(({ range }) => range)).toEqual([
      null,
      null,
      'bytes=3000-',
    ]);
  });

  it('have turns of five minutes', async () => {
    const machine = await openMachine();
    machine.emulation.network.serve(url('a'), { size: 1_000_000, bytesPerSecond: 1000, latency: 0 });
    const [first, second] = [await machine.createJob(url('a')), await machine.createJob(url('a'))];
    await first.resume();
    await second.resume();
    await machine.tick(299_999);
    expect(await second.getState()).toBe(state.queued);
    await machine.tick(1);
    expect([await first.getState(), await second.getState()]).not.toContain(state.transferred);
    expect(await first.getState()).toBe(state.queued);
  });
});
