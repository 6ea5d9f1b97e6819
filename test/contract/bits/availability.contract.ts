import { expect } from 'vitest';
import type { Contract, FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';

/** Whether BITS can be used, on any host. */
export function availabilityContract({ group, test }: Contract): void {
  group('availability()', () => {
    test('is ok without a trial, which tells no interfaces', async (world) => {
      const { bits } = world.connection;
      expect(await bits.availability()).toEqual({
        usable: true,
        reason: 'ok',
        error: null,
        interfaces: null,
        version: null,
      });
    });

    test('is ok with a trial, of which no job is left', async (world) => {
      const { bits } = world.connection;
      const before = (await bits.jobs()).map(({ id }) => id);
      const found = await bits.availability({ trial: true });
      expect(found).toMatchObject({ usable: true, reason: 'ok', error: null });
      expect(found.interfaces?.job).toBeGreaterThanOrEqual(1);
      const left = await bits.findJobs({ name: 'winprogress availability', states: ['suspended'] });
      expect(left.filter(({ id }) => !before.includes(id))).toEqual([]);
    });
  });
}

/** What a trial finds out on a host that has every version of BITS, and refuses what a test tells it to. */
export function availabilityReasonsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('the availability by a trial', () => {
    test('has the interfaces of the latest version', async (world) => {
      expect(await world.connection.bits.availability({ trial: true })).toMatchObject({
        interfaces: { job: 5, file: 6, httpOptions: 3, tokenOptions: true },
        version: '10.3',
      });
    });

    each(
      [
        ['1.5', { job: 2, file: 1, httpOptions: 0, tokenOptions: false }],
        ['2.0', { job: 3, file: 2, httpOptions: 0, tokenOptions: false }],
        ['3.0', { job: 4, file: 3, httpOptions: 1, tokenOptions: false }],
        ['4.0', { job: 4, file: 4, httpOptions: 1, tokenOptions: true }],
        ['5.0', { job: 5, file: 5, httpOptions: 1, tokenOptions: true }],
        ['10.1', { job: 5, file: 6, httpOptions: 1, tokenOptions: true }],
        ['10.2', { job: 5, file: 6, httpOptions: 2, tokenOptions: true }],
      ] as const,
      'has those of BITS %s',
      async (world, version, interfaces) => {
        const { bits } = await world.connectToVersion(version);
        expect(await bits.availability({ trial: true })).toMatchObject({ interfaces, version });
      },
    );

    test('is notLoggedOn without a session, and leaves no job', async (world) => {
      const { bits } = world.connection;
      await world.logOff();
      expect(await bits.availability()).toMatchObject({ usable: true });
      expect(await bits.availability({ trial: true })).toMatchObject({
        usable: false,
        reason: 'notLoggedOn',
        error: { code: 'ERROR_NOT_LOGGED_ON', operation: 'IBackgroundCopyJob.AddFileSet' },
        interfaces: null,
        version: null,
      });
      expect(await bits.findJobs({ name: 'winprogress availability' })).toEqual([]);
    });
  });
}
