import { describe, expect, it } from 'vitest';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { download, jobOf } from './support/bits-jobs.js';
import { openMachine, url } from './support/machine.js';

const noLimit = 2n ** 64n - 1n;

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
