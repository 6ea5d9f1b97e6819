import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';

/** The properties of a job: names, priority and times. */
export function propertiesContract({ group, test, each }: Contract): void {
  group('the display name', () => {
    test('can be changed', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const name = world.jobName();
      await job.setDisplayName(name);
      expect(await job.getDisplayName()).toBe(name);
    });

    test('is rejected with BG_E_STRING_TOO_LONG above 256 characters', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await caught(job.setDisplayName('x'.repeat(257)))).toMatchObject({
        code: 'BG_E_STRING_TOO_LONG',
        hresult: 0x80200021,
        operation: 'IBackgroundCopyJob.SetDisplayName',
      });
    });

    test('is rejected when it is not a string', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await caught(Reflect.apply(job.setDisplayName, job, [5]))).toBeInstanceOf(TypeError);
    });
  });

  group('the description', () => {
    each(
      [
        ['empty', ''],
        ['1024 characters long', 'x'.repeat(1024)],
        ['several lines long', 'one\r\ntwo\n'],
      ],
      'can be %s',
      async (world, _, text) => {
        const job = await world.connection.bits.createJob({ name: world.jobName(), description: 'before' });
        await job.setDescription(text);
        expect(await job.getDescription()).toBe(text);
      },
    );

    test('is rejected with BG_E_STRING_TOO_LONG above 1024 characters', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), description: 'before' });
      expect(await caught(job.setDescription('x'.repeat(1025)))).toMatchObject({
        code: 'BG_E_STRING_TOO_LONG',
        hresult: 0x80200021,
        operation: 'IBackgroundCopyJob.SetDescription',
      });
      expect(await job.getDescription()).toBe('before');
    });

    test('is visible to every connection', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      await job.setDescription('shared');
      const other = await (await world.connect()).bits.getJob(job.id);
      expect(await other.getDescription()).toBe('shared');
    });
  });

  group('the priority', () => {
    each([['foreground'], ['high'], ['normal'], ['low']] as const, 'can be %s', async (world, priority) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      await job.setPriority(priority);
      expect(await job.getPriority()).toBe(priority);
    });

    test('is rejected when it does not exist', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await caught(Reflect.apply(job.setPriority, job, ['urgent']))).toBeInstanceOf(RangeError);
    });
  });

  group('the times of a job', () => {
    test('default to a delay of 600 seconds and a timeout of 14 days', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect([await job.getMinimumRetryDelay(), await job.getNoProgressTimeout()]).toEqual([600, 1_209_600]);
    });

    test('can be changed', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      await job.setMinimumRetryDelay(60);
      await job.setNoProgressTimeout(7200);
      expect([await job.getMinimumRetryDelay(), await job.getNoProgressTimeout()]).toEqual([60, 7200]);
    });

    test('have a minimum delay of five seconds', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      await job.setMinimumRetryDelay(1);
      expect(await job.getMinimumRetryDelay()).toBe(5);
    });

    each(
      [
        ['a fraction', 1.5, RangeError],
        ['a negative number', -1, RangeError],
        ['more than a DWORD', 2 ** 32, RangeError],
        ['a string', '60', TypeError],
        ['a bigint', 60n, TypeError],
      ] as const,
      'reject %s',
      async (world, _, seconds, kind) => {
        const job = await world.connection.bits.createJob({ name: world.jobName() });
        expect(await caught(Reflect.apply(job.setMinimumRetryDelay, job, [seconds]))).toBeInstanceOf(kind);
        expect(await caught(Reflect.apply(job.setNoProgressTimeout, job, [seconds]))).toBeInstanceOf(kind);
      },
    );
  });
}
