import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type BitsJobSettings, requireSettings, settingsOf, settingsOfNewJob } from '../../lib/bits/settings.js';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { FakeJob, jobDetails } from './fake-job.js';

/** The settings of a new job as they cross the seam. */
function recordOf(settings: BitsJobSettings): JobSettingsRecord {
  return settingsOfNewJob(requireSettings(settings));
}

function refusal(settings: unknown): unknown {
  try {
    Reflect.apply(requireSettings, undefined, [settings]);
  } catch (error) {
    return error;
  }
  return expect.unreachable('the settings were accepted');
}

const sha256 = 'ab'.repeat(32);
const bytes = new Uint8Array(32).fill(0xab);

describe('a setting', () => {
  it.each<[string, BitsJobSettings, JobSettingsRecord]>([
    ['nothing', {}, {}],
    ['an undefined setting', { priority: undefined, http: undefined }, {}],
    ['priority', { priority: 'foreground' }, { priority: 0 }],
    ['description', { description: '' }, { description: '' }],
    ['minimumRetryDelay', { minimumRetryDelay: 60 }, { minimumRetryDelay: 60 }],
    ['noProgressTimeout', { noProgressTimeout: 0 }, { noProgressTimeout: 0 }],
    ['maximumDownloadTime', { maximumDownloadTime: 3600 }, { maximumDownloadTime: 3600 }],
    ['transferPolicy', { transferPolicy: 'standard' }, { costFlags: 0x8000_0067 }],
    ['dynamicContent', { dynamicContent: true }, { dynamicContent: true }],
    ['maximumDownloadSize', { maximumDownloadSize: 2n ** 40n }, { maximumDownloadSize: 2n ** 40n }],
    ['highPerformance', { highPerformance: false }, { highPerformance: false }],
    ['notificationInterval', { notificationInterval: 100 }, { minimumNotificationInterval: 100 }],
    ['onDemand', { onDemand: true }, { onDemandMode: true }],
    ['proxy none', { proxy: 'none' }, { proxy: { usage: 1, list: null, bypass: null } }],
    ['proxy preconfigured', { proxy: 'preconfigured' }, { proxy: { usage: 0, list: null, bypass: null } }],
    ['proxy autoDetect', { proxy: 'autoDetect' }, { proxy: { usage: 3, list: null, bypass: null } }],
    [
      'proxy servers',
      { proxy: { servers: 'proxy:8080', bypass: '<local>' } },
      { proxy: { usage: 2, list: 'proxy:8080', bypass: '<local>' } },
    ],
    [
      'credentials',
      { credentials: { target: 'proxy', scheme: 'basic', user: 'me', password: 'secret' } },
      { credentials: [{ target: 2, scheme: 1, userName: 'me', password: 'secret' }] },
    ],
    [
      'several credentials',
      {
        credentials: [
          { target: 'server', scheme: 'digest', user: 'me', password: '' },
          { target: 'server', scheme: 'negotiate', implicit: true },
        ],
      },
      {
        credentials: [
          { target: 1, scheme: 2, userName: 'me', password: '' },
          { target: 1, scheme: 4, userName: null, password: null },
        ],
      },
    ],
    ['useStoredCredentials', { useStoredCredentials: 'proxy' }, { useStoredCredentials: 2 }],
    ['no stored credentials', { useStoredCredentials: null }, { useStoredCredentials: 0 }],
    [
      'notifyCommand',
      { notifyCommand: { program: 'C:\\tool.exe', arguments: ['a b', 'c'] } },
      { notifyCommand: { program: 'C:\\tool.exe', parameters: '"C:\\tool.exe" "a b" c' } },
    ],
    ['no notifyCommand', { notifyCommand: null }, { notifyCommand: null }],
    ['notifyFlags', { notifyFlags: ['error', 'modification'] }, { notifyFlags: 0xa }],
    ['disabled notifications', { notifyFlags: ['disabled'] }, { notifyFlags: 4 }],
    ['replyPath', { replyPath: 'C:\\reply' }, { replyFileName: 'C:\\reply' }],
    ['keepFromSource', { keepFromSource: ['owner', 'dacl'] }, { fileAclFlags: 5 }],
    ['no keepFromSource', { keepFromSource: [] }, { fileAclFlags: 0 }],
    ['branchCache off', { branchCache: false }, { peerCachingFlags: 4 }],
    [
      'notificationClsid',
      { notificationClsid: '4991d34b-80a1-4291-83b6-3328366b9097' },
      { notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}' },
    ],
    [
      'no notificationClsid',
      { notificationClsid: null },
      { notificationClsid: '{00000000-0000-0000-0000-000000000000}' },
    ],
    ['helperTokenFlags', { helperTokenFlags: ['localFile', 'network'] }, { helperTokenFlags: 3 }],
    ['headers', { http: { headers: { 'X-One': '1' } } }, { customHeaders: 'X-One: 1\r\n' }],
    ['no headers', { http: { headers: {} } }, { customHeaders: null }],
    ['write-only headers', { http: { headersWriteOnly: true } }, { customHeadersWriteOnly: true }],
    ['readable headers', { http: { headersWriteOnly: false } }, {}],
    ['method', { http: { method: 'POST' } }, { httpMethod: 'POST' }],
    ['redirects', { http: { redirects: 'report', allowRedirectToHttp: true } }, { securityFlags: 0x900 }],
    [
      'certificate errors',
      { http: { checkRevocation: true, ignoreCertificateErrors: ['name', 'date', 'authority', 'usage'] } },
      { securityFlags: 0x1f },
    ],
    [
      'clientCertificate by its thumbprint',
      {
        http: {
          clientCertificate: {
            location: 'localMachine',
            store: 'MY',
            thumbprint: `\u200eab ${'AB:'.repeat(18)}ab`,
          },
        },
      },
      {
        clientCertificate: {
          storeLocation: 1,
          storeName: 'MY',
          hash: new Uint8Array(20).fill(0xab),
          subjectName: null,
        },
      },
    ],
    [
      'clientCertificate by its subject',
      { http: { clientCertificate: { location: 'currentUser', store: 'MY', subject: 'client' } } },
      { clientCertificate: { storeLocation: 0, storeName: 'MY', hash: null, subjectName: 'client' } },
    ],
    ['no clientCertificate', { http: { clientCertificate: null } }, { clientCertificate: null }],
    [
      'certificatePins',
      {
        http: {
          certificatePins: {
            certificates: [sha256, sha256.toUpperCase().replace(/..(?=.)/g, '$&:')],
            publicKeys: [`sha256/${Buffer.from(bytes).toString('base64')}`],
          },
        },
      },
      { certificatePins: { certificates: [bytes, bytes], publicKeys: [bytes] } },
    ],
    ['no certificatePins', { http: { certificatePins: null } }, { certificatePins: null }],
  ])('crosses the seam: %s', (_, settings, record) => {
    expect(recordOf(settings)).toEqual(record);
  });

  it.each<[string, unknown, string]>([
    ['settings that are not an object', 5, 'ERR_INVALID_ARG_TYPE'],
    ['an unknown priority', { priority: 'urgent' }, 'ERR_INVALID_ARG_VALUE'],
    ['a long description', { description: 'x'.repeat(1025) }, 'ERR_INVALID_ARG_VALUE'],
    ['a negative time', { maximumDownloadTime: -1 }, 'ERR_OUT_OF_RANGE'],
    ['a size that is a number', { maximumDownloadSize: 5 }, 'ERR_INVALID_ARG_TYPE'],
    ['a size above 64 bits', { maximumDownloadSize: 2n ** 64n }, 'ERR_OUT_OF_RANGE'],
    ['a flag that is a number', { dynamicContent: 1 }, 'ERR_INVALID_ARG_TYPE'],
    ['an unknown proxy', { proxy: 'override' }, 'ERR_INVALID_ARG_VALUE'],
    ['a proxy without servers', { proxy: {} }, 'ERR_INVALID_ARG_TYPE'],
    ['an empty list of servers', { proxy: { servers: '' } }, 'ERR_INVALID_ARG_VALUE'],
    ['stored credentials for servers', { useStoredCredentials: 'server' }, 'ERR_INVALID_ARG_VALUE'],
    ['a relative program', { notifyCommand: { program: 'tool.exe' } }, 'ERR_INVALID_ARG_VALUE'],
    ['a long program', { notifyCommand: { program: `C:\\${'x'.repeat(258)}` } }, 'ERR_INVALID_ARG_VALUE'],
    ['a long command', { notifyCommand: { program: 'C:\\x', arguments: ['x'.repeat(4000)] } }, 'ERR_INVALID_ARG_VALUE'],
    ['an unknown event', { notifyCommand: { program: 'C:\\x', on: ['modification'] } }, 'ERR_INVALID_ARG_VALUE'],
    [
      'two ways to set notification flags',
      { notifyFlags: ['error'], notifyCommand: { program: 'C:\\x', on: ['error'] } },
      'ERR_INCOMPATIBLE_OPTION_PAIR',
    ],
    ['a class that is not a GUID', { notificationClsid: 'abc' }, 'ERR_INVALID_ARG_VALUE'],
    ['an unknown part of the access control', { keepFromSource: ['all'] }, 'ERR_INVALID_ARG_VALUE'],
    ['a method with a space', { http: { method: 'GET /' } }, 'ERR_INVALID_ARG_VALUE'],
    ['an unknown redirect policy', { http: { redirects: 'allow' } }, 'ERR_INVALID_ARG_VALUE'],
    [
      'a redirect to HTTP without redirects',
      { http: { redirects: 'refuse', allowRedirectToHttp: true } },
      'ERR_INCOMPATIBLE_OPTION_PAIR',
    ],
    [
      'a certificate by two names',
      { http: { clientCertificate: { location: 'users', store: 'MY', thumbprint: '00', subject: 'x' } } },
      'ERR_INCOMPATIBLE_OPTION_PAIR',
    ],
    [
      'a certificate without a name',
      { http: { clientCertificate: { location: 'users', store: 'MY' } } },
      'ERR_INVALID_ARG_TYPE',
    ],
    [
      'a short thumbprint',
      { http: { clientCertificate: { location: 'users', store: 'MY', thumbprint: 'ab' } } },
      'ERR_INVALID_ARG_VALUE',
    ],
    ['no pins', { http: { certificatePins: {} } }, 'ERR_INVALID_ARG_VALUE'],
    [
      'a pin that is a SHA-1 hash',
      { http: { certificatePins: { publicKeys: ['ab'.repeat(20)] } } },
      'ERR_INVALID_ARG_VALUE',
    ],
    ['a pin that is not text', { http: { certificatePins: { publicKeys: [bytes] } } }, 'ERR_INVALID_ARG_TYPE'],
  ])('is refused: %s', (_, settings, code) => {
    expect(refusal(settings)).toMatchObject({ code });
  });

  it.each<[string, unknown]>([
    ['a long password', { target: 'server', scheme: 'basic', user: 'me', password: 'swordfish'.repeat(10_000) }],
    ['a password with a NUL', { target: 'server', scheme: 'basic', user: 'me', password: 'swordfish\0' }],
    ['a password without a user', { target: 'server', scheme: 'basic', password: 'swordfish' }],
    ['a user that is not text', { target: 'server', scheme: 'basic', user: ['swordfish'], password: 'swordfish' }],
    ['implicit credentials for Basic', { target: 'server', scheme: 'basic', implicit: true }],
    [
      'implicit credentials with a password',
      { target: 'server', scheme: 'ntlm', implicit: true, password: 'swordfish' },
    ],
    ['an unknown target', { target: 'file', scheme: 'basic', user: 'me', password: 'swordfish' }],
  ])('is refused without quoting a password: %s', (_, credentials) => {
    const error = refusal({ credentials: [credentials] });
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) });
    expect(inspect(error) + JSON.stringify(error)).not.toContain('swordfish');
  });
});

describe('settings that are flags of one number', () => {
  it('keep the other flags of a job', async () => {
    const job = new FakeJob();
    job.detailsRecord = jobDetails({ securityFlags: 0x1013, notifyFlags: 0xf, peerCachingFlags: 3 });
    const checked = requireSettings({
      http: { redirects: 'refuse', ignoreCertificateErrors: ['date'] },
      notifyCommand: { program: 'C:\\x.exe', on: ['error'] },
      branchCache: false,
    });
    expect(await settingsOf(job, checked)).toEqual({
      securityFlags: 0x1205,
      notifyFlags: 0xa,
      peerCachingFlags: 7,
      notifyCommand: { program: 'C:\\x.exe', parameters: '"C:\\x.exe"' },
    });
  });

  it('replace the defaults of a new job without a read', () => {
    expect(recordOf({ notifyCommand: { program: 'C:\\x.exe', on: ['transferred'] }, branchCache: true })).toEqual({
      notifyCommand: { program: 'C:\\x.exe', parameters: '"C:\\x.exe"' },
      notifyFlags: 1,
      peerCachingFlags: 0,
    });
  });
});

describe('settings that were checked', () => {
  it('do not change with what the caller passed', () => {
    const headers = new Map([['X-One', '1']]);
    const hash = new Array<string>(1).fill(sha256);
    const checked = requireSettings({ http: { headers, certificatePins: { publicKeys: hash } } });
    headers.clear();
    hash.length = 0;
    expect(settingsOfNewJob(checked)).toEqual({
      customHeaders: 'X-One: 1\r\n',
      certificatePins: { certificates: [], publicKeys: [bytes] },
    });
  });
});
