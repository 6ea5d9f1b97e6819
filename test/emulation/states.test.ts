import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { caught } from '../support/caught.js';
import { localNameOf, type Machine, openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

/** Brings a job into a state by the events that lead to it on Windows. */
const ways: Record<keyof typeof state, (machine: Machine) => Promise<JobVerbs>> = {
  async suspended({ createJob, emulation }) {
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 100 });
    return createJob(url('a'));
  },
  async queued(machine) {
    const first = await machine.createJob(url('other'));
    machine.emulation.network.serve(url('other'), { size: 1_000_000, bytesPerSecond: 1000 });
    await first.resume();
    const job = await ways.suspended(machine);
    await job.resume();
    return job;
  },
  async connecting(machine) {
    const job = await ways.suspended(machine);
    await job.resume();
    return job;
  },
  async transferring(machine) {
    const job = await ways.connecting(machine);
    await machine.tick(500);
    return job;
  },
  async transientError(machine) {
    machine.emulation.network.serve(url('a'), { size: 1000, faults: [{ at: 500, kind: 'cut' }] });
    const job = await machine.createJob(url('a'));
    await job.resume();
    await machine.tick(1000);
    return job;
  },
  async error(machine) {
    machine.emulation.network.serve(url('a'), { status: 404 });
    const job = await machine.createJob(url('a'));
    await job.resume();
    await machine.tick(1000);
    return job;
  },
  async transferred(machine) {
    const job = await ways.suspended(machine);
    await job.resume();
    await machine.tick(5000);
    return job;
  },
  async acknowledged(machine) {
    const job = await ways.transferred(machine);
    await job.complete();
    return job;
  },
  async canceled(machine) {
    const job = await ways.suspended(machine);
    await job.cancel();
    return job;
  },
};

type StateName = keyof typeof state;
const names = Object.keys(state) as StateName[];
const final: readonly StateName[] = ['acknowledged', 'canceled'];
const open = names.filter((name) => !final.includes(name));

async function jobIn(name: StateName): Promise<Machine & { job: JobVerbs }> {
  const machine = await openMachine();
  const job = await ways[name](machine);
  expect(await job.getState()).toBe(state[name]);
  return { ...machine, job };
}

describe('CreateJob', () => {
  it('creates a suspended job', async () => {
    const { createJob } = await openMachine();
    expect(await (await createJob()).getState()).toBe(state.suspended);
  });
});

describe('Resume', () => {
  it('fails with BG_E_EMPTY without files, and the job stays suspended', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    expect(await caught(job.resume())).toMatchObject({ code: 'BG_E_EMPTY', operation: 'IBackgroundCopyJob.Resume' });
    expect(await job.getState()).toBe(state.suspended);
  });

  it('takes a job through connecting and transferring to transferred', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 100 });
    const job = await createJob(url('a'));
    await job.resume();
    const seen = [await job.getState()];
    for (let time = 0; time < 1500; time += 50) {
      await tick(50);
      const now = await job.getState();
      if (now !== seen.at(-1)) seen.push(now);
    }
    expect(seen).toEqual([state.connecting, state.transferring, state.transferred]);
  });

  it.each(['queued', 'connecting', 'transferring'] as const)('does not change a job that is %s', async (name) => {
    const { job } = await jobIn(name);
    await job.resume();
    expect(await job.getState()).toBe(state[name]);
  });

  it('retries a job in a transient error at once', async () => {
    const { job, tick } = await jobIn('transientError');
    await job.resume();
    await tick(1000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('retries a job in error', async () => {
    const { job, emulation, tick } = await jobIn('error');
    emulation.network.serve(url('a'), { size: 10 });
    await job.resume();
    await tick(1000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('does not change a transferred job without new files', async () => {
    const { job } = await jobIn('transferred');
    await job.resume();
    expect(await job.getState()).toBe(state.transferred);
  });

  it('transfers files that were added to a transferred job', async () => {
    const { job, emulation, tick } = await jobIn('transferred');
    emulation.network.serve(url('b'), { size: 10 });
    await job.addFileSet([{ remoteName: url('b'), localName: localNameOf(url('b')) }]);
    expect(await job.getState()).toBe(state.transferred);
    await job.resume();
    await tick(1000);
    expect(await job.snapshot()).toMatchObject({ state: state.transferred, progress: { filesTransferred: 2 } });
  });
});

describe('AddFileSet', () => {
  it('makes a running job continue with the new file', async () => {
    const { job, emulation, tick } = await jobIn('transferring');
    emulation.network.serve(url('b'), { size: 10 });
    await job.addFileSet([{ remoteName: url('b'), localName: localNameOf(url('b')) }]);
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({ state: state.transferred, progress: { filesTransferred: 2 } });
  });
});

describe('Suspend', () => {
  it.each(open)('suspends a job that is %s', async (name) => {
    const { job, tick } = await jobIn(name);
    await job.suspend();
    await tick(3_600_000);
    expect(await job.getState()).toBe(state.suspended);
  });
});

describe('Cancel', () => {
  it.each(open)('ends a job that is %s', async (name) => {
    const { job, manager } = await jobIn(name);
    expect(await job.cancel()).toBe(0);
    expect(await job.getState()).toBe(state.canceled);
    expect(await caught(manager.getJob(job.id))).toMatchObject({ code: 'BG_E_NOT_FOUND' });
  });

  it('leaves no file', async () => {
    const { job, emulation } = await jobIn('transferred');
    await job.cancel();
    expect(emulation.files.has(localNameOf(url('a')))).toBe(false);
  });
});

describe('Complete', () => {
  it('puts the files of a transferred job in place', async () => {
    const { job, emulation } = await jobIn('transferred');
    expect(emulation.files.has(localNameOf(url('a')))).toBe(false);
    expect(await job.complete()).toBe(0);
    expect(await job.getState()).toBe(state.acknowledged);
    expect(emulation.files.read(localNameOf(url('a')))).toEqual(emulation.network.read(url('a')));
  });

  it.each(open.filter((name) => name !== 'transferred'))(
    'ends a job that is %s with BG_S_PARTIAL_COMPLETE, since not all files are transferred',
    async (name) => {
      const { job } = await jobIn(name);
      expect(await job.complete()).toBe(0x00200017);
      expect(await job.getState()).toBe(state.acknowledged);
    },
  );

  it('keeps the complete files and drops the others', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10, latency: 0 });
    emulation.network.serve(url('b'), { size: 1000, bytesPerSecond: 100 });
    const job = await createJob(url('a'), url('b'));
    await job.resume();
    await tick(2000);
    expect(await job.complete()).toBe(0x00200017);
    expect(emulation.files.has(localNameOf(url('a')))).toBe(true);
    expect(emulation.files.has(localNameOf(url('b')))).toBe(false);
  });

  it('fails with the error of the rename, and the job stays transferred until it succeeds', async () => {
    const { job, emulation } = await jobIn('transferred');
    emulation.files.setReadOnly('C:\\files');
    expect(await caught(job.complete())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyJob.Complete',
    });
    expect(await job.getState()).toBe(state.transferred);
    emulation.files.setReadOnly('C:\\files', false);
    expect(await job.complete()).toBe(0);
  });

  it('fails with BG_E_INVALID_STATE for an upload that is not transferred', async () => {
    const { manager } = await openMachine();
    const job = await manager.createJob('upload', 1);
    expect(await caught(job.complete())).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });
});

describe.each(final)('a job that is %s', (name) => {
  it.each([
    ['Suspend', (job: JobVerbs) => job.suspend()],
    ['Resume', (job: JobVerbs) => job.resume()],
    ['Cancel', (job: JobVerbs) => job.cancel()],
    ['Complete', (job: JobVerbs) => job.complete()],
    ['AddFileSet', (job: JobVerbs) => job.addFileSet([{ remoteName: url('b'), localName: 'C:\\b' }])],
    ['SetDisplayName', (job: JobVerbs) => job.setDisplayName('x')],
    ['SetDescription', (job: JobVerbs) => job.setDescription('x')],
    ['SetPriority', (job: JobVerbs) => job.setPriority(1)],
    ['SetNotifyFlags', (job: JobVerbs) => job.setNotifyFlags(1)],
    ['SetNotifyInterface', (job: JobVerbs) => job.setNotifyInterface(() => {})],
    ['SetMinimumRetryDelay', (job: JobVerbs) => job.setMinimumRetryDelay(60)],
    ['SetNoProgressTimeout', (job: JobVerbs) => job.setNoProgressTimeout(60)],
  ])('refuses %s with BG_E_INVALID_STATE', async (method, call) => {
    const { job } = await jobIn(name);
    expect(await caught(call(job))).toMatchObject({
      code: 'BG_E_INVALID_STATE',
      hresult: 0x80200002,
      operation: `IBackgroundCopyJob.${method}`,
    });
  });

  it('still returns the state, the progress and the names through an existing reference', async () => {
    const { job } = await jobIn(name);
    expect(await job.getState()).toBe(state[name]);
    expect((await job.getProgress()).filesTotal).toBe(1);
    expect(await job.getDisplayName()).toBe('test');
    expect(await job.enumFiles()).toHaveLength(1);
  });

  it('is not enumerated', async () => {
    const { manager } = await jobIn(name);
    expect(await manager.enumJobs(0)).toEqual([]);
    expect(await manager.snapshotJobs(0)).toEqual([]);
  });
});

describe('GetError', () => {
  it.each(names.filter((name) => name !== 'error' && name !== 'transientError'))(
    'fails with BG_E_ERROR_INFORMATION_UNAVAILABLE for a job that is %s',
    async (name) => {
      const { job } = await jobIn(name);
      expect(await caught(job.getError())).toMatchObject({ code: 'BG_E_ERROR_INFORMATION_UNAVAILABLE' });
      expect((await job.snapshot()).error).toBeNull();
    },
  );

  it.each(['error', 'transientError'] as const)('names the file for a job in the state %s', async (name) => {
    const { job } = await jobIn(name);
    const error = await job.getError();
    expect(error.file).toEqual({ remoteName: url('a'), localName: localNameOf(url('a')) });
    expect((await job.snapshot()).error).toEqual(error);
  });
});

describe('concurrent calls on one job', () => {
  it('take effect in the order in which they were made', async () => {
    const { job } = await jobIn('suspended');
    const [, first, , second] = await Promise.all([job.resume(), job.getState(), job.suspend(), job.getState()]);
    expect([first, second]).toEqual([state.connecting, state.suspended]);
  });

  it('end the job once', async () => {
    const { job } = await jobIn('transferred');
    const [first, second] = await Promise.allSettled([job.complete(), job.complete()]);
    expect(first).toMatchObject({ status: 'fulfilled', value: 0 });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'BG_E_INVALID_STATE' } });
  });
});
