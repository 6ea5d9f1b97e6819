import { expect } from 'vitest';
import type { BitsJob } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { prepared } from './helpers.js';

/** Calls that change a job, by the methods that they call. */
const changes: readonly [operation: string, change: (job: BitsJob, world: ModernWorld) => Promise<unknown>][] = [
  ['IBackgroundCopyJob.AddFileSet', (job, world) => job.addFile('http://a.test/x', world.localPath('other.bin'))],
  [
    'IBackgroundCopyJob3.AddFileWithRanges',
    (job, world) =>
      job.addFiles([
        { url: 'http://a.test/x', path: world.localPath('other.bin'), ranges: [{ offset: 0n, length: 1n }] },
      ]),
  ],
  ['IBackgroundCopyJob.Resume', (job) => job.resume()],
  ['IBackgroundCopyJob.Suspend', (job) => job.suspend()],
  ['IBackgroundCopyJob.Cancel', (job) => job.cancel()],
  ['IBackgroundCopyJob.Complete', (job) => job.complete()],
  ['IBackgroundCopyJob.TakeOwnership', (job) => job.takeOwnership()],
  ['IBackgroundCopyJob.SetDisplayName', (job) => job.setDisplayName('changed')],
  ['IBackgroundCopyJob.SetDescription', (job) => job.setDescription('changed')],
  ['IBackgroundCopyJob.SetPriority', (job) => job.setPriority('low')],
  ['IBackgroundCopyJob.SetMinimumRetryDelay', (job) => job.setMinimumRetryDelay(60)],
  ['IBackgroundCopyJob.SetNoProgressTimeout', (job) => job.setNoProgressTimeout(60)],
  ['IBackgroundCopyJob.SetNotifyFlags', (job) => job.setNotifyFlags(['error'])],
  ['IBackgroundCopyJob.SetProxySettings', (job) => job.setProxy('none')],
  [
    'IBackgroundCopyJob2.SetCredentials',
    (job) => job.setCredentials({ target: 'proxy', scheme: 'negotiate', implicit: true }),
  ],
  ['IBackgroundCopyJob2.RemoveCredentials', (job) => job.removeCredentials('proxy', 'negotiate')],
  ['IBackgroundCopyJob3.ReplaceRemotePrefix', (job) => job.replaceUrlPrefix('http://', 'https://')],
  ['IBackgroundCopyJob4.SetMaximumDownloadTime', (job) => job.configure({ maximumDownloadTime: 60 })],
  ['IBackgroundCopyJob5.SetProperty', (job) => job.setTransferPolicy('always')],
  ['IBackgroundCopyJobHttpOptions.SetCustomHeaders', (job) => job.setHttpSettings({ headers: { A: 'b' } })],
  ['IBitsTokenOptions.SetHelperToken', (job) => job.setHelperToken()],
  ['IBackgroundCopyFile2.SetRemoteName', async (job) => (await job.openFiles())[0]?.setUrl('http://a.test/y')],
];

/** A process whose token is restricted: it may read jobs alone. */
export function restrictedTokenContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('a restricted token', () => {
    each(changes, 'does not allow %s: E_ACCESSDENIED', async (world, operation, change) => {
      const { job } = await prepared(world);
      const { bits } = await world.connectWithRestrictedToken([operation]);
      const refused = await bits.getJob(job.id);
      const before = await refused.snapshot();
      expect(await caught(change(refused, world))).toMatchObject({ code: 'E_ACCESSDENIED', operation });
      expect(await refused.snapshot()).toEqual(before);
    });

    test('does not allow a new job: E_ACCESSDENIED, as a trial of the availability finds out', async (world) => {
      const operation = 'IBackgroundCopyManager.CreateJob';
      const { bits } = await world.connectWithRestrictedToken([operation]);
      expect(await caught(bits.createJob({ name: world.jobName() }))).toMatchObject({
        code: 'E_ACCESSDENIED',
        operation,
      });
      expect(await bits.availability({ trial: true })).toMatchObject({ usable: false, reason: 'accessDenied' });
    });

    test('allows to read jobs of its user', async (world) => {
      const { job, file, path } = await prepared(world);
      const { bits } = await world.connectWithRestrictedToken([]);
      expect((await bits.jobs()).map(({ id }) => id)).toContain(job.id);
      const read = await bits.getJob(job.id);
      expect(await read.getState()).toBe('suspended');
      expect(await read.details()).toMatchObject({ id: job.id, type: 'download' });
      expect(await read.files()).toMatchObject([{ url: file.url, path }]);
      for (const opened of await read.openFiles()) expect(await opened.getRanges()).toEqual([]);
    });
  });
}
