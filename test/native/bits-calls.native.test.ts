import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobVerbs, ManagerVerbs } from '../../lib/bits/verbs.js';
import type { NativeConnection } from '../../lib/native.js';
import { type InProcessGroup, openInProcessJob, openNativeConnection } from './in-process-group.js';
import { canServeManager, jobs } from './in-process-jobs.js';

const suspended = 3;
const successWithoutObject = 1;
const deadProxies = {
  RPC_E_DISCONNECTED: 0x80010108,
  CO_E_OBJNOTCONNECTED: 0x800401fd,
  RPC_S_SERVER_UNAVAILABLE: 0x800706ba,
  RPC_S_CALL_FAILED: 0x800706be,
  RPC_S_CALL_FAILED_DNE: 0x800706bf,
  RPC_E_SERVER_DIED: 0x80010007,
  RPC_E_SERVER_DIED_DNE: 0x80010012,
};
const mayHaveBeenExecuted = new Set<number>([deadProxies.RPC_S_CALL_FAILED, deadProxies.RPC_E_SERVER_DIED]);

describe('a job', () => {
  let group: InProcessGroup;
  let connection: NativeConnection;
  let job: JobVerbs;
  let close: () => Promise<void>;

  beforeEach(async () => {
    jobs.clear();
    ({ group, connection, job, close } = await openInProcessJob());
  });

  afterEach(() => close());

  describe.each(Object.entries(deadProxies))('whose proxy fails with %s', (_, hresult) => {
    it('is looked up again, and a reading call is repeated', async () => {
      jobs.failNext('IBackgroundCopyJob.GetState', hresult);
      await expect(job.getState()).resolves.toBe(suspended);
      expect(jobs.count('IBackgroundCopyJob.GetState')).toBe(2);
      expect(jobs.count('IBackgroundCopyGroup.QueryNewJobInterface')).toBe(2);
    });

    it('is looked up again, and a call that sets a value is repeated', async () => {
      jobs.failNext('IBackgroundCopyJob.SetDisplayName', hresult);
      await job.setDisplayName('name');
      expect(jobs.count('IBackgroundCopyJob.SetDisplayName')).toBe(2);
    });

    it('repeats an acting call only if it cannot have been executed', async () => {
      jobs.failNext('IBackgroundCopyJob.Resume', hresult);
      if (mayHaveBeenExecuted.has(hresult)) {
        await expect(job.resume()).rejects.toMatchObject({ hresult, operation: 'IBackgroundCopyJob.Resume' });
        expect(jobs.count('IBackgroundCopyJob.Resume')).toBe(1);
      } else {
        await job.resume();
        expect(jobs.count('IBackgroundCopyJob.Resume')).toBe(2);
      }
      await job.resume();
      expect(jobs.count('IBackgroundCopyGroup.QueryNewJobInterface')).toBe(2);
    });
  });

  it('whose proxy cannot be replaced reports the cause and is looked up again by the next call', async () => {
    const hresult = deadProxies.RPC_S_SERVER_UNAVAILABLE;
    jobs.failNext('IBackgroundCopyJob.GetState', hresult);
    jobs.failNext('IBackgroundCopyGroup.QueryNewJobInterface', 0x80070005);
    await expect(job.getState()).rejects.toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyGroup.QueryNewJobInterface',
    });
    await expect(job.getState()).resolves.toBe(suspended);
  });

  it('that refuses a call is not looked up again', async () => {
    jobs.failNext('IBackgroundCopyJob.GetState', 0x80070005);
    await expect(job.getState()).rejects.toMatchObject({ code: 'E_ACCESSDENIED' });
    expect(jobs.count('IBackgroundCopyGroup.QueryNewJobInterface')).toBe(1);
  });

  it('whose proxy was replaced has its sink registered again', async () => {
    await job.setNotifyInterface(() => {});
    jobs.failNext('IBackgroundCopyJob.GetState', deadProxies.RPC_S_SERVER_UNAVAILABLE);
    await job.getState();
    expect(jobs.count('IBackgroundCopyJob.SetNotifyInterface')).toBe(2);
  });

  it('has its sink revoked when the connection closes', async () => {
    await job.setNotifyInterface(() => {});
    await connection.close();
    await expect.poll(() => group.countReferences()).toBe(1);
    expect(jobs.count('IBackgroundCopyJob.SetNotifyInterface')).toBe(2);
  });

  it('that refuses a sink does not keep the process alive for its listener', async () => {
    jobs.failNext('IBackgroundCopyJob.SetNotifyInterface', 0x80070005);
    await expect(job.setNotifyInterface(() => {})).rejects.toMatchObject({ code: 'E_ACCESSDENIED' });
    jobs.failNext('IBackgroundCopyJob.SetNotifyInterface', 0x80070005);
    await expect(job.setNotifyInterface(null)).rejects.toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  it('reports a success without an object as an error', async () => {
    jobs.failNext('IBackgroundCopyJob.EnumFiles', successWithoutObject);
    await expect(job.enumFiles()).rejects.toMatchObject({
      code: 'E_UNEXPECTED',
      operation: 'IBackgroundCopyJob.EnumFiles',
    });
    const attached = await group.attach(connection);
    jobs.failNext('IBackgroundCopyGroup.QueryNewJobInterface', successWithoutObject);
    await expect(attached.queryNewJobInterface()).rejects.toMatchObject({ code: 'E_UNEXPECTED' });
  });

  it('reads its files in pages and with three calls a file', async () => {
    jobs.setFiles(100, 50);
    const files = await job.enumFiles();
    expect(files).toHaveLength(100);
    expect(files[99]).toMatchObject({ remoteName: 'http://localhost/99', bytesTotal: 2n ** 64n - 1n });
    const calls = [
      'IBackgroundCopyJob.EnumFiles',
      'IEnumBackgroundCopyFiles.Next',
      'IBackgroundCopyFile.GetRemoteName',
      'IBackgroundCopyFile.GetLocalName',
      'IBackgroundCopyFile.GetProgress',
    ].map((method) => jobs.count(method));
    expect(calls).toEqual([1, 4, 100, 100, 100]);
  });

  it('keeps unpaired surrogates in the names of its files', async () => {
    jobs.setFiles(1, 1);
    await expect(job.enumFiles()).resolves.toMatchObject([{ localName: 'C:\\\ud83d0' }]);
  });

  it('queries one file per snapshot while its size is unknown', async () => {
    jobs.setFiles(100, 0);
    for (let look = 0; look < 3; look += 1) {
      const { progress } = await job.snapshot();
      expect(progress.bytesTotal).toBe(2n ** 64n - 1n);
    }
    expect(jobs.count('IBackgroundCopyJob.EnumFiles')).toBe(1);
    expect(jobs.count('IEnumBackgroundCopyFiles.Next')).toBe(1);
    expect(jobs.count('IBackgroundCopyFile.GetProgress')).toBe(3);
  });

  it('stops at the first file of unknown size and continues when that size is known', async () => {
    jobs.setFiles(3, 1);
    await job.snapshot();
    expect(jobs.count('IBackgroundCopyFile.GetProgress')).toBe(2);
    jobs.setFiles(3, 3);
    const { progress } = await job.snapshot();
    expect(progress.bytesTotal).toBe(300n);
  });

  it('reads its type once', async () => {
    await job.getType();
    await job.getType();
    expect(jobs.count('IBackgroundCopyJob.GetType')).toBe(1);
  });
});

describe.runIf(canServeManager)('the manager of jobs', () => {
  let connection: NativeConnection;
  let manager: ManagerVerbs;

  beforeEach(async () => {
    jobs.clear();
    jobs.serveManager();
    connection = openNativeConnection();
    manager = await connection.bits.openManager();
  });

  afterEach(async () => {
    await connection.close();
    jobs.revokeManager();
  });

  it('creates and finds jobs with one call each', async () => {
    const created = await manager.createJob('name', 0);
    const found = await manager.getJob('{00000005-0000-0000-0000-000000000000}');
    expect(created.id).toBe('{00000001-0000-0000-0000-000000000000}');
    expect(found.id).toBe('{00000005-0000-0000-0000-000000000000}');
    expect(jobs.count('IBackgroundCopyManager.CreateJob')).toBe(1);
    expect(jobs.count('IBackgroundCopyManager.GetJob')).toBe(1);
    expect(jobs.count('IBackgroundCopyJob.GetId')).toBe(0);
  });

  it('enumerates jobs in pages', async () => {
    jobs.setJobCount(70);
    await expect(manager.enumJobs(0)).resolves.toHaveLength(70);
    expect(jobs.count('IEnumBackgroundCopyJobs.Next')).toBe(3);
  });

  it('reads the name of a listed job once per snapshot, and its type once', async () => {
    jobs.setJobCount(2);
    jobs.setFiles(1, 1);
    await manager.snapshotJobs(0);
    await manager.snapshotJobs(0);
    const calls = ['GetId', 'GetDisplayName', 'GetType', 'GetState', 'GetProgress'].map((method) =>
      jobs.count(`IBackgroundCopyJob.${method}`),
    );
    expect(calls).toEqual([4, 4, 2, 4, 4]);
  });

  it('keeps unpaired surrogates in the names of listed jobs', async () => {
    jobs.setJobCount(1);
    await expect(manager.snapshotJobs(0)).resolves.toMatchObject([{ displayName: 'job \ude00 1' }]);
  });

  it('reports the error of a listed job that cannot be read in its place', async () => {
    jobs.setJobCount(2);
    jobs.failNext('IBackgroundCopyJob.GetProgress', 0x80070005);
    await expect(manager.snapshotJobs(0)).resolves.toMatchObject([
      {
        id: '{00000001-0000-0000-0000-000000000000}',
        hresult: 0x80070005,
        operation: 'IBackgroundCopyJob.GetProgress',
      },
      { id: '{00000002-0000-0000-0000-000000000000}', state: suspended },
    ]);
  });

  it('reads the whole list again when the service has ended while it was read', async () => {
    jobs.setJobCount(2);
    jobs.failNext('IBackgroundCopyJob.GetState', deadProxies.RPC_S_SERVER_UNAVAILABLE);
    await expect(manager.snapshotJobs(0)).resolves.toMatchObject([{ state: suspended }, { state: suspended }]);
    expect(jobs.count('CoCreateInstance')).toBe(2);
    expect(jobs.count('IBackgroundCopyManager.EnumJobs')).toBe(2);
  });

  it('activates the manager again when its service has ended, and finds a job by its id', async () => {
    const job = await manager.createJob('name', 0);
    jobs.failNext('IBackgroundCopyJob.GetState', deadProxies.RPC_S_SERVER_UNAVAILABLE);
    jobs.failNext('IBackgroundCopyManager.GetJob', deadProxies.RPC_S_SERVER_UNAVAILABLE);
    await expect(job.getState()).resolves.toBe(suspended);
    expect(jobs.count('CoCreateInstance')).toBe(2);
    expect(jobs.count('IBackgroundCopyManager.GetJob')).toBe(2);
  });

  it('does not create a job twice', async () => {
    jobs.failNext('IBackgroundCopyManager.CreateJob', deadProxies.RPC_S_CALL_FAILED);
    await expect(manager.createJob('name', 0)).rejects.toMatchObject({ hresult: deadProxies.RPC_S_CALL_FAILED });
    expect(jobs.count('IBackgroundCopyManager.CreateJob')).toBe(1);
    await manager.createJob('name', 0);
    expect(jobs.count('CoCreateInstance')).toBe(2);
  });

  it('reports a success without a job as an error', async () => {
    jobs.failNext('IBackgroundCopyManager.CreateJob', successWithoutObject);
    await expect(manager.createJob('name', 0)).rejects.toMatchObject({
      code: 'E_UNEXPECTED',
      operation: 'IBackgroundCopyManager.CreateJob',
    });
  });
});
