import { expect } from 'vitest';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';

/** Finding jobs by their times. */
export function jobTimesContract({ group, test }: FamilyContract<ModernWorld>): void {
  group('findJobs() by times', () => {
    test('finds the jobs that were created before a time, and that have not changed since', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      const job = await bits.createJob({ name });
      const { created, modified } = await job.getTimes();
      const count = async (filter: { createdBefore?: Date; unchangedSince?: Date }) =>
        (await bits.findJobs({ name, ...filter })).length;
      const after = (date: Date, milliseconds: number) => new Date(date.getTime() + milliseconds);
      expect(await count({ createdBefore: after(created, 1) })).toBe(1);
      expect(await count({ createdBefore: created })).toBe(0);
      expect(await count({ unchangedSince: modified })).toBe(1);
      expect(await count({ unchangedSince: after(modified, -1) })).toBe(0);
    });
  });
}
