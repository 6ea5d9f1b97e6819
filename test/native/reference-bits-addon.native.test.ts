import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobSettingsRecord, JobVerbs, ManagerVerbs } from '../../lib/bits/verbs.js';
import type { NativeConnection } from '../../lib/native.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { openNativeConnection } from './in-process-group.js';

/** `BG_NOTIFY_…`. */
const notify = { jobError: 0x2, jobModification: 0x8 } as const;

const file = { remoteName: 'http://localhost/a', localName: 'C:\\a.bin' };
const certificate = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0xff);
const store = Uint8Array.of(7);

/** Methods that BITS of Wine does not implement and the contract of modern BITS does not call. */
describe.runIf(canServeBits)('the addon, connected to the reference BITS service', () => {
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

  async function createJob(settings?: JobSettingsRecord): Promise<JobVerbs> {
    return await manager.createJob('a name', 0, settings, [file]);
  }

  /** The arguments of each call of a method. */
  async function argumentsOf(method: string): Promise<readonly unknown[]> {
    return (await service.calls(method)).map((call) => call.arguments);
  }

  /** Registers a sink, makes a change, and waits for the first call of the sink. */
  async function firstEvent(job: JobVerbs, flag: number, change: () => Promise<unknown>): Promise<number> {
    await job.setNotifyFlags(flag);
    const events = await new Promise<number>((resolve, reject) => {
      job.setNotifyInterface(resolve).then(change).catch(reject);
    });
    await job.setNotifyInterface(null);
    return events;
  }

  it('returns the success codes of setters that are not S_OK, each with its method', async () => {
    const job = await createJob();
    await service.succeed('IBackgroundCopyJob4.SetPeerCachingFlags', 0x0020_0055);
    await service.succeed('IBackgroundCopyJob.SetPriority', 1);
    expect(await job.configure({ priority: 3, minimumRetryDelay: 60, peerCachingFlags: 4 })).toEqual([
      { operation: 'IBackgroundCopyJob.SetPriority', hresult: 1 },
      { operation: 'IBackgroundCopyJob4.SetPeerCachingFlags', hresult: 0x0020_0055 },
    ]);
    expect(await job.configure({ priority: 2 })).toEqual([]);
  });

  it('returns the success codes of the settings of a new job with the job', async () => {
    await service.succeed('IBackgroundCopyJob4.SetPeerCachingFlags', 0x0020_0055);
    const settings = { priority: 3, peerCachingFlags: 4 };
    const codes = [{ operation: 'IBackgroundCopyJob4.SetPeerCachingFlags', hresult: 0x0020_0055 }];
    const job = await createJob(settings);
    expect(job.settingCodes).toEqual(codes);
    expect((await createJob(settings)).settingCodes).toEqual([]);
    expect((await manager.getJob(job.id)).settingCodes).toEqual([]);
  });

  it.each<[string, (job: JobVerbs) => Promise<number>]>([
    ['IBackgroundCopyJob.SetDisplayName', (job) => job.setDisplayName('a name')],
    ['IBackgroundCopyJob.SetDescription', (job) => job.setDescription('a description')],
    ['IBackgroundCopyJob.SetPriority', (job) => job.setPriority(3)],
    ['IBackgroundCopyJob.SetMinimumRetryDelay', (job) => job.setMinimumRetryDelay(60)],
    ['IBackgroundCopyJob.SetNoProgressTimeout', (job) => job.setNoProgressTimeout(60)],
    [
      'IBackgroundCopyJob2.SetCredentials',
      (job) => job.setCredentials({ target: 1, scheme: 1, userName: 'user', password: 'password' }),
    ],
  ])('returns the success code of %s', async (method, set) => {
    const job = await createJob();
    await service.succeed(method, 0x0020_0055);
    expect(await set(job)).toBe(0x0020_0055);
    expect(await set(job)).toBe(0);
  });

  it('passes the result and the language to GetErrorDescription, and returns its text', async () => {
    const text = await manager.getErrorDescription(0x80200001, 0x0409);
    expect(text).not.toBe('');
    await expect(argumentsOf('IBackgroundCopyManager.GetErrorDescription')).resolves.toEqual([
      { hResult: 0x80200001, LanguageId: 0x0409 },
    ]);
  });

  it('sets the display name of a job', async () => {
    const job = await createJob();
    await job.setDisplayName('nämé \ud83d\ude00 \ud83d');
    await expect(job.getDisplayName()).resolves.toBe('nämé \ud83d\ude00 \ud83d');
    await expect(argumentsOf('IBackgroundCopyJob.SetDisplayName')).resolves.toEqual([
      { Val: 'nämé \ud83d\ude00 \ud83d' },
    ]);
  });

  it('makes its user the owner of the job of another user', async () => {
    const id = '{11111111-1111-1111-1111-111111111111}';
    await service.addJob({ id, owner: 'S-1-5-18' });
    const job = await manager.getJob(id);
    await expect(job.detail('owner')).resolves.toBe('S-1-5-18');
    await job.takeOwnership();
    await expect(job.detail('owner')).resolves.toMatch(/^S-1-5-21-/);
  });

  it('passes a download position of 64 bits', async () => {
    const job = await createJob();
    const [opened] = await job.openFiles();
    await opened?.updateDownloadPosition(2n ** 63n + 1n);
    await expect(argumentsOf('IBackgroundCopyFile6.UpdateDownloadPosition')).resolves.toEqual([
      { offset: 2n ** 63n + 1n },
    ]);
  });

  it('reports a job that fails', async () => {
    const job = await createJob();
    const fail = () => service.failJob(job.id, { context: 5, code: 0x80190194, file: 0 });
    await expect(firstEvent(job, notify.jobError, fail)).resolves.toBe(notify.jobError);
  });

  it('reports a job that changes', async () => {
    const job = await createJob();
    const change = () => service.notify(job.id, 'jobModification');
    await expect(firstEvent(job, notify.jobModification, change)).resolves.toBe(notify.jobModification);
  });

  it('accepts a server certificate that is pinned', async () => {
    const pins = { certificates: [createHash('sha256').update(certificate).digest()], publicKeys: [] };
    const job = await createJob({ certificatePins: pins });
    await expect(service.validate(job.id, { certificate, store })).resolves.toBe(0);
    await expect(job.getState()).resolves.toBe(3);
  });

  it('refuses a server certificate that is not pinned', async () => {
    const pins = { certificates: [createHash('sha256').update('another').digest()], publicKeys: [] };
    const job = await createJob({ certificatePins: pins });
    await expect(service.validate(job.id, { certificate, store })).resolves.toBe(0x800b0004);
    await expect(job.getError()).resolves.toMatchObject({ context: 8, hresult: 0x800b0004 });
  });
});
