import { expect } from 'vitest';
import type { BitsJobDetails, BitsJobSettings } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { expectBytes, interval, untilState } from './helpers.js';

/** A setting, and what `details()` has of it. */
type Row = [name: string, settings: BitsJobSettings, details: Partial<BitsJobDetails>];

const command = { program: 'C:\\Program Files\\tool.exe', arguments: ['one two', '"quoted"', ''] } as const;
const pin = `sha256/${'A'.repeat(43)}=`;

const rows: readonly Row[] = [
  ['priority', { priority: 'high' }, { priority: 'high' }],
  ['description', { description: 'text Ä 日本 🙂' }, { description: 'text Ä 日本 🙂' }],
  ['minimumRetryDelay', { minimumRetryDelay: 60 }, { minimumRetryDelay: 60 }],
  ['noProgressTimeout', { noProgressTimeout: 7200 }, { noProgressTimeout: 7200 }],
  ['maximumDownloadTime', { maximumDownloadTime: 4_294_967_295 }, { maximumDownloadTime: 4_294_967_295 }],
  ['transferPolicy by name', { transferPolicy: 'noSurcharge' }, { transferPolicy: 'noSurcharge' }],
  [
    'transferPolicy by states',
    { transferPolicy: ['unrestricted', 'usageBased', 'ignoreCongestion'] },
    { transferPolicy: ['unrestricted', 'usageBased', 'ignoreCongestion'] },
  ],
  ['dynamicContent', { dynamicContent: true }, { dynamicContent: true }],
  ['maximumDownloadSize', { maximumDownloadSize: 2n ** 40n + 1n }, { maximumDownloadSize: 2n ** 40n + 1n }],
  ['highPerformance', { highPerformance: true }, { highPerformance: true }],
  ['notificationInterval', { notificationInterval: 0 }, { notificationInterval: 0 }],
  ['onDemand', { onDemand: true }, { onDemand: true }],
  ['proxy none', { proxy: 'none' }, { proxy: 'none' }],
  ['proxy autoDetect', { proxy: 'autoDetect' }, { proxy: 'autoDetect' }],
  [
    'proxy servers',
    { proxy: { servers: 'proxy.test:8080', bypass: '*.test' } },
    { proxy: { servers: 'proxy.test:8080', bypass: '*.test' } },
  ],
  ['useStoredCredentials', { useStoredCredentials: 'proxy' }, { useStoredCredentials: 'proxy' }],
  [
    'notifyCommand',
    { notifyCommand: { ...command, on: ['error'] } },
    {
      notifyCommand: {
        program: command.program,
        arguments: command.arguments,
        commandLine: '"C:\\Program Files\\tool.exe" "one two" "\\"quoted\\"" ""',
      },
      notifyFlags: ['error'],
    },
  ],
  [
    'notifyFlags',
    { notifyFlags: ['transferred', 'fileTransferred'] },
    { notifyFlags: ['transferred', 'fileTransferred'] },
  ],
  ['keepFromSource', { keepFromSource: ['group', 'sacl'] }, { keepFromSource: ['group', 'sacl'] }],
  ['branchCache', { branchCache: false }, { branchCache: false }],
  [
    'notificationClsid',
    { notificationClsid: '4991d34b-80a1-4291-83b6-3328366b9097' },
    { notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}' },
  ],
];

/** The settings of a job, in words: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob. */
export function settingsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('a setting', () => {
    each(
      rows,
      'is what details() returns when it is given to createJob(): %s',
      async (world, _, settings, expected) => {
        const job = await world.connection.bits.createJob({ name: world.jobName(), ...settings });
        expect(await job.details()).toMatchObject(expected);
      },
    );

    each(
      rows,
      'is what details() returns when it is given to configure(): %s',
      async (world, _, settings, expected) => {
        const job = await world.connection.bits.createJob({ name: world.jobName() });
        await job.configure(settings);
        expect(await job.details()).toMatchObject(expected);
      },
    );

    test('has no notes where every setter returns S_OK', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), priority: 'low', branchCache: false });
      expect(job.settingNotes).toEqual([]);
      expect(await job.configure({ priority: 'high' })).toEqual({ notes: [] });
      expect(await job.setPriority('low')).toEqual({ notes: [] });
      expect(await job.setProxy('none')).toEqual({ notes: [] });
    });

    test('is refused before anything changes when another is wrong', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), description: 'before' });
      const settings = { description: 'after', proxy: 5 };
      expect(await caught(Reflect.apply(job.configure, job, [settings]))).toMatchObject({
        code: 'ERR_INVALID_ARG_TYPE',
      });
      expect(await job.getDescription()).toBe('before');
    });

    test('that BITS refuses in createJob() leaves no job', async (world) => {
      const name = world.jobName();
      const path = world.localPath('reply.bin');
      expect(await caught(world.connection.bits.createJob({ name, replyPath: path }))).toMatchObject({
        code: 'E_NOTIMPL',
        operation: 'IBackgroundCopyJob2.SetReplyFileName',
      });
      expect(await world.connection.bits.snapshot({ name })).toEqual([]);
    });

    test('is set before the files where BITS demands it', async (world) => {
      const { url } = await world.serve();
      const files = [{ url, path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), highPerformance: true, files });
      expect([(await job.details()).highPerformance, (await job.files()).length]).toEqual([true, 1]);
      expect(await caught(job.configure({ highPerformance: false }))).toMatchObject({
        code: 'BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE',
        operation: 'IBackgroundCopyJob5.SetProperty',
      });
    });

    each(
      [
        ['dynamicContent', { dynamicContent: true }],
        ['maximumDownloadSize', { maximumDownloadSize: 5n }],
      ] as const,
      'is refused after the first resume(): %s',
      async (world, _, settings) => {
        const { url } = await world.serve();
        const files = [{ url, path: world.localPath('file.bin') }];
        const job = await world.connection.bits.createJob({ name: world.jobName(), files });
        await job.resume();
        await job.suspend();
        expect(await caught(job.configure(settings))).toMatchObject({ code: 'BG_E_READ_ONLY_PROPERTY_AFTER_RESUME' });
      },
    );

    test('is refused with BG_E_INVALID_STATE once the job has ended', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      await job.cancel();
      expect(await caught(job.configure({ transferPolicy: 'always' }))).toMatchObject({ code: 'BG_E_INVALID_STATE' });
    });
  });

  group('the HTTP settings', () => {
    test('return what was set', async (world) => {
      const http = {
        headers: { 'X-One': '1', Accept: 'text/plain' },
        method: 'POST',
        redirects: 'report',
        allowRedirectToHttp: true,
        checkRevocation: true,
        ignoreCertificateErrors: ['name', 'authority', 'usage'],
        clientCertificate: { location: 'localMachine', store: 'MY', thumbprint: 'ab'.repeat(20) },
      } as const;
      const job = await world.connection.bits.createJob({ name: world.jobName(), http });
      expect(await job.getHttpSettings()).toEqual({
        ...http,
        headers: [
          ['X-One', '1'],
          ['Accept', 'text/plain'],
        ],
        clientCertificate: { location: 'localMachine', store: 'MY', thumbprint: 'AB'.repeat(20), subject: null },
      });
    });

    test('have the defaults of BITS', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await job.getHttpSettings()).toEqual({
        headers: null,
        method: 'GET',
        redirects: 'follow',
        allowRedirectToHttp: false,
        checkRevocation: false,
        ignoreCertificateErrors: [],
        clientCertificate: null,
      });
    });

    test('that are left out stay as they are', async (world) => {
      const http = { redirects: 'refuse', ignoreCertificateErrors: ['date'] } as const;
      const job = await world.connection.bits.createJob({ name: world.jobName(), http });
      await job.setHttpSettings({ checkRevocation: true });
      await job.setHttpSettings({ redirects: 'report' });
      expect(await job.getHttpSettings()).toMatchObject({
        redirects: 'report',
        checkRevocation: true,
        ignoreCertificateErrors: ['date'],
      });
    });

    test('can be removed', async (world) => {
      const certificate = { location: 'currentUser', store: 'MY', subject: 'client' } as const;
      const http = { headers: { 'X-One': '1' }, clientCertificate: certificate };
      const job = await world.connection.bits.createJob({ name: world.jobName(), http });
      expect((await job.getHttpSettings()).clientCertificate).toMatchObject({ subject: 'client' });
      await job.setHttpSettings({ headers: {}, clientCertificate: null });
      expect(await job.getHttpSettings()).toMatchObject({ headers: null, clientCertificate: null });
    });

    test('have headers that every request of the job has', async (world) => {
      const { url } = await world.serve();
      const files = [{ url, path: world.localPath('file.bin') }];
      const http = { headers: { 'X-Token': 'abc' }, headersWriteOnly: true };
      const job = await world.connection.bits.createJob({ name: world.jobName(), files, http });
      await job.resume();
      await untilState(job, 'transferred');
      const values = await world.requestHeaders(url, 'X-Token');
      expect(values.length).toBeGreaterThan(0);
      expect(new Set(values)).toEqual(new Set(['abc']));
    });

    test('of download() are those of its job', async (world) => {
      const { url, content } = await world.serve();
      const path = world.localPath('file.bin');
      const http = { headers: { 'X-Token': 'abc' } };
      await world.connection.bits.download(url, path, { name: world.jobName(), interval, http });
      expect(new Set(await world.requestHeaders(url, 'X-Token'))).toEqual(new Set(['abc']));
      expectBytes(await world.readLocal(path), content);
    });

    test('return no headers once they are write-only', async (world) => {
      const http = { headers: { Authorization: 'secret' }, headersWriteOnly: true };
      const job = await world.connection.bits.createJob({ name: world.jobName(), http });
      expect((await job.getHttpSettings()).headers).toBeNull();
      expect((await job.details()).http.headerNames).toBeNull();
    });

    test('accept pins of certificates while the job is suspended, and null to remove them', async (world) => {
      const { url } = await world.serve({ size: 1000, holdAt: 500 });
      const files = [{ url, path: world.localPath('file.bin') }];
      const http = { certificatePins: { publicKeys: [pin] } };
      const job = await world.connection.bits.createJob({ name: world.jobName(), files, http });
      await job.setHttpSettings({ certificatePins: null });
      await job.resume();
      await untilState(job, 'transferring');
      expect(await caught(job.setHttpSettings(http))).toMatchObject({
        code: 'BG_E_READ_ONLY_WHEN_JOB_ACTIVE',
        operation: 'IBackgroundCopyJobHttpOptions3.SetServerCertificateValidationInterface',
      });
    });
  });

  group('credentials', () => {
    test('are removed once', async (world) => {
      const credentials = { target: 'server', scheme: 'basic', user: 'me', password: 'secret' } as const;
      const job = await world.connection.bits.createJob({ name: world.jobName(), credentials });
      await job.setCredentials({ target: 'proxy', scheme: 'negotiate', implicit: true });
      expect([
        await job.removeCredentials('server', 'basic'),
        await job.removeCredentials('server', 'basic'),
        await job.removeCredentials('proxy', 'ntlm'),
        await job.removeCredentials('proxy', 'negotiate'),
      ]).toEqual([true, false, false, true]);
    });

    test('are not in what the objects of the job show', async (world) => {
      const job = await world.connection.bits.createJob({
        name: world.jobName(),
        credentials: { target: 'server', scheme: 'basic', user: 'me', password: 'swordfish' },
        http: { headers: { Authorization: 'swordfish' }, headersWriteOnly: true },
      });
      const shown = JSON.stringify([await job.details(), await job.snapshot(), await job.getHttpSettings(), job]);
      expect(shown).not.toContain('swordfish');
    });
  });

  group('the notify command', () => {
    test('is null until it is set, and once it is removed', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const before = await job.getNotifyCommand();
      await job.setNotifyCommand(command);
      const set = await job.getNotifyCommand();
      await job.setNotifyCommand(null);
      expect([before, set?.arguments, await job.getNotifyCommand()]).toEqual([null, command.arguments, null]);
    });

    test('leaves the notification flags as they are unless it has events', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), notifyFlags: ['modification'] });
      await job.setNotifyCommand(command);
      expect(await job.getNotifyFlags()).toEqual(['modification']);
      await job.setNotifyCommand({ ...command, on: ['transferred'] });
      expect(await job.getNotifyFlags()).toEqual(['transferred', 'modification']);
    });
  });

  group('the reply of an uploadReply job', () => {
    test('has a path that can be set', async (world) => {
      const path = world.localPath('reply.bin');
      const job = await world.connection.bits.createJob({
        name: world.jobName(),
        type: 'uploadReply',
        replyPath: path,
      });
      expect([await job.getReplyPath(), (await job.details()).replyPath]).toEqual([path, path]);
    });

    test('has no bytes before the upload', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), type: 'uploadReply' });
      expect(await job.getReplyProgress()).toEqual({ bytesTransferred: 0n, bytesTotal: null });
    });

    test('does not exist for a download', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await caught(job.getReplyProgress())).toMatchObject({ code: 'E_NOTIMPL' });
      expect(await caught(job.getReplyData())).toMatchObject({ code: 'E_NOTIMPL' });
      expect(await job.getReplyPath()).toBeNull();
    });
  });

  group('the prefix of URLs', () => {
    test('is replaced in the files that have it', async (world) => {
      const files = ['http://a.test/x', 'http://b.test/y'].map((url, index) => ({
        url,
        path: world.localPath(`${index}.bin`),
      }));
      const job = await world.connection.bits.createJob({ name: world.jobName(), files });
      expect(await job.replaceUrlPrefix('http://a.test/', 'http://c.test/')).toBe(true);
      expect((await job.files()).map(({ url }) => url)).toEqual(['http://c.test/x', 'http://b.test/y']);
      expect(await job.replaceUrlPrefix('http://a.test/', 'http://d.test/')).toBe(false);
    });
  });

  group('the helper token', () => {
    test('is set and cleared', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), helperTokenFlags: ['network'] });
      const before = await job.getHelperToken();
      await job.setHelperToken();
      const set = await job.getHelperToken();
      await job.clearHelperToken();
      expect(before).toEqual({ sid: null, usedFor: ['network'] });
      expect(set).toEqual({ sid: expect.stringMatching(/^S-1-/), usedFor: ['network'] });
      expect((await job.getHelperToken()).sid).toBeNull();
    });
  });
}
