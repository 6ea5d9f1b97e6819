import { describe, expect, it } from 'vitest';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';
import { state, unknown } from './support/states.js';

const download = 0;
const upload = 1;
const uploadReply = 2;
const noLimit = 2n ** 64n - 1n;

async function jobOf(type: number, settings?: JobSettingsRecord) {
  const machine = await openMachine();
  machine.emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
  const job = await machine.manager.createJob('test', type, settings);
  return { ...machine, job };
}

describe('details()', () => {
  it('has the documented defaults in a new job', async () => {
    const { job } = await jobOf(download);
    expect(await job.details()).toMatchObject({
      type: 0,
      displayName: 'test',
      description: '',
      priority: 2,
      notifyFlags: 3,
      minimumRetryDelay: 600,
      noProgressTimeout: 1_209_600,
      errorCount: 0,
      proxy: { usage: 0, list: null, bypass: null },
      notifyCommand: null,
      replyFileName: null,
      fileAclFlags: 0,
      peerCachingFlags: 0,
      ownerElevated: false,
      ownerIntegrityLevel: 0x2000,
      maximumDownloadTime: 7_776_000,
      notificationClsid: '{00000000-0000-0000-0000-000000000000}',
      dynamicContent: false,
      highPerformance: false,
      maximumDownloadSize: noLimit,
      useStoredCredentials: 0,
      minimumNotificationInterval: 500,
      onDemandMode: false,
      clientCertificate: null,
      customHeaders: null,
      securityFlags: 0,
      httpMethod: 'GET',
      helperTokenFlags: 0,
      helperTokenSid: null,
    });
  });

  it('has the times of the job, and 0 for a transfer that has not been completed', async () => {
    const { job, tick } = await jobOf(download);
    const { times } = await job.details();
    expect(times).toMatchObject({ modification: times?.creation, transferCompletion: 0n });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    const after = await job.detail('times');
    expect(after.creation).toBe(times?.creation);
    // 1000 bytes at 1000 bytes a second, in units of 100 nanoseconds.
    expect(after.transferCompletion - after.creation).toBe(10_000_000n);
  });

  it('is null for what an older BITS does not have, where detail() rejects with E_NOINTERFACE', async () => {
    const { manager } = await openMachine({ bitsVersion: '3.0' });
    const job = await manager.createJob('test', download);
    expect(await job.details()).toMatchObject({ maximumDownloadTime: 7_776_000, costFlags: null, httpMethod: null });
    expect(await caught(job.detail('httpMethod'))).toMatchObject({
      hresult: hresults.E_NOINTERFACE,
      operation: 'IBackgroundCopyJobHttpOptions2.GetHttpMethod',
    });
  });

  it('rejects with BG_E_UNKNOWN_PROPERTY_ID for a property that came after IBackgroundCopyJob5', async () => {
    const { manager } = await openMachine({ bitsVersion: '5.0' });
    const job = await manager.createJob('test', download);
    expect(await caught(job.detail('onDemandMode'))).toMatchObject({ hresult: hresults.BG_E_UNKNOWN_PROPERTY_ID });
    expect(await job.detail('dynamicContent')).toBe(false);
  });
});

describe('configure()', () => {
  it('sets what details() reads', async () => {
    const { job } = await jobOf(download);
    const settings = {
      highPerformance: true,
      displayName: 'other',
      description: 'text',
      priority: 0,
      notifyFlags: 0x3b,
      minimumRetryDelay: 60,
      noProgressTimeout: 120,
      proxy: { usage: 2, list: 'proxy.example:8080', bypass: '*.example' },
      notifyCommand: { program: 'C:\\x.exe', parameters: 'C:\\x.exe 1' },
      fileAclFlags: 5,
      peerCachingFlags: 4,
      maximumDownloadTime: 30,
      costFlags: 0x8000_0067,
      notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}',
      dynamicContent: true,
      maximumDownloadSize: 5_000_000_000n,
      useStoredCredentials: 2,
      minimumNotificationInterval: 0,
      onDemandMode: false,
      clientCertificate: { storeLocation: 0, storeName: 'MY', hash: new Uint8Array(20).fill(7), subjectName: null },
      customHeaders: 'X-One: 1\r\n',
      securityFlags: 0x90a,
      helperTokenFlags: 3,
    } as const;
    await job.configure(settings);
    expect(await job.details()).toMatchObject(settings);
  });

  it('names the interface that an older BITS does not have, and keeps what was set before', async () => {
    const { manager } = await openMachine({ bitsVersion: '4.0' });
    const job = await manager.createJob('test', download);
    expect(await caught(job.configure({ description: 'set', costFlags: 1 }))).toMatchObject({
      hresult: hresults.E_NOINTERFACE,
      operation: 'IBackgroundCopyJob5.SetProperty',
    });
    expect(await job.getDescription()).toBe('set');
  });

  it.each<[string, number, JobSettingsRecord, string, string]>([
    [
      'a proxy usage outside the enumeration',
      download,
      { proxy: { usage: 4, list: null, bypass: null } },
      'E_NOTIMPL',
      'IBackgroundCopyJob.SetProxySettings',
    ],
    [
      'an override without a list',
      download,
      { proxy: { usage: 2, list: null, bypass: null } },
      'E_INVALIDARG',
      'IBackgroundCopyJob.SetProxySettings',
    ],
    [
      'a list without an override',
      download,
      { proxy: { usage: 1, list: 'x', bypass: null } },
      'E_INVALIDARG',
      'IBackgroundCopyJob.SetProxySettings',
    ],
    [
      'a proxy list of 32 KB',
      download,
      { proxy: { usage: 2, list: 'x'.repeat(16_384), bypass: null } },
      'BG_E_PROXY_LIST_TOO_LARGE',
      'IBackgroundCopyJob.SetProxySettings',
    ],
    [
      'a bypass list of 32 KB',
      download,
      { proxy: { usage: 2, list: 'x', bypass: 'x'.repeat(16_384) } },
      'BG_E_PROXY_BYPASS_LIST_TOO_LARGE',
      'IBackgroundCopyJob.SetProxySettings',
    ],
    [
      'a long program',
      download,
      { notifyCommand: { program: 'x'.repeat(261), parameters: null } },
      'BG_E_STRING_TOO_LONG',
      'IBackgroundCopyJob2.SetNotifyCmdLine',
    ],
    [
      'long parameters',
      download,
      { notifyCommand: { program: 'x', parameters: 'x'.repeat(4001) } },
      'BG_E_STRING_TOO_LONG',
      'IBackgroundCopyJob2.SetNotifyCmdLine',
    ],
    [
      'a reply file of an upload',
      upload,
      { replyFileName: 'C:\\r' },
      'E_NOTIMPL',
      'IBackgroundCopyJob2.SetReplyFileName',
    ],
    [
      'a reply file with a relative path',
      uploadReply,
      { replyFileName: 'r' },
      'E_INVALIDARG',
      'IBackgroundCopyJob2.SetReplyFileName',
    ],
    [
      'credentials for no target',
      download,
      { credentials: [{ target: 3, scheme: 1, userName: 'u', password: 'p' }] },
      'BG_E_INVALID_AUTH_TARGET',
      'IBackgroundCopyJob2.SetCredentials',
    ],
    [
      'credentials of no scheme',
      download,
      { credentials: [{ target: 1, scheme: 6, userName: 'u', password: 'p' }] },
      'BG_E_INVALID_AUTH_SCHEME',
      'IBackgroundCopyJob2.SetCredentials',
    ],
    [
      'Basic without a user name',
      download,
      { credentials: [{ target: 1, scheme: 1, userName: null, password: null }] },
      'E_INVALIDARG',
      'IBackgroundCopyJob2.SetCredentials',
    ],
    [
      'a long user name',
      download,
      { credentials: [{ target: 1, scheme: 1, userName: 'u'.repeat(301), password: 'p' }] },
      'BG_E_USERNAME_TOO_LARGE',
      'IBackgroundCopyJob2.SetCredentials',
    ],
    [
      'a long password',
      download,
      { credentials: [{ target: 1, scheme: 1, userName: 'u', password: 'p'.repeat(65_536) }] },
      'BG_E_PASSWORD_TOO_LARGE',
      'IBackgroundCopyJob2.SetCredentials',
    ],
    ['unknown ACL flags', download, { fileAclFlags: 0x10 }, 'E_INVALIDARG', 'IBackgroundCopyJob3.SetFileACLFlags'],
    ['unknown notify flags', download, { notifyFlags: 0x40 }, 'E_NOTIMPL', 'IBackgroundCopyJob.SetNotifyFlags'],
    [
      'dynamic content of an upload',
      upload,
      { dynamicContent: true },
      'BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'high performance of an upload',
      upload,
      { highPerformance: true },
      'BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'a maximum size of an upload',
      upload,
      { maximumDownloadSize: 1n },
      'BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'on-demand mode of an upload',
      upload,
      { onDemandMode: true },
      'BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'a maximum size of 0',
      download,
      { maximumDownloadSize: 0n },
      'BG_E_MAX_DOWNLOAD_SIZE_INVALID_VALUE',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'stored credentials for servers',
      download,
      { useStoredCredentials: 1 },
      'BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'dynamic content in on-demand mode',
      download,
      { dynamicContent: true, onDemandMode: true },
      'BG_E_UNSUPPORTED_JOB_CONFIGURATION',
      'IBackgroundCopyJob5.SetProperty',
    ],
    [
      'a method with dynamic content',
      download,
      { dynamicContent: true, httpMethod: 'POST' },
      'BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD',
      'IBackgroundCopyJobHttpOptions2.SetHttpMethod',
    ],
    [
      'headers of 16 384 characters',
      download,
      { customHeaders: 'x'.repeat(16_384) },
      'BG_E_STRING_TOO_LONG',
      'IBackgroundCopyJobHttpOptions.SetCustomHeaders',
    ],
    [
      'unknown security flags',
      download,
      { securityFlags: 0x20 },
      'E_NOTIMPL',
      'IBackgroundCopyJobHttpOptions.SetSecurityFlags',
    ],
    [
      'an unknown redirect policy',
      download,
      { securityFlags: 0x300 },
      'E_NOTIMPL',
      'IBackgroundCopyJobHttpOptions.SetSecurityFlags',
    ],
    ['unknown token flags', download, { helperTokenFlags: 4 }, 'E_INVALIDARG', 'IBitsTokenOptions.SetHelperTokenFlags'],
  ])('refuses %s', async (_, type, settings, code, operation) => {
    const { job } = await jobOf(type);
    expect(await caught(job.configure(settings))).toMatchObject({ code, operation });
  });

  it('refuses HIGH_PERFORMANCE once a file was added', async () => {
    const { job } = await jobOf(download);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    expect(await caught(job.configure({ highPerformance: true }))).toMatchObject({
      code: 'BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE',
    });
  });

  it.each<[string, JobSettingsRecord]>([
    ['DYNAMIC_CONTENT', { dynamicContent: true }],
    ['MAX_DOWNLOAD_SIZE', { maximumDownloadSize: 5n }],
    ['the HTTP method', { httpMethod: 'POST' }],
  ])('refuses %s once the job was resumed', async (_, settings) => {
    const { job } = await jobOf(download);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await job.suspend();
    expect(await caught(job.configure(settings))).toMatchObject({ code: 'BG_E_READ_ONLY_PROPERTY_AFTER_RESUME' });
  });

  it('refuses every setting in a final state with BG_E_INVALID_STATE', async () => {
    const { job } = await jobOf(download);
    await job.cancel();
    for (const settings of [{ description: 'x' }, { costFlags: 1 }, { customHeaders: 'x' }, { helperTokenFlags: 1 }])
      expect(await caught(job.configure(settings))).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });

  it('refuses certificate pins of a job that is active with BG_E_READ_ONLY_WHEN_JOB_ACTIVE', async () => {
    const { job } = await jobOf(download);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    expect(await caught(job.configure({ certificatePins: { certificates: [], publicKeys: [] } }))).toMatchObject({
      code: 'BG_E_READ_ONLY_WHEN_JOB_ACTIVE',
    });
  });

  it('leaves write-only headers unreadable, and still sends them', async () => {
    const { emulation, job, tick } = await jobOf(download, {
      customHeaders: 'X-Token: secret\r\n',
      customHeadersWriteOnly: true,
    });
    expect(await job.detail('customHeaders')).toBeNull();
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(emulation.network.requests.map(({ headers }) => headers)).toEqual([
      'X-Token: secret\r\n',
      'X-Token: secret\r\n',
    ]);
  });
});

describe('createJob with settings and files', () => {
  it('makes a job with both in one call', async () => {
    const { manager, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10 });
    const job = await manager.createJob('test', download, { priority: 0 }, [
      { remoteName: url('a'), localName: 'C:\\a' },
      { remoteName: url('a'), localName: 'C:\\b', ranges: [{ offset: 2n, length: 3n }] },
    ]);
    await job.resume();
    await tick(1000);
    await job.complete();
    expect([emulation.files.size('C:\\a'), emulation.files.size('C:\\b')]).toEqual([10n, 3n]);
  });

  it.each<[string, JobSettingsRecord | undefined, string]>([
    ['a setting', { fileAclFlags: 0x100 }, 'IBackgroundCopyJob3.SetFileACLFlags'],
    ['a file', undefined, 'IBackgroundCopyJob.AddFileSet'],
  ])('cancels the job when %s fails', async (_, settings, operation) => {
    const { manager } = await openMachine();
    const files = [{ remoteName: 'nonsense', localName: 'C:\\a' }];
    expect(await caught(manager.createJob('test', download, settings, files))).toMatchObject({
      code: 'E_INVALIDARG',
      operation,
    });
    expect(await manager.enumJobs(0)).toEqual([]);
  });
});

describe('an HTTP method other than the default', () => {
  it('puts the job into the foreground and fixes its priority', async () => {
    const { job } = await jobOf(download, { httpMethod: 'POST' });
    expect(await job.getPriority()).toBe(0);
    expect(await caught(job.setPriority(2))).toMatchObject({ code: 'BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD' });
  });

  it('changes nothing when it is the default', async () => {
    const { job } = await jobOf(download, { httpMethod: 'GET' });
    expect(await job.getPriority()).toBe(2);
  });

  it('is sent without a HEAD before it, and its errors are fatal', async () => {
    const { emulation, job, tick } = await jobOf(download, { httpMethod: 'POST' });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, faults: [{ at: 500, kind: 'cut' }] });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.error);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.map(({ method, range }) => [method, range])).toEqual([
      ['POST', null],
      ['POST', null],
    ]);
  });
});

describe('MAX_DOWNLOAD_SIZE', () => {
  it('ends the job in BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED when the files are larger', async () => {
    const { job, tick } = await jobOf(download, { maximumDownloadSize: 999n });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED },
    });
  });

  it('ends a file of unknown length once it has become too large', async () => {
    const { emulation, job, tick } = await jobOf(download, {
      maximumDownloadSize: 600n,
      dynamicContent: true,
      priority: 0,
    });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, chunked: true });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(500);
    expect(await job.snapshot()).toMatchObject({ state: state.transferring, progress: { bytesTotal: unknown } });
    await tick(500);
    expect(await job.snapshot()).toMatchObject({ state: state.error });
  });

  it('lets files of exactly this size pass', async () => {
    const { job, tick } = await jobOf(download, { maximumDownloadSize: 1000n });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
  });
});

describe('SetMaximumDownloadTime', () => {
  it('ends the job in BG_E_MAXDOWNLOAD_TIMEOUT when it has transferred for so long', async () => {
    const { emulation, job, tick } = await jobOf(download, { maximumDownloadTime: 5 });
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000 });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(4999);
    expect(await job.getState()).toBe(state.transferring);
    await tick(1);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_MAXDOWNLOAD_TIMEOUT },
    });
  });

  it('takes effect while the job is transferred', async () => {
    const { emulation, job, tick } = await jobOf(download);
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000 });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(3000);
    await job.configure({ maximumDownloadTime: 5 });
    await tick(2000);
    expect(await job.getState()).toBe(state.error);
  });
});

describe('DYNAMIC_CONTENT', () => {
  const server = { size: 1000, bytesPerSecond: 1000, acceptsHead: false, acceptsRanges: false, chunked: true } as const;

  it('downloads from a server without HEAD, length and ranges in the foreground', async () => {
    const { emulation, job, tick } = await jobOf(download, { dynamicContent: true, priority: 0 });
    emulation.network.serve(url('a'), server);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('changes nothing in the background', async () => {
    const { emulation, job, tick } = await jobOf(download, { dynamicContent: true });
    emulation.network.serve(url('a'), server);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INSUFFICIENT_HTTP_SUPPORT },
    });
  });

  it('begins at 0 after an interruption, also where the server has ranges', async () => {
    const { emulation, job, tick } = await jobOf(download, { dynamicContent: true, priority: 0 });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000 });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(500);
    await job.suspend();
    await job.resume();
    await tick(5000);
    expect(emulation.network.requests.map(({ range }) => range)).toEqual([null, null, null, null]);
  });

  it('refuses a file with ranges with BG_E_UNSUPPORTED_JOB_CONFIGURATION', async () => {
    const { job } = await jobOf(download, { dynamicContent: true });
    const file = { remoteName: url('a'), localName: 'C:\\a' };
    expect(await caught(job.addFileWithRanges(file, [{ offset: 0n, length: 1n }]))).toMatchObject({
      code: 'BG_E_UNSUPPORTED_JOB_CONFIGURATION',
    });
  });
});

describe('HIGH_PERFORMANCE', () => {
  async function direct() {
    const machine = await jobOf(download, { highPerformance: true });
    machine.emulation.files.write('C:\\a', new Uint8Array(5000));
    await machine.job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await machine.job.resume();
    await machine.tick(500);
    return machine;
  }

  it('writes to the local file itself', async () => {
    const { emulation, job, tick } = await direct();
    expect(emulation.files.size('C:\\a')).toBe(500n);
    const [file] = await job.openFiles();
    expect(await file?.getTemporaryName()).toBe('C:\\a');
    await tick(5000);
    await job.complete();
    expect(emulation.files.read('C:\\a')).toEqual(emulation.network.read(url('a')));
  });

  it('leaves what has been written when the job is cancelled', async () => {
    const { emulation, job } = await direct();
    await job.cancel();
    expect(emulation.files.size('C:\\a')).toBe(500n);
  });
});

describe('the version of BITS', () => {
  it('decides which classes are registered', async () => {
    const { backend } = await openMachine({ bitsVersion: '3.0' });
    const [present, missing] = ['{659CDEA7-489E-11D9-A9CD-000D56965251}', '{BB6DF56B-CACE-11DC-9992-0019B93A3A84}'];
    expect(await backend.activate(present ?? '', 'local')).toBe(hresults.S_OK);
    expect(await backend.activate(missing ?? '', 'local')).toBe(hresults.REGDB_E_CLASSNOTREG);
  });

  it.each([
    ['2.5', 0x1f],
    ['5.0', 0x3f],
  ] as const)('decides which notify flags are known: %s', async (bitsVersion, flags) => {
    const { manager } = await openMachine({ bitsVersion });
    const job = await manager.createJob('test', download);
    expect(await caught(job.setNotifyFlags(flags))).toMatchObject({ code: 'E_NOTIMPL' });
    await job.setNotifyFlags(flags >> 1);
  });

  it('has no redirect policies before 3.0', async () => {
    const { manager } = await openMachine({ bitsVersion: '2.5' });
    const job = await manager.createJob('test', download);
    await job.configure({ securityFlags: 0x1f });
    expect(await caught(job.configure({ securityFlags: 0x100 }))).toMatchObject({ code: 'E_NOTIMPL' });
  });
});
