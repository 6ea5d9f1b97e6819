import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';

/** Finding jobs by what they are, and cancelling them. */
export function jobFiltersContract({ group, test, each }: Contract): void {
  group('findJobs()', () => {
    test('finds the jobs of a name, as objects', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      const job = await bits.createJob({ name });
      await bits.createJob({ name: world.jobName() });
      const found = await bits.findJobs({ name });
      expect(found.map(({ id }) => id)).toEqual([job.id]);
      expect(await found[0]?.getDisplayName()).toBe(name);
    });

    test('finds the jobs of a description', async (world) => {
      const { bits } = world.connection;
      const [name, other] = [world.jobName(), world.jobName()];
      const job = await bits.createJob({ name, description: `${name} first` });
      await bits.createJob({ name: other, description: 'second' });
      const found = await bits.findJobs({ description: new RegExp(`^${escaped(name)} `) });
      expect(found.map(({ id }) => id)).toEqual([job.id]);
    });

    test('finds the jobs that have a file of a URL', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      const file = { url: 'http://127.0.0.1/wanted?a=1', path: world.localPath('file.bin') };
      const job = await bits.createJob({ name, files: [file] });
      await bits.createJob({ name, files: [{ ...file, url: 'http://127.0.0.1/other' }] });
      const ids = async (url: string | RegExp) => (await bits.findJobs({ name, url })).map(({ id }) => id);
      expect(await ids(file.url)).toEqual([job.id]);
      expect(await ids(/\/wanted\b/)).toEqual([job.id]);
      expect(await ids('http://127.0.0.1/wanted')).toEqual([]);
    });

    test('does not find a job that was cancelled', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      await (await bits.createJob({ name })).cancel();
      expect(await bits.findJobs({ name, states: ['suspended'] })).toEqual([]);
    });
  });

  group('cancelJobs()', () => {
    test('cancels the jobs of a name, and returns them as they were', async (world) => {
      const { bits } = world.connection;
      const [name, other] = [world.jobName(), world.jobName()];
      const jobs = [await bits.createJob({ name }), await bits.createJob({ name })];
      const left = await bits.createJob({ name: other });
      const { canceled, failed } = await bits.cancelJobs({ name, states: ['suspended'] });
      expect(canceled.map(({ id }) => id).sort()).toEqual(jobs.map(({ id }) => id).sort());
      expect(canceled).toMatchObject([{ name, state: 'suspended' }, { name }]);
      expect(failed).toEqual([]);
      for (const job of jobs) expect(await job.getState()).toBe('canceled');
      expect(await left.getState()).toBe('suspended');
    });

    test('cancels nothing when no job is selected', async (world) => {
      const { bits } = world.connection;
      expect(await bits.cancelJobs({ name: world.jobName() })).toEqual({ canceled: [], failed: [] });
    });

    each(
      [
        ['no filter', undefined],
        ['an empty filter', {}],
        ['a filter of states alone', { states: ['suspended'] }],
        ['a name that is not text', { name: 5 }],
      ] as const,
      'rejects with a TypeError for %s, and cancels nothing',
      async (world, _, filter) => {
        const { bits } = world.connection;
        const job = await bits.createJob({ name: world.jobName() });
        expect(await caught(Reflect.apply(bits.cancelJobs, bits, [filter]))).toBeInstanceOf(TypeError);
        expect(await job.getState()).toBe('suspended');
      },
    );
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
