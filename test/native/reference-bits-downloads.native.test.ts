import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BitsDownloadOptions, type Connection, connect, hresults } from '../../lib/index.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { caught } from '../support/caught.js';
import { contentOf } from '../support/content.js';
import { LoopbackServer } from '../support/loopback-server.js';

const suspended = 3;
const canceled = 8;
const acknowledged = 7;
const content = contentOf(5000);

describe.runIf(canServeBits)('bits.download() through the reference BITS service', () => {
  let service: ReferenceBits;
  let connection: Connection;
  let server: LoopbackServer;
  let folder: string;
  let path: string;
  let url: string;

  beforeAll(async () => {
    service = await startReferenceBits();
  });

  afterAll(() => service.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winprogress-'));
    path = join(folder, 'file');
    server = await LoopbackServer.start();
    url = server.serve('/file', { content });
    connection = await connect({ backend: 'native' });
    await service.reset();
  });

  afterEach(async () => {
    await connection.close();
    await service.clearScript();
    await service.clearJobs();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  function download(options?: BitsDownloadOptions) {
    return connection.bits.download(url, path, { interval: 10, ...options });
  }

  /** Starts a download whose job the test moves. */
  async function start(options?: BitsDownloadOptions) {
    const done = download(options);
    done.catch(() => {});
    await service.called('IBackgroundCopyJob.Resume');
    const [job] = await service.jobs();
    if (job === undefined) throw new Error('no job was created');
    return { id: job.id, done };
  }

  it.each([
    'IBackgroundCopyManager.CreateJob',
    'IBackgroundCopyJob.SetPriority',
    'IBackgroundCopyJob.SetMinimumRetryDelay',
    'IBackgroundCopyJob.AddFileSet',
    'IBackgroundCopyJob.Resume',
  ])('rejects with the failure of %s and leaves no job', async (method) => {
    await service.fail(method, hresults.E_OUTOFMEMORY);
    expect(await caught(download())).toMatchObject({ name: 'HResultError', code: 'E_OUTOFMEMORY', operation: method });
    expect(await service.jobs()).toEqual([]);
  });

  it('rejects with the error of its job, its file and its HTTP status, and leaves no job', async () => {
    const { id, done } = await start();
    await service.failJob(id, { context: 5, code: 0x80190194, file: 0, protocol: 'http' });
    expect(await caught(done)).toMatchObject({
      code: 'BG_E_HTTP_ERROR_404',
      context: 'remoteFile',
      httpStatus: 404,
      file: { url, path },
    });
    expect(await service.jobs()).toEqual([]);
  });

  it('rejects with BG_E_ERROR_INFORMATION_UNAVAILABLE for an error without an error object', async () => {
    const { id, done } = await start();
    await service.fail('IBackgroundCopyJob.GetError', hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE, {
      times: Number.POSITIVE_INFINITY,
    });
    await service.failJob(id, { context: 1, code: hresults.E_FAIL });
    expect(await caught(done)).toMatchObject({ code: 'BG_E_ERROR_INFORMATION_UNAVAILABLE' });
    expect(await service.jobs()).toEqual([]);
  });

  it('rejects with ERR_DOWNLOAD_CANCELED when another program cancels its job', async () => {
    const { id, done } = await start();
    await service.setJob(id, { state: canceled });
    expect(await caught(done)).toMatchObject({ code: 'ERR_DOWNLOAD_CANCELED' });
  });

  it('rejects with ERR_DOWNLOAD_INCOMPLETE when another program completes its job before the file is whole', async () => {
    const { id, done } = await start();
    await service.setJob(id, { state: acknowledged });
    expect(await caught(done)).toMatchObject({ code: 'ERR_DOWNLOAD_INCOMPLETE', file: { url, path } });
  });

  it('rejects with ERR_DOWNLOAD_INCOMPLETE when Complete returns BG_S_PARTIAL_COMPLETE', async () => {
    const { id, done } = await start();
    await service.succeed('IBackgroundCopyJob.Complete', hresults.BG_S_PARTIAL_COMPLETE);
    await service.finishJob(id, content.length);
    expect(await caught(done)).toMatchObject({ code: 'ERR_DOWNLOAD_INCOMPLETE' });
  });

  it.each(['ERROR_SHARING_VIOLATION', 'ERROR_LOCK_VIOLATION', 'E_ACCESSDENIED'] as const)(
    'calls Complete again after %s',
    async (code) => {
      await service.fail('IBackgroundCopyJob.Complete', hresults[code], { times: 2 });
      const { id, done } = await start();
      await service.finishJob(id, content.length);
      await expect(done).resolves.toMatchObject({ by: 'bits', completedElsewhere: false });
      expect(await service.count('IBackgroundCopyJob.Complete')).toBe(3);
    },
  );

  it('rejects with BG_E_NOT_FOUND when the service ends and has lost its jobs', async () => {
    const { done } = await start();
    await service.kill('lost');
    expect(await caught(done)).toMatchObject({ code: 'BG_E_NOT_FOUND' });
  });

  it('continues when the service ends and has kept its jobs', async () => {
    const { id, done } = await start();
    await service.kill('kept');
    await service.finishJob(id, content.length);
    await expect(done).resolves.toMatchObject({ by: 'bits', jobId: id });
  });

  it.each([
    'ERROR_SERVICE_DISABLED',
    'ERROR_NOT_LOGGED_ON',
    'BG_E_TOO_MANY_JOBS_PER_USER',
    'BG_E_TOO_MANY_JOBS_PER_MACHINE',
    'E_ACCESSDENIED',
  ] as const)('is done over HTTP when CreateJob returns %s and fallback is http', async (code) => {
    await service.fail('IBackgroundCopyManager.CreateJob', hresults[code]);
    expect(await download({ fallback: 'http' })).toMatchObject({ by: 'http', fallbackReason: { code } });
    expect(new Uint8Array(await readFile(path))).toEqual(content);
    expect(await service.jobs()).toEqual([]);
  });

  it.each(['BG_E_MISSING_FILE_SIZE', 'BG_E_INSUFFICIENT_HTTP_SUPPORT', 'BG_E_INSUFFICIENT_RANGE_SUPPORT'] as const)(
    'is done over HTTP when its job fails with %s and fallback is http',
    async (code) => {
      const { id, done } = await start({ fallback: 'http', retryAsDynamic: false });
      await service.failJob(id, { context: 5, code: hresults[code], file: 0, protocol: 'http' });
      await expect(done).resolves.toMatchObject({ by: 'http', fallbackReason: { code } });
      expect(new Uint8Array(await readFile(path))).toEqual(content);
      expect(await service.jobs()).toEqual([]);
    },
  );

  it('begins again when the job of its key has another file', async () => {
    const first = await start({ key: 'a', onAbort: 'suspend' });
    await connection.close();
    expect(await caught(first.done)).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await service.job(first.id)).toMatchObject({ state: suspended });
    connection = await connect({ backend: 'native' });
    const other = join(folder, 'other');
    await writeFile(other, '');
    const done = connection.bits.download(url, other, { key: 'a', interval: 10 });
    await service.called('IBackgroundCopyJob.Resume', 2);
    const jobs = await service.jobs();
    expect(jobs.map(({ id }) => id)).not.toContain(first.id);
    await service.finishJob(jobs[0]?.id ?? '', content.length);
    await expect(done).resolves.toMatchObject({ resumed: false });
  });

  it('activates the service again when it ends during the activation', async () => {
    await service.fail('IClassFactory.CreateInstance', hresults.RPC_S_CALL_FAILED_DNE);
    expect(await connection.bits.jobs()).toEqual([]);
    expect(await service.count('IClassFactory.CreateInstance')).toBe(2);
  });

  it.each([
    ['cancel', 'IBackgroundCopyJob.Cancel'],
    ['complete', 'IBackgroundCopyJob.Complete'],
  ] as const)('has a job whose %s() resolves to BG_S_UNABLE_TO_DELETE_FILES', async (method, operation) => {
    const job = await connection.bits.createJob({ name: 'a name', files: [{ url, path }] });
    await service.finishJob(job.id, content.length);
    await service.succeed(operation, hresults.BG_S_UNABLE_TO_DELETE_FILES);
    expect(await job[method]()).toEqual({ outcome: 'BG_S_UNABLE_TO_DELETE_FILES' });
  });
});
