import { expect } from 'vitest';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { transferred } from './helpers.js';

/** What BITS keeps of a job beside its state. */
export function detailsContract({ group, test }: FamilyContract<ModernWorld>): void {
  group('the details of a new job', () => {
    test('have the documented defaults', async (world) => {
      const name = world.jobName();
      const job = await world.connection.bits.createJob({ name });
      expect(await job.details()).toMatchObject({
        id: job.id,
        type: 'download',
        name,
        description: '',
        priority: 'normal',
        errorCount: 0,
        minimumRetryDelay: 600,
        noProgressTimeout: 1_209_600,
        maximumDownloadTime: 7_776_000,
        dynamicContent: false,
        highPerformance: false,
        notificationInterval: 500,
        onDemand: false,
        http: { headerNames: null, method: 'GET', redirects: 'follow', clientCertificate: null },
        proxy: 'preconfigured',
        useStoredCredentials: 'none',
        notifyFlags: ['transferred', 'error'],
        notifyCommand: null,
        replyPath: null,
        keepFromSource: [],
        branchCache: true,
        notificationClsid: null,
      });
    });

    test('have the owner, as getOwner() returns it', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const { owner } = await job.details();
      expect(owner?.sid).toMatch(/^S-1-/);
      expect(await job.getOwner()).toEqual(owner);
    });

    test('have the times, as getTimes() returns them', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const { times } = await job.details();
      expect(times).toMatchObject({ created: expect.any(Date), modified: times?.created, transferred: null });
      expect(await job.getTimes()).toEqual(times);
    });
  });

  group('the details of a transferred job', () => {
    test('have the time of the transfer', async (world) => {
      const { job } = await transferred(world);
      const { created, transferred: time } = await job.getTimes();
      expect(time?.getTime()).toBeGreaterThanOrEqual(created.getTime());
    });

    test('are seen by every connection', async (world) => {
      const { job } = await transferred(world);
      const other = await (await world.connect()).bits.getJob(job.id);
      expect(await other.details()).toEqual(await job.details());
    });
  });

  group('the owner of a job', () => {
    test('is the user that created it', async (world) => {
      const other = await world.connectAsAdministrator();
      const ours = await world.connection.bits.createJob({ name: world.jobName() });
      const theirs = await other.bits.createJob({ name: world.jobName() });
      const [our, their] = [await ours.getOwner(), await theirs.getOwner()];
      await theirs.cancel();
      expect(our.sid).not.toBe(their.sid);
      expect(their).toMatchObject({ elevated: true, integrityLevel: 'high' });
    });

    test('becomes the user that takes the ownership', async (world) => {
      const other = await world.connectAsAdministrator();
      const command = { program: 'C:\\tool.exe' };
      const job = await world.connection.bits.createJob({ name: world.jobName(), notifyCommand: command });
      const before = await job.getOwner();
      const theirs = await other.bits.getJob(job.id);
      await theirs.takeOwnership();
      const { owner, notifyCommand } = await theirs.details();
      await theirs.cancel();
      expect(owner?.sid).not.toBe(before.sid);
      expect(notifyCommand).toBeNull();
    });
  });
}
