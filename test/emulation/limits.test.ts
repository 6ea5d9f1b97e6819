import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const day = 24 * 60 * 60 * 1000;

function files(count: number): { remoteName: string; localName: string }[] {
  return Array.from({ length: count }, (_, index) => ({ remoteName: url(`${index}`), localName: `C:\\${index}` }));
}

describe('a new job', () => {
  it('has the defaults of BITS', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    expect({
      priority: await job.getPriority(),
      notifyFlags: await job.getNotifyFlags(),
      minimumRetryDelay: await job.getMinimumRetryDelay(),
      noProgressTimeout: await job.getNoProgressTimeout(),
      description: await job.getDescription(),
    }).toEqual({ priority: 2, notifyFlags: 3, minimumRetryDelay: 600, noProgressTimeout: 1_209_600, description: '' });
  });
});

describe('the number of jobs', () => {
  it('is 60 for a user', async () => {
    const { createJob } = await openMachine();
    for (let count = 0; count < 60; count += 1) await createJob();
    expect(await caught(createJob())).toMatchObject({
      code: 'BG_E_TOO_MANY_JOBS_PER_USER',
      operation: 'IBackgroundCopyManager.CreateJob',
    });
  });

  it('is 300 for a machine', async () => {
    const { createJob } = await openMachine({ policy: { jobsPerUser: 1000 } });
    for (let count = 0; count < 300; count += 1) await createJob();
    expect(await caught(createJob())).toMatchObject({ code: 'BG_E_TOO_MANY_JOBS_PER_MACHINE' });
  });

  it.each([
    [{ jobsPerUser: 1 }, 'BG_E_TOO_MANY_JOBS_PER_USER'],
    [{ jobsPerMachine: 1 }, 'BG_E_TOO_MANY_JOBS_PER_MACHINE'],
  ])('is reported with the options that reduce it (%o)', async (policy, code) => {
    await using connection = await connect({ backend: createEmulation({ policy }) });
    const { bits } = connection;
    const job = await bits.createJob({ name: 'x' });
    const wayOut = expect.stringMatching(/bits\.jobs\(\).*complete\(\) or cancel\(\)/);
    for (const error of [await caught(bits.createJob({ name: 'y' })), await caught(bits.createGroup())]) {
      expect(error).toMatchObject({ code, context: wayOut, message: wayOut });
    }
    for (const each of await bits.jobs()) await each.cancel();
    await expect(bits.createJob({ name: 'y' })).resolves.toBeDefined();
    expect(await job.getState()).toBe('canceled');
  });

  it('does not include jobs in a final state', async () => {
    const { createJob } = await openMachine({ policy: { jobsPerUser: 1 } });
    const job = await createJob();
    await job.cancel();
    await expect(createJob()).resolves.toBeDefined();
  });

  it('includes the jobs of groups', async () => {
    const { createJob, queueManager } = await openMachine({ policy: { jobsPerUser: 1 } });
    await createJob();
    expect(await caught(queueManager.createGroup('{00000000-0000-0000-0000-000000000001}'))).toMatchObject({
      code: 'BG_E_TOO_MANY_JOBS_PER_USER',
    });
  });

  it('is not limited for an administrator', async () => {
    const { createJob, manager } = await openMachine({ administrator: true });
    for (let count = 0; count < 301; count += 1) await createJob();
    expect(await manager.enumJobs(0)).toHaveLength(301);
  });
});

describe('the number of files in a job', () => {
  it('is 200', async () => {
    const { createJob } = await openMachine();
    const job = await createJob(...files(200));
    expect(await caught(job.addFileSet(files(1)))).toMatchObject({
      code: 'BG_E_TOO_MANY_FILES_IN_JOB',
      operation: 'IBackgroundCopyJob.AddFileSet',
    });
    expect(await job.enumFiles()).toHaveLength(200);
  });
});

describe('the inactivity timeout', () => {
  it('cancels a job after 90 days without activity', async () => {
    const { createJob, manager, tick } = await openMachine();
    const job = await createJob(url('a'));
    await tick(90 * day - 1);
    expect(await manager.enumJobs(0)).toHaveLength(1);
    await tick(1);
    expect(await manager.enumJobs(0)).toEqual([]);
    expect(await job.getState()).toBe(state.canceled);
  });

  it('makes room for another job', async () => {
    const { createJob, tick } = await openMachine({ policy: { jobInactivityTimeout: 60, jobsPerUser: 1 } });
    await createJob();
    await tick(60_000);
    await expect(createJob()).resolves.toBeDefined();
  });

  it('is visible through an existing reference', async () => {
    const { createJob, tick } = await openMachine();
    const job = await createJob(url('a'));
    await tick(90 * day);
    expect(await caught(job.resume())).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });

  it('restarts when a property changes', async () => {
    const { createJob, tick } = await openMachine();
    const job = await createJob(url('a'));
    await tick(60 * day);
    await job.setDescription('still wanted');
    await tick(60 * day);
    expect(await job.getState()).toBe(state.suspended);
  });

  it('restarts when bytes arrive', async () => {
    const { createJob, emulation, tick } = await openMachine({ policy: { jobInactivityTimeout: 60 } });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1, latency: 0 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(600_000);
    expect(await job.snapshot()).toMatchObject({ state: state.transferring, progress: { bytesTransferred: 600n } });
  });

  it('is configured by the policy of the machine', async () => {
    const { createJob, tick } = await openMachine({ policy: { jobInactivityTimeout: 60 } });
    const job = await createJob(url('a'));
    await tick(60_000);
    expect(await job.getState()).toBe(state.canceled);
  });
});

describe('the maximum download time', () => {
  it('ends a job that transfers for 90 days with BG_E_MAXDOWNLOAD_TIMEOUT', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 100n * 86_400n, bytesPerSecond: 1, latency: 0 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(90 * day - 1);
    expect(await job.getState()).toBe(state.transferring);
    await tick(1);
    expect(await job.getError()).toMatchObject({ hresult: 0x80200054 });
    expect(await job.getState()).toBe(state.error);
  });

  it('counts only the time in which the job is scheduled', async () => {
    const { createJob, emulation, tick } = await openMachine({ timeSlice: 40 * day });
    emulation.network.serve(url('a'), { size: 200n * 86_400n, bytesPerSecond: 1, latency: 0 });
    const [job, other] = [await createJob(url('a')), await createJob(url('a'))];
    await job.resume();
    await other.resume();
    await tick(170 * day - 1);
    expect(await job.getState()).toBe(state.transferring);
    await tick(1);
    expect(await job.getError()).toMatchObject({ hresult: 0x80200054 });
  });

  it('excludes the time in which a job is suspended, and restarts with Resume', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 200n * 86_400n, bytesPerSecond: 1, latency: 0 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(60 * day);
    await job.suspend();
    await tick(60 * day);
    await job.resume();
    await tick(60 * day);
    expect(await job.getState()).toBe(state.transferring);
  });
});
