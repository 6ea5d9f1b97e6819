import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobVerbs, ManagerVerbs } from '../../lib/bits/verbs.js';
import type { NativeConnection } from '../../lib/native.js';
import { deferred } from '../contract/winsync/deferred.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { openNativeConnection } from './in-process-group.js';

const unknownSize = 2n ** 64n - 1n;
const file = { remoteName: 'http://localhost/a', localName: 'C:\\a.bin' };

describe.runIf(canServeBits)('the reference BITS service', () => {
  let service: ReferenceBits;
  let connection: NativeConnection;
  let manager: ManagerVerbs;

  beforeAll(async () => {
    service = await startReferenceBits();
  });

  afterAll(() => service.stop());

  beforeEach(async () => {
    connection = openNativeConnection();
    manager = await connection.bits.openManager();
    await service.reset();
  });

  afterEach(async () => {
    await connection.close();
    await service.clearScript();
    await service.clearJobs();
  });

  async function createJob(): Promise<JobVerbs> {
    const job = await manager.createJob('a name', 0);
    await job.addFileSet([file]);
    return job;
  }

  it('records each call with its arguments and its result', async () => {
    const job = await manager.createJob('nämé \ud83d\ude00 \ud83d', 0);
    await job.addFileSet([file, { remoteName: 'http://localhost/\u65e5', localName: 'C:\\\u65e5.bin' }]);
    await expect(service.calls()).resolves.toMatchObject([
      {
        method: 'IBackgroundCopyManager.CreateJob',
        subject: null,
        arguments: { DisplayName: 'nämé \ud83d\ude00 \ud83d', Type: 0 },
        result: 0,
      },
      {
        method: 'IBackgroundCopyJob.AddFileSet',
        subject: job.id,
        arguments: {
          cFileCount: 2,
          pFileSet: [
            { RemoteName: 'http://localhost/a', LocalName: 'C:\\a.bin' },
            { RemoteName: 'http://localhost/\u65e5', LocalName: 'C:\\\u65e5.bin' },
          ],
        },
        result: 0,
      },
    ]);
  });

  it('answers with the progress that the test sets', async () => {
    const job = await createJob();
    await job.resume();
    await expect(job.getState()).resolves.toBe(0);
    await service.setJob(job.id, { state: 2 });
    await service.progress(job.id, 0, 1n, 2n ** 40n);
    await expect(job.getState()).resolves.toBe(2);
    await expect(job.getProgress()).resolves.toMatchObject({ bytesTotal: 2n ** 40n, bytesTransferred: 1n });
    await service.finishJob(job.id);
    await expect(job.complete()).resolves.toBe(0);
    await expect(service.job(job.id)).resolves.toMatchObject({ state: 7, files: [{ completed: true }] });
  });

  it('returns the scripted HRESULT for one call', async () => {
    const job = await createJob();
    await service.fail('IBackgroundCopyJob.Resume', 0x80200002);
    await expect(job.resume()).rejects.toMatchObject({ code: 'BG_E_INVALID_STATE' });
    await job.resume();
    await expect(service.count('IBackgroundCopyJob.Resume')).resolves.toBe(2);
  });

  it('counts the round trips of a snapshot', async () => {
    const job = await createJob();
    await service.progress(job.id, 0, 0, 10);
    await service.reset();
    await job.snapshot();
    await expect(service.counts()).resolves.toEqual({
      'IBackgroundCopyJob.GetState': 1,
      'IBackgroundCopyJob.GetProgress': 1,
    });
    await expect(service.roundTrips()).resolves.toBe(2);
  });

  it('calls the sink of a job whose state the test changes', async () => {
    const job = await createJob();
    const notified = deferred<unknown>();
    await job.setNotifyFlags(3);
    await job.setNotifyInterface((events) => notified.put(events));
    await service.finishJob(job.id, 10);
    await notified.promise;
    await expect(service.notifications()).resolves.toMatchObject([
      { method: 'IBackgroundCopyCallback.JobTransferred', details: { job: job.id }, result: 0 },
    ]);
    await job.setNotifyInterface(null);
  });

  it('reports the error that the test has put a job into', async () => {
    const job = await createJob();
    await service.failJob(job.id, { context: 5, code: 0x80190194, file: 0, protocol: 'http' });
    await expect(job.getError()).resolves.toMatchObject({ context: 5, hresult: 0x80190194 });
    await expect(job.getErrorCount()).resolves.toBe(1);
  });

  it('has its jobs again after its process has ended, if they are kept', async () => {
    const job = await createJob();
    await service.kill('kept');
    await expect(job.getState()).resolves.toBe(3);
    await expect(job.enumFiles()).resolves.toMatchObject([{ ...file, bytesTotal: unknownSize }]);
  });

  it('has no jobs after its process has ended, if they are lost', async () => {
    const job = await createJob();
    await service.kill('lost');
    await expect(job.getState()).rejects.toMatchObject({ code: 'BG_E_NOT_FOUND' });
  });
});
