import { expect } from 'vitest';
import type { Contract } from '../kit/describe.js';
import { unpaired } from '../kit/texts.js';
import { prepared, preparedGroup, untilState } from './helpers.js';

/** Texts of BITS in the public API and below the seam: UTF-16 in both directions, also if it is not valid. */
export function textsContract({ group, test }: Contract): void {
  group('text with unpaired surrogates', () => {
    test('is unchanged in getDisplayName()', async (world) => {
      const name = `${world.jobName()} ${unpaired}`;
      const job = await world.connection.bits.createJob({ name });
      expect(await job.getDisplayName()).toBe(name);
    });

    test('is unchanged by setDisplayName()', async (world) => {
      const { job } = await prepared(world);
      const name = `${world.jobName()} ${unpaired}`;
      await job.setDisplayName(name);
      expect(await job.getDisplayName()).toBe(name);
    });

    test('is unchanged as the name in the snapshot of all jobs', async (world) => {
      const name = `${world.jobName()} ${unpaired}`;
      const { id } = await world.connection.bits.createJob({ name });
      const listed = (await world.connection.bits.snapshot()).find((job) => job.id === id);
      expect(listed?.name).toBe(name);
    });

    test('is unchanged in getDescription()', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), description: unpaired });
      expect(await job.getDescription()).toBe(unpaired);
    });

    test('is unchanged in the path of a file', async (world) => {
      const { url } = await world.serve();
      const path = world.localPath(unpaired);
      const job = await world.connection.bits.createJob({ name: world.jobName(), files: [{ url, path }] });
      expect((await job.files()).map((file) => file.path)).toEqual([path]);
    });

    test('is unchanged in a path that is a remote name', async (world) => {
      const url = `\\\\server\\share\\${unpaired}`;
      const path = world.localPath('file.bin');
      const job = await world.connection.bits.createJob({ name: world.jobName(), files: [{ url, path }] });
      expect((await job.files()).map((file) => file.url)).toEqual([url]);
    });

    test('is unchanged below the seam in the file of an error', async (world) => {
      const { url } = await world.serve({ status: 404 });
      const path = world.localPath(unpaired);
      const job = await world.connection.bits.createJob({ name: world.jobName(), files: [{ url, path }] });
      await job.resume();
      await untilState(job, 'error');
      const manager = await (await world.openVerbs()).openManager();
      const verbs = await manager.getJob(job.id);
      const file = { remoteName: url, localName: path };
      expect([(await verbs.getError()).file, (await verbs.snapshot()).error?.file]).toEqual([file, file]);
      const listed = (await manager.snapshotJobs(0)).find(({ id }) => id === job.id);
      expect(listed).toMatchObject({ error: { file } });
    });
  });
}

/** Texts of a group, stored by the queue manager or in the description of the modern job in its place. */
export function groupTextsContract({ group, test }: Contract): void {
  group('text of a group with unpaired surrogates', () => {
    test('is unchanged in the file of a job of a group', async (world) => {
      const { job, file } = await preparedGroup(world);
      const path = world.localPath(unpaired);
      await job.addFile(file.url, path);
      // Hosts differ in the order of two files.
      expect([await job.getFile(0), await job.getFile(1)]).toContainEqual({ url: file.url, path });
    });

    test('is unchanged in a property', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      await created.setProperty('description', unpaired);
      expect(await created.getProperty('description')).toBe(unpaired);
    });
  });
}
