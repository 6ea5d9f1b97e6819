import { expect } from 'vitest';
import type { BitsFile, BitsJob, BitsJobSettings } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { BitsVersionName, ModernWorld } from '../kit/modern-world.js';

/** A call, the last version that does not have its interface, and the interface. */
type Row<Subject> = [
  name: string,
  version: BitsVersionName,
  missing: string,
  call: (subject: Subject) => Promise<unknown>,
];

const set = (settings: BitsJobSettings) => (job: BitsJob) => job.configure(settings);
const credentials = { target: 'server', scheme: 'basic', user: 'u', password: 'p' } as const;
const ranges = [{ offset: 0n, length: 1n }];

const ofJob: readonly Row<BitsJob>[] = [
  ['setCredentials()', '1.0', 'IBackgroundCopyJob2', (job) => job.setCredentials(credentials)],
  ['removeCredentials()', '1.0', 'IBackgroundCopyJob2', (job) => job.removeCredentials('server', 'basic')],
  ['setNotifyCommand()', '1.0', 'IBackgroundCopyJob2', (job) => job.setNotifyCommand(null)],
  ['getNotifyCommand()', '1.0', 'IBackgroundCopyJob2', (job) => job.getNotifyCommand()],
  ['replaceUrlPrefix()', '1.5', 'IBackgroundCopyJob3', (job) => job.replaceUrlPrefix('http://a/', 'http://b/')],
  ['keepFromSource', '1.5', 'IBackgroundCopyJob3', set({ keepFromSource: ['owner'] })],
  [
    'addFiles() with ranges',
    '1.5',
    'IBackgroundCopyJob3',
    (job) => job.addFiles([{ url: 'http://a.test/b', path: '/b', ranges }]),
  ],
  ['setHttpSettings() of headers', '2.0', 'IBackgroundCopyJobHttpOptions', set({ http: { headers: { A: 'b' } } })],
  ['setHttpSettings() of redirects', '2.0', 'IBackgroundCopyJobHttpOptions', set({ http: { redirects: 'refuse' } })],
  ['getHttpSettings()', '2.0', 'IBackgroundCopyJobHttpOptions', (job) => job.getHttpSettings()],
  ['maximumDownloadTime', '2.5', 'IBackgroundCopyJob4', set({ maximumDownloadTime: 5 })],
  ['branchCache', '2.5', 'IBackgroundCopyJob4', set({ branchCache: false })],
  ['setHelperToken()', '3.0', 'IBitsTokenOptions', (job) => job.setHelperToken()],
  ['getHelperToken()', '3.0', 'IBitsTokenOptions', (job) => job.getHelperToken()],
  ['setTransferPolicy()', '4.0', 'IBackgroundCopyJob5', (job) => job.setTransferPolicy('always')],
  ['getTransferPolicy()', '4.0', 'IBackgroundCopyJob5', (job) => job.getTransferPolicy()],
  ['method', '10.1', 'IBackgroundCopyJobHttpOptions2', set({ http: { method: 'POST' } })],
  ['headersWriteOnly', '10.2', 'IBackgroundCopyJobHttpOptions3', set({ http: { headersWriteOnly: true } })],
  ['certificatePins', '10.2', 'IBackgroundCopyJobHttpOptions3', set({ http: { certificatePins: null } })],
];

const ofFile: readonly Row<BitsFile>[] = [
  ['setUrl()', '1.5', 'IBackgroundCopyFile2', (file) => file.setUrl('http://a.test/c')],
  ['getRanges()', '1.5', 'IBackgroundCopyFile2', (file) => file.getRanges()],
  ['getTemporaryPath()', '2.5', 'IBackgroundCopyFile3', (file) => file.getTemporaryPath()],
  ['setValid()', '2.5', 'IBackgroundCopyFile3', (file) => file.setValid(true)],
  ['getPeerStatistics()', '3.0', 'IBackgroundCopyFile4', (file) => file.getPeerStatistics()],
  ['getResponseHeaders()', '4.0', 'IBackgroundCopyFile5', (file) => file.getResponseHeaders()],
  ['requestRanges()', '5.0', 'IBackgroundCopyFile6', (file) => file.requestRanges(ranges)],
  ['getFilledRanges()', '5.0', 'IBackgroundCopyFile6', (file) => file.getFilledRanges()],
  ['setPosition()', '5.0', 'IBackgroundCopyFile6', (file) => file.setPosition(0n)],
];

/** What a later version of BITS brought, on an older one: https://learn.microsoft.com/windows/win32/bits/what-s-new. */
export function versionsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('an older BITS', () => {
    each(
      ofJob,
      'rejects with the interface that it does not have and the version that brought it: %s',
      async (world, _, version, missing, call) => {
        const { bits } = await world.connectToVersion(version);
        const job = await bits.createJob({ name: world.jobName() });
        expect(await caught(call(job))).toMatchObject(missingInterface(missing));
      },
    );

    each(ofFile, 'rejects for a file in the same way: %s', async (world, _, version, missing, call) => {
      const { bits } = await world.connectToVersion(version);
      const files = [{ url: 'http://a.test/b', path: world.localPath('b') }];
      const job = await bits.createJob({ name: world.jobName(), files });
      const [file] = await job.openFiles();
      expect(await caught(call(file ?? expect.unreachable('the job has no file')))).toMatchObject(
        missingInterface(missing),
      );
    });

    test('has null for the details that it does not have', async (world) => {
      const { bits } = await world.connectToVersion('2.0');
      const job = await bits.createJob({ name: world.jobName() });
      expect(await job.details()).toMatchObject({
        priority: 'normal',
        keepFromSource: [],
        owner: { elevated: null, integrityLevel: null },
        maximumDownloadTime: null,
        transferPolicy: null,
        onDemand: null,
        helperToken: null,
        http: { method: null, redirects: null, headerNames: null },
      });
    });

    test('creates no job with a setting that it does not have', async (world) => {
      const { bits } = await world.connectToVersion('4.0');
      expect(await caught(bits.createJob({ name: world.jobName(), transferPolicy: 'standard' }))).toMatchObject(
        missingInterface('IBackgroundCopyJob5'),
      );
      expect(await bits.jobs()).toEqual([]);
    });

    each(
      [
        ['onDemand', { onDemand: true }],
        ['notificationInterval', { notificationInterval: 5 }],
      ] as const,
      'rejects with the version that brought a property of an interface that it has: %s',
      async (world, name, settings) => {
        const { bits } = await world.connectToVersion('5.0');
        const job = await bits.createJob({ name: world.jobName() });
        expect(await caught(job.configure(settings))).toMatchObject({
          code: 'BG_E_UNKNOWN_PROPERTY_ID',
          context: `this version of BITS does not have it: ${name} needs BITS 10.1 (Windows 10, version 1703)`,
        });
      },
    );

    test('rejects onRangesTransferred with the version that brought it, and listens without', async (world) => {
      const { bits } = await world.connectToVersion('5.0');
      const job = await bits.createJob({ name: world.jobName() });
      expect(await caught(job.listen({ onRangesTransferred: () => {} }))).toMatchObject({
        code: 'E_NOTIMPL',
        operation: 'IBackgroundCopyJob.SetNotifyFlags',
        context: expect.stringContaining('onRangesTransferred needs BITS 10.1 (Windows 10, version 1703)'),
      });
      await using subscription = await job.listen({ onFileTransferred: () => {} });
      expect(await job.getNotifyFlags()).toContain('fileTransferred');
      await subscription.close();
    });
  });
}

function missingInterface(name: string) {
  return {
    code: 'E_NOINTERFACE',
    operation: expect.stringMatching(new RegExp(`^${name}\\.`)),
    context: expect.stringMatching(new RegExp(`^${name} is missing from this version of BITS: it came with BITS `)),
  };
}
