import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BitsContext } from '../../lib/bits/context.js';
import { BitsJob } from '../../lib/bits/job.js';
import type { BitsSettingsResult } from '../../lib/bits/settings.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { FakeClock } from './fake-clock.js';
import { FakeJob, jobDetails } from './fake-job.js';

function opened(parts: Parameters<typeof jobDetails>[0] = {}): { job: BitsJob; fake: FakeJob } {
  const fake = new FakeJob();
  fake.detailsRecord = jobDetails(parts);
  return { job: new BitsJob(new BitsContext(new Calls(), new FakeClock()), fake), fake };
}

const secret = 'swordfish';

describe('details()', () => {
  it('are words, dates and bigint counts', async () => {
    const { job } = opened({
      type: 2,
      priority: 0,
      costFlags: 0x8000_007f,
      maximumDownloadSize: 5n,
      useStoredCredentials: 2,
      notifyFlags: 0x13,
      notifyCommand: { program: 'C:\\x.exe', parameters: '"C:\\x.exe" "a b"' },
      replyFileName: 'C:\\reply',
      fileAclFlags: 9,
      peerCachingFlags: 4,
      proxy: { usage: 2, list: 'proxy:80', bypass: null },
      securityFlags: 0x902,
      httpMethod: 'POST',
      clientCertificate: { storeLocation: 1, storeName: 'MY', hash: new Uint8Array(20).fill(0xab), subjectName: null },
      notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}',
      helperTokenFlags: 2,
      helperTokenSid: 'S-1-5-21-2',
      times: { creation: 116_444_736_000_000_000n, modification: 116_444_736_010_000_000n, transferCompletion: 0n },
    });
    expect(await job.details()).toEqual({
      id: job.id,
      type: 'uploadReply',
      name: 'job',
      description: '',
      priority: 'foreground',
      owner: { sid: 'S-1-5-21-1', elevated: false, integrityLevel: 'medium' },
      times: { created: new Date(0), modified: new Date(1000), transferred: null },
      errorCount: 0,
      minimumRetryDelay: 600,
      noProgressTimeout: 1_209_600,
      maximumDownloadTime: 7_776_000,
      transferPolicy: 'notRoaming',
      dynamicContent: false,
      maximumDownloadSize: 5n,
      highPerformance: false,
      notificationInterval: 500,
      onDemand: false,
      http: {
        headerNames: null,
        method: 'POST',
        redirects: 'report',
        allowRedirectToHttp: true,
        checkRevocation: false,
        ignoreCertificateErrors: ['name'],
        clientCertificate: { location: 'localMachine', store: 'MY', thumbprint: 'AB'.repeat(20), subject: null },
      },
      proxy: { servers: 'proxy:80' },
      useStoredCredentials: 'proxy',
      notifyFlags: ['transferred', 'error', 'fileTransferred'],
      notifyCommand: { program: 'C:\\x.exe', arguments: ['a b'], commandLine: '"C:\\x.exe" "a b"' },
      replyPath: 'C:\\reply',
      keepFromSource: ['owner', 'sacl'],
      branchCache: false,
      notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}',
      helperToken: { sid: 'S-1-5-21-2', usedFor: ['network'] },
    });
  });

  it('are null for what this BITS does not have', async () => {
    const everything = jobDetails();
    const nothing = Object.fromEntries(Object.keys(everything).map((name) => [name, null]));
    const { job } = opened(nothing);
    const { id, http, ...rest } = await job.details();
    expect([id, ...Object.values(rest), ...Object.values(http)]).toEqual([
      job.id,
      ...Object.values({ ...rest, ...http }).map(() => null),
    ]);
  });

  it('are written by JSON.stringify() with decimal strings for byte counts', async () => {
    const { job } = opened();
    expect(JSON.parse(JSON.stringify(await job.details()))).toMatchObject({
      maximumDownloadSize: '18446744073709551615',
      times: { transferred: null },
    });
  });

  it('have the names of the headers without their values', async () => {
    const { job } = opened({ customHeaders: `Authorization: ${secret}\r\nX-Id: 1\r\n` });
    const details = await job.details();
    expect(details.http.headerNames).toEqual(['Authorization', 'X-Id']);
    expect(inspect(details, { depth: 10, showHidden: true }) + JSON.stringify(details)).not.toContain(secret);
  });
});

describe('a getter', () => {
  it('returns the values of the headers', async () => {
    const { job } = opened({ customHeaders: 'Authorization: Basic\r\n' });
    expect((await job.getHttpSettings()).headers).toEqual([['Authorization', 'Basic']]);
  });

  it('returns null for the HTTP method of a BITS that has the other HTTP settings', async () => {
    const { job } = opened({ httpMethod: null });
    expect(await job.getHttpSettings()).toMatchObject({ method: null, redirects: 'follow' });
  });

  it('returns null for the elevation of the owner in a BITS before 3.0', async () => {
    const { job } = opened({ ownerElevated: null, ownerIntegrityLevel: null });
    expect(await job.getOwner()).toEqual({ sid: 'S-1-5-21-1', elevated: null, integrityLevel: null });
  });

  it('rejects for an interface that this BITS does not have, with the version that brought it', async () => {
    const { job } = opened({ costFlags: null });
    expect(await caught(job.getTransferPolicy())).toMatchObject({
      code: 'E_NOINTERFACE',
      operation: 'IBackgroundCopyJob5.GetProperty',
      context:
        'IBackgroundCopyJob5 is missing from this version of BITS: it came with BITS 5.0 (Windows 8, Windows Server 2012)',
    });
  });

  it('returns the time of the transfer once there is one', async () => {
    const { job } = opened({
      times: { creation: 1n, modification: 1n, transferCompletion: 116_444_736_000_000_000n + 5_009_999n },
    });
    // FILETIME counts 100 nanoseconds: what is beyond the millisecond is cut off.
    expect((await job.getTimes()).transferred).toEqual(new Date(500));
  });
});

describe('a success code', () => {
  it.each([
    ['S_OK', hresults.S_OK, true],
    ['S_FALSE', hresults.S_FALSE, false],
  ])('%s of RemoveCredentials and ReplaceRemotePrefix is %s', async (_, hresult, expected) => {
    const { job, fake } = opened();
    fake.removeCredentials = async () => hresult;
    fake.replaceRemotePrefix = async () => hresult;
    expect(await job.removeCredentials('proxy', 'ntlm')).toBe(expected);
    expect(await job.replaceUrlPrefix('http://a/', 'http://b/')).toBe(expected);
  });
});

describe('the setter of a single setting', () => {
  it.each<[string, (job: BitsJob) => Promise<BitsSettingsResult>]>([
    ['IBackgroundCopyJob.SetDisplayName', (job) => job.setDisplayName('a name')],
    ['IBackgroundCopyJob.SetDescription', (job) => job.setDescription('a description')],
    ['IBackgroundCopyJob.SetPriority', (job) => job.setPriority('low')],
    ['IBackgroundCopyJob.SetMinimumRetryDelay', (job) => job.setMinimumRetryDelay(60)],
    ['IBackgroundCopyJob.SetNoProgressTimeout', (job) => job.setNoProgressTimeout(60)],
    [
      'IBackgroundCopyJob2.SetCredentials',
      (job) => job.setCredentials({ target: 'server', scheme: 'basic', user: 'me', password: secret }),
    ],
  ])('resolves to the success code of %s, and to no note after S_OK', async (operation, set) => {
    const { job, fake } = opened();
    let hresult: number = hresults.S_OK;
    const succeed = async () => hresult;
    Object.assign(fake, {
      setDisplayName: succeed,
      setDescription: succeed,
      setPriority: succeed,
      setMinimumRetryDelay: succeed,
      setNoProgressTimeout: succeed,
      setCredentials: succeed,
    });
    expect(await set(job)).toEqual({ notes: [] });
    hresult = hresults.BG_S_OVERRIDDEN_BY_POLICY;
    expect(await set(job)).toEqual({ notes: [{ operation, outcome: 'BG_S_OVERRIDDEN_BY_POLICY' }] });
    hresult = hresults.S_FALSE;
    expect(await set(job)).toEqual({ notes: [{ operation, outcome: hresults.S_FALSE }] });
  });

  it.each<[string, (job: BitsJob) => Promise<BitsSettingsResult>]>([
    ['setProxy()', (job) => job.setProxy('none')],
    ['setHttpSettings()', (job) => job.setHttpSettings({ method: 'PUT' })],
    ['setTransferPolicy()', (job) => job.setTransferPolicy('always')],
    ['setNotifyCommand()', (job) => job.setNotifyCommand(null)],
    ['setNotifyFlags()', (job) => job.setNotifyFlags(['error'])],
    ['setReplyPath()', (job) => job.setReplyPath('C:\\reply')],
  ])('resolves to what configure() does: %s', async (_, set) => {
    const { job, fake } = opened();
    fake.successCodes = [{ operation: 'IBackgroundCopyJob.SetProxySettings', hresult: 1 }];
    expect(await set(job)).toEqual({ notes: [{ operation: 'IBackgroundCopyJob.SetProxySettings', outcome: 1 }] });
  });
});

describe('configure()', () => {
  it('resolves to the success codes other than S_OK, with the name of the one that is known', async () => {
    const { fake, job } = opened();
    fake.successCodes = [
      { operation: 'IBackgroundCopyJob4.SetPeerCachingFlags', hresult: 0x0020_0055 },
      { operation: 'IBackgroundCopyJob.SetPriority', hresult: 1 },
    ];
    expect(await job.configure({ branchCache: true, priority: 'low' })).toEqual({
      notes: [
        { operation: 'IBackgroundCopyJob4.SetPeerCachingFlags', outcome: 'BG_S_OVERRIDDEN_BY_POLICY' },
        { operation: 'IBackgroundCopyJob.SetPriority', outcome: 1 },
      ],
    });
  });

  it('sets everything in one call', async () => {
    const { job, fake } = opened();
    await job.configure({ priority: 'low', transferPolicy: 'always', http: { method: 'PUT' } });
    expect(fake.configured).toEqual([{ priority: 3, costFlags: 0x8000_00ff, httpMethod: 'PUT' }]);
  });

  it('sets nothing when one of the settings is wrong', async () => {
    const { job, fake } = opened();
    expect(await caught(Reflect.apply(job.configure, job, [{ priority: 'low', proxy: 5 }]))).toBeInstanceOf(TypeError);
    expect(fake.configured).toEqual([]);
  });

  it.each([
    ['IBackgroundCopyJob2.SetNotifyCmdLine', 'BITS 1.5 (Windows Server 2003)'],
    ['IBackgroundCopyJob3.SetFileACLFlags', 'BITS 2.0 (Windows XP SP2, Windows Server 2003 SP1)'],
    ['IBackgroundCopyJobHttpOptions.SetCustomHeaders', 'BITS 2.5 (Windows Vista, Windows XP SP3)'],
    ['IBackgroundCopyJob4.SetMaximumDownloadTime', 'BITS 3.0 (Windows Vista, Windows Server 2008)'],
    ['IBitsTokenOptions.SetHelperTokenFlags', 'BITS 4.0 (Windows 7, Windows Server 2008 R2)'],
    ['IBackgroundCopyJob5.SetProperty', 'BITS 5.0 (Windows 8, Windows Server 2012)'],
    ['IBackgroundCopyJobHttpOptions2.SetHttpMethod', 'BITS 10.2 (Windows 10, version 1809)'],
    ['IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly', 'BITS 10.3 (Windows 10, version 1903)'],
  ])('rejects with the version that brought the interface: %s', async (operation, version) => {
    const { job, fake } = opened();
    fake.configureRefusal = new HResultError(hresults.E_NOINTERFACE, operation);
    const [name] = operation.split('.');
    expect(await caught(job.configure({ priority: 'low' }))).toMatchObject({
      code: 'E_NOINTERFACE',
      operation,
      context: `${name} is missing from this version of BITS: it came with ${version}`,
    });
  });

  it.each([
    ['BG_E_UNKNOWN_PROPERTY_ID', hresults.BG_E_UNKNOWN_PROPERTY_ID],
    ['RPC_S_INVALID_TAG, with which its proxy reports the same', hresults.RPC_S_INVALID_TAG],
  ])('rejects with the version that brought a property: %s', async (_, hresult) => {
    const { job, fake } = opened();
    fake.configureRefusal = new HResultError(hresult, 'IBackgroundCopyJob5.SetProperty');
    expect(await caught(job.configure({ onDemand: true, dynamicContent: false }))).toMatchObject({
      hresult,
      context: 'this version of BITS does not have it: onDemand needs BITS 10.1 (Windows 10, version 1703)',
    });
  });

  it.each([
    ['fileTransferred', 'BITS 3.0 (Windows Vista, Windows Server 2008)'],
    ['fileRangesTransferred', 'BITS 10.1 (Windows 10, version 1703)'],
  ] as const)('rejects with the version that brought a notification flag: %s', async (flag, version) => {
    const { job, fake } = opened();
    fake.configureRefusal = new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyJob.SetNotifyFlags');
    expect(await caught(job.setNotifyFlags([flag]))).toMatchObject({
      code: 'E_NOTIMPL',
      context: `this version of BITS does not have it: the flag ${flag} needs ${version}`,
    });
  });

  it('does not explain E_NOTIMPL of another setting by a version', async () => {
    const { job, fake } = opened();
    const refusal = new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyJob2.SetReplyFileName');
    fake.configureRefusal = refusal;
    const settings = { replyPath: 'C:\\reply', onDemand: true, notifyFlags: ['fileTransferred'] } as const;
    expect(await caught(job.configure(settings))).toBe(refusal);
  });

  it('rejects with other errors as they are', async () => {
    const { job, fake } = opened();
    const refusal = new HResultError(hresults.BG_E_READ_ONLY_PROPERTY_AFTER_RESUME, 'IBackgroundCopyJob5.SetProperty');
    fake.configureRefusal = refusal;
    expect(await caught(job.configure({ dynamicContent: true }))).toBe(refusal);
  });

  it('rejects without the passwords, the tokens and the headers that it was given', async () => {
    const { job, fake } = opened();
    fake.configureRefusal = new HResultError(
      hresults.E_NOINTERFACE,
      'IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly',
    );
    const error = await caught(
      job.configure({
        http: { headers: { Authorization: secret }, headersWriteOnly: true },
        credentials: { target: 'server', scheme: 'basic', user: 'me', password: secret },
      }),
    );
    expect(error).toBeInstanceOf(HResultError);
    expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toContain(secret);
    expect(inspect(job, { depth: 10, showHidden: true }) + JSON.stringify(job)).not.toContain(secret);
  });
});
