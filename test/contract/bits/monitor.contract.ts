import { expect } from 'vitest';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { interval, prepared, started, untilState } from './helpers.js';

/** All jobs at once: `bits.snapshot()` and `bits.watch()`. */
export function monitorContract({ group, test }: FamilyContract<ModernWorld>): void {
  group('a watch of all jobs', () => {
    test('delivers jobs that are added, change and are removed', async (world) => {
      const name = world.jobName();
      const seen: string[] = [];
      const { bits } = world.connection;
      const job = await bits.createJob({ name });
      for await (const { added, changed, removed, jobs } of bits.watch({ name, interval })) {
        seen.push(`${added.length} ${changed.length} ${removed.length} ${jobs.map(({ state }) => state).join(' ')}`);
        if (seen.length === 1) {
          const { url } = await world.serve();
          await job.addFile(url, world.localPath('file.bin'));
        } else if (removed.length === 0) await job.cancel();
        else break;
      }
      expect(seen).toEqual(['1 0 0 suspended', '0 1 0 suspended', '0 0 1 ']);
    });

    test('leaves the callbacks of a job as they are', async (world) => {
      const { job } = await prepared(world);
      let hear = () => {};
      const heard = new Promise<void>((resolve) => {
        hear = resolve;
      });
      await using subscription = await job.listen({ onTransferred: () => hear() });
      const other = await world.connect();
      await job.resume();
      for await (const { jobs } of other.bits.watch({ interval })) {
        if (jobs.some(({ id, state }) => id === job.id && state === 'transferred')) break;
      }
      await heard;
      await subscription.close();
    });
  });

  group('the snapshot of all jobs', () => {
    test('has the jobs that a filter selects', async (world) => {
      const names = [world.jobName(), world.jobName(), world.jobName()] as const;
      const { bits } = world.connection;
      await bits.createJob({ name: names[0] });
      await bits.createJob({ name: names[1], type: 'upload' });
      await (await bits.createJob({ name: names[2] })).cancel();
      const ours = async (filter: Parameters<typeof bits.snapshot>[0]) =>
        (await bits.snapshot(filter)).map(({ name }) => name).filter((name) => names.some((given) => given === name));
      expect(await ours({})).toEqual([names[0], names[1]]);
      expect(await ours({ types: ['upload'] })).toEqual([names[1]]);
      expect(await ours({ name: names[0] })).toEqual([names[0]]);
      expect(await ours({ states: ['transferring'] })).toEqual([]);
      expect(await ours({ states: ['suspended'], types: ['download'] })).toEqual([names[0]]);
    });

    test('has what each job waits for', async (world) => {
      const { job } = await started(world, { status: 503 });
      await untilState(job, 'transientError');
      const listed = (await world.connection.bits.snapshot()).find(({ id }) => id === job.id);
      expect(listed).toMatchObject({ state: 'transientError', waitingFor: 'retry' });
    });
  });
}
