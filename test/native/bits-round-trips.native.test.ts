import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BitsJobSettings, type Connection, connect } from '../../lib/index.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';

const file = { url: 'http://localhost/a', path: 'C:\\a.bin' };
const downloading = 2;

/** Every setting that a download can have together with another HTTP method than GET. */
const settings: BitsJobSettings = {
  priority: 'high',
  description: 'a description',
  minimumRetryDelay: 60,
  noProgressTimeout: 7200,
  maximumDownloadTime: 100,
  transferPolicy: 'always',
  maximumDownloadSize: 1000n,
  highPerformance: true,
  notificationInterval: 100,
  http: {
    headers: { 'X-One': '1' },
    headersWriteOnly: true,
    method: 'POST',
    redirects: 'report',
    allowRedirectToHttp: true,
    checkRevocation: true,
    ignoreCertificateErrors: ['name'],
    clientCertificate: { location: 'localMachine', store: 'MY', thumbprint: 'ab'.repeat(20) },
    certificatePins: { publicKeys: [`sha256/${'A'.repeat(43)}=`] },
  },
  proxy: 'autoDetect',
  credentials: { target: 'server', scheme: 'basic', user: 'me', password: 'secret' },
  useStoredCredentials: 'proxy',
  notifyCommand: { program: 'C:\\tool.exe' },
  notifyFlags: ['transferred'],
  keepFromSource: ['owner'],
  branchCache: false,
  notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}',
  helperTokenFlags: ['network'],
};

/** `IBackgroundCopyJob2` to `5`, HTTP options 1 to 3, and `IBitsTokenOptions`. */
const laterInterfaces = 8;

describe.runIf(canServeBits)('round trips to the BITS service', () => {
  let service: ReferenceBits;
  let connection: Connection;

  beforeAll(async () => {
    service = await startReferenceBits({ keepCalls: false });
  });

  afterAll(() => service.stop());

  beforeEach(async () => {
    connection = await connect({ backend: 'native' });
    // Activates the manager, which is not a part of the counts.
    await connection.bits.jobs();
    await service.reset();
  });

  afterEach(async () => {
    await connection.close();
    await service.clearJobs();
  });

  it('of createJob() with all settings: one for each setting and each interface, and one for all files', async () => {
    const files = Array.from({ length: 50 }, (_, index) => ({ ...file, path: `C:\\${index}.bin` }));
    await connection.bits.createJob({ name: 'all settings', ...settings, files });
    expect(await service.counts()).toEqual({
      'IBackgroundCopyManager.CreateJob': 1,
      'IUnknown.QueryInterface': laterInterfaces,
      'IBackgroundCopyJob.SetDescription': 1,
      'IBackgroundCopyJob.SetPriority': 1,
      'IBackgroundCopyJob.SetNotifyFlags': 1,
      'IBackgroundCopyJob.SetMinimumRetryDelay': 1,
      'IBackgroundCopyJob.SetNoProgressTimeout': 1,
      'IBackgroundCopyJob.SetProxySettings': 1,
      'IBackgroundCopyJob2.SetNotifyCmdLine': 1,
      'IBackgroundCopyJob2.SetCredentials': 1,
      'IBackgroundCopyJob3.SetFileACLFlags': 1,
      'IBackgroundCopyJob4.SetPeerCachingFlags': 1,
      'IBackgroundCopyJob4.SetMaximumDownloadTime': 1,
      'IBackgroundCopyJob5.SetProperty': 6,
      'IBackgroundCopyJobHttpOptions.SetClientCertificateByID': 1,
      'IBackgroundCopyJobHttpOptions.SetCustomHeaders': 1,
      'IBackgroundCopyJobHttpOptions.SetSecurityFlags': 1,
      'IBackgroundCopyJobHttpOptions2.SetHttpMethod': 1,
      'IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly': 1,
      'IBackgroundCopyJobHttpOptions3.SetServerCertificateValidationInterface': 1,
      'IBitsTokenOptions.SetHelperTokenFlags': 1,
      'IBackgroundCopyJob.AddFileSet': 1,
    });
  });

  it('of createJob() with the settings of other jobs: one for each setting and each interface', async () => {
    await connection.bits.createJob({ name: 'dynamic', dynamicContent: true });
    await connection.bits.createJob({ name: 'on demand', onDemand: true });
    await connection.bits.createJob({ name: 'reply', type: 'uploadReply', replyPath: 'C:\\reply.bin' });
    expect(await service.counts()).toEqual({
      'IBackgroundCopyManager.CreateJob': 3,
      'IUnknown.QueryInterface': 3,
      'IBackgroundCopyJob5.SetProperty': 2,
      'IBackgroundCopyJob2.SetReplyFileName': 1,
    });
  });

  it('of configure() with all settings: one for each setting and each interface, and one to read changed flags', async () => {
    const job = await connection.bits.createJob({ name: 'configured' });
    await service.reset();
    await job.configure(settings);
    const { 'IUnknown.QueryInterface': queries, ...calls } = await service.counts();
    const reads = Object.keys(calls).filter((method) => method.includes('.Get'));
    expect([queries, reads]).toEqual([
      laterInterfaces,
      ['IBackgroundCopyJob4.GetPeerCachingFlags', 'IBackgroundCopyJobHttpOptions.GetSecurityFlags'],
    ]);
    expect(sum(calls)).toBe(26);
  });

  it('of snapshot() of a job: two', async () => {
    const job = await connection.bits.createJob({ name: 'one', files: [file] });
    await service.setJob(job.id, { state: downloading, files: [{ bytesTotal: 100n, bytesTransferred: 10n }] });
    await service.reset();
    for (let reading = 0; reading < 3; reading += 1) await job.snapshot();
    expect(await service.counts()).toEqual({ 'IBackgroundCopyJob.GetState': 3, 'IBackgroundCopyJob.GetProgress': 3 });
  });

  it('of snapshot() of a job of unknown size that has not begun: two', async () => {
    const job = await connection.bits.createJob({ name: 'one', files: [file] });
    await service.reset();
    expect(await job.snapshot()).toMatchObject({ bytesTotal: null });
    expect(await service.counts()).toEqual({ 'IBackgroundCopyJob.GetState': 1, 'IBackgroundCopyJob.GetProgress': 1 });
  });

  it('of bits.snapshot(): four for each job, one for the list, and one for each 32 jobs', async () => {
    const count = 100;
    for (let index = 0; index < count; index += 1)
      await connection.bits.createJob({ name: `job ${index}`, files: [file] });
    await service.reset();
    expect(await connection.bits.snapshot()).toHaveLength(count);
    expect(await service.counts()).toEqual(countsOfList(count));
  });

  it('of bits.snapshot() of jobs that others have created: one more for each job, once', async () => {
    const count = 10;
    for (let index = 0; index < count; index += 1) await service.addJob({ displayName: `job ${index}` });
    await service.reset();
    await connection.bits.snapshot();
    expect(await service.counts()).toEqual({ ...countsOfList(count), 'IBackgroundCopyJob.GetType': count });
    await service.reset();
    await connection.bits.snapshot();
    expect(await service.counts()).toEqual(countsOfList(count));
  });

  it('of details(): one for each property of the job and each interface', async () => {
    const job = await connection.bits.createJob({ name: 'details', type: 'uploadReply' });
    await service.reset();
    await job.details();
    const {
      'IUnknown.QueryInterface': queries,
      'IBackgroundCopyJob5.GetProperty': properties,
      ...calls
    } = await service.counts();
    expect([queries, properties]).toEqual([7, 8]);
    expect(calls).toEqual(
      Object.fromEntries(
        [
          'IBackgroundCopyJob.GetType',
          'IBackgroundCopyJob.GetDisplayName',
          'IBackgroundCopyJob.GetDescription',
          'IBackgroundCopyJob.GetPriority',
          'IBackgroundCopyJob.GetNotifyFlags',
          'IBackgroundCopyJob.GetMinimumRetryDelay',
          'IBackgroundCopyJob.GetNoProgressTimeout',
          'IBackgroundCopyJob.GetErrorCount',
          'IBackgroundCopyJob.GetTimes',
          'IBackgroundCopyJob.GetOwner',
          'IBackgroundCopyJob.GetProxySettings',
          'IBackgroundCopyJob2.GetNotifyCmdLine',
          'IBackgroundCopyJob2.GetReplyFileName',
          'IBackgroundCopyJob3.GetFileACLFlags',
          'IBackgroundCopyJob4.GetPeerCachingFlags',
          'IBackgroundCopyJob4.GetOwnerIntegrityLevel',
          'IBackgroundCopyJob4.GetOwnerElevationState',
          'IBackgroundCopyJob4.GetMaximumDownloadTime',
          'IBackgroundCopyJobHttpOptions.GetClientCertificate',
          'IBackgroundCopyJobHttpOptions.GetCustomHeaders',
          'IBackgroundCopyJobHttpOptions.GetSecurityFlags',
          'IBackgroundCopyJobHttpOptions2.GetHttpMethod',
          'IBitsTokenOptions.GetHelperTokenFlags',
          'IBitsTokenOptions.GetHelperTokenSid',
        ].map((method) => [method, 1]),
      ),
    );
  });
});

/** The calls of `bits.snapshot()` of so many jobs. */
function countsOfList(count: number): Readonly<Record<string, number>> {
  return {
    'IBackgroundCopyManager.EnumJobs': 1,
    'IEnumBackgroundCopyJobs.Next': Math.floor(count / 32) + 1,
    'IBackgroundCopyJob.GetId': count,
    'IBackgroundCopyJob.GetDisplayName': count,
    'IBackgroundCopyJob.GetState': count,
    'IBackgroundCopyJob.GetProgress': count,
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
