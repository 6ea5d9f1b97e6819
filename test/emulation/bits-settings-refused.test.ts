import { describe, expect, it } from 'vitest';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { caught } from '../support/caught.js';
import { download, jobOf, upload, uploadReply } from './support/bits-jobs.js';
import { url } from './support/machine.js';

describe('configure()', () => {
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
});
