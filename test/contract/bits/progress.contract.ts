import { expect } from 'vitest';
import type { Contract } from '../kit/describe.js';
import { expectBytes, follow, half, halfway, started, transferred, until, untilState } from './helpers.js';

/** Progress of a transfer: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_job_progress. */
export function progressContract({ group, test }: Contract): void {
  group('the transferred bytes', () => {
    test('never exceed the total, and end at it', async (world) => {
      const { job } = await started(world, { size: 500_000 });
      const snapshots = await follow(job);
      expect(snapshots.at(-1)).toMatchObject({ state: 'transferred', bytesTransferred: 500_000n });
      for (const { bytesTransferred } of snapshots) expect(bytesTransferred).toBeLessThanOrEqual(500_000n);
    });

    test('are reported during the transfer', async (world) => {
      const { job } = await halfway(world);
      expect(await job.snapshot()).toMatchObject({ state: 'transferring', bytesTransferred: 131_072n });
    });

    test('are reported for each file during the transfer', async (world) => {
      const { job } = await halfway(world);
      const counts = { bytesTransferred: 131_072n, bytesTotal: 262_144n, completed: false };
      expect(await job.files()).toMatchObject([counts]);
    });

    test('do not decrease while the file on the server is unchanged', async (world) => {
      const { job } = await started(world, { size: 500_000 });
      const counts = (await follow(job)).map(({ bytesTransferred }) => bytesTransferred);
      expect(counts.filter((count, index) => count < (counts[index - 1] ?? 0n))).toEqual([]);
    });

    test('are the sum of the files', async (world) => {
      const { bits } = world.connection;
      const served = [
        await world.serve({ size: 1000 }),
        await world.serve({ size: 2000 }),
        await world.serve({ size: 0 }),
      ];
      const files = served.map(({ url }, index) => ({ url, path: world.localPath(`${index}.bin`) }));
      const job = await bits.createJob({ name: world.jobName(), files });
      await job.resume();
      const last = await untilState(job, 'transferred');
      expect(last).toMatchObject({ bytesTransferred: 3000n, filesTransferred: 3, filesTotal: 3 });
    });
  });

  group('the total', () => {
    test('is known as soon as the server has sent it', async (world) => {
      const { job } = await halfway(world);
      expect(await job.snapshot()).toMatchObject({ bytesTotal: 262_144n, fraction: 0.5 });
    });

    test('is known at the end', async (world) => {
      const { job } = await transferred(world, { size: 4000 });
      expect(await job.snapshot()).toMatchObject({ bytesTotal: 4000n, fraction: 1, remainingSeconds: 0 });
    });

    test('is null while the server does not send it', async (world) => {
      const { job } = await started(world, { ...half, chunked: true });
      const seen = await until(job, ({ bytesTransferred }) => bytesTransferred > 0n);
      expect(seen).toMatchObject({ bytesTotal: null, fraction: null });
    });

    test('is known after the transfer when the server did not send it', async (world) => {
      const { job } = await started(world, { size: 262_144, chunked: true });
      const last = await untilState(job, 'transferred');
      expect(last).toMatchObject({ bytesTransferred: 262_144n, bytesTotal: 262_144n, fraction: 1 });
    });

    test('is 0n for an empty file', async (world) => {
      const { job } = await transferred(world, { size: 0 });
      expect(await job.snapshot()).toMatchObject({ bytesTransferred: 0n, bytesTotal: 0n, fraction: 1 });
    });

    test('is null while one of several files has not begun', async (world) => {
      const [first, second] = [await world.serve(half), await world.serve(half)];
      const job = await world.connection.bits.createJob({
        name: world.jobName(),
        files: [
          { url: first.url, path: world.localPath('first.bin') },
          { url: second.url, path: world.localPath('second.bin') },
        ],
      });
      await job.resume();
      const seen = await until(job, ({ bytesTransferred }) => bytesTransferred >= 131_072n);
      expect(seen).toMatchObject({ bytesTotal: null, fraction: null, filesTransferred: 0, filesTotal: 2 });
    });
  });

  group('the downloaded file', () => {
    test('exists and is empty after an empty download', async (world) => {
      const { job, path } = await transferred(world, { size: 0 });
      await job.complete();
      expect(await world.readLocal(path)).toEqual(new Uint8Array(0));
    });

    test('is equal byte for byte when its length was unknown', async (world) => {
      const { job, file, path } = await transferred(world, { size: 150_000, chunked: true });
      await job.complete();
      expectBytes(await world.readLocal(path), file.content);
    });
  });
}
