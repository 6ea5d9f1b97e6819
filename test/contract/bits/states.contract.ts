import { expect } from 'vitest';
import type { BitsJob } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { World } from '../kit/host.js';
import { ended, expectBytes, half, halfway, prepared, started, transferred, untilState } from './helpers.js';

const invalidState = { code: 'BG_E_INVALID_STATE', hresult: 0x80200002 };

/** The calls that a job in a final state refuses. */
const changes: readonly [string, (job: BitsJob) => Promise<unknown>][] = [
  ['Suspend', (job) => job.suspend()],
  ['Resume', (job) => job.resume()],
  ['Cancel', (job) => job.cancel()],
  ['Complete', (job) => job.complete()],
  ['AddFileSet', (job) => job.addFile('http://127.0.0.1/file', '/file.bin')],
  ['SetDisplayName', (job) => job.setDisplayName('late')],
  ['SetDescription', (job) => job.setDescription('late')],
  ['SetPriority', (job) => job.setPriority('high')],
  ['SetMinimumRetryDelay', (job) => job.setMinimumRetryDelay(60)],
  ['SetNoProgressTimeout', (job) => job.setNoProgressTimeout(60)],
];

/** The life of a job: https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job. */
export function statesContract({ group, test, each }: FamilyContract<World>): void {
  group('resume()', () => {
    test('rejects with BG_E_EMPTY for a job without files, which stays suspended', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await caught(job.resume())).toMatchObject({
        code: 'BG_E_EMPTY',
        hresult: 0x80200003,
        operation: 'IBackgroundCopyJob.Resume',
      });
      expect(await job.getState()).toBe('suspended');
    });

    test('puts a suspended job in the queue', async (world) => {
      const { job } = await started(world, half);
      expect(['queued', 'connecting', 'transferring']).toContain(await job.getState());
    });

    test('does not change a job that is transferring', async (world) => {
      const { job } = await halfway(world);
      await job.resume();
      expect(['queued', 'connecting', 'transferring']).toContain(await job.getState());
    });

    test('retries a job in error', async (world) => {
      const { job, file, path } = await started(world, { status: 404 });
      await untilState(job, 'error');
      file.change({ size: 3000 });
      await job.resume();
      await untilState(job, 'transferred');
      await job.complete();
      expectBytes(await world.readLocal(path), file.content);
    });

    test('retries a job in transientError at once', async (world) => {
      const url = world.unreachableUrl();
      const files = [{ url, path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), files });
      await job.resume();
      await untilState(job, 'transientError');
      await job.resume();
      expect(['queued', 'connecting', 'transientError']).toContain(await job.getState());
    });
  });

  group('suspend()', () => {
    test('does not change a suspended job', async (world) => {
      const { job } = await prepared(world);
      await job.suspend();
      expect(await job.getState()).toBe('suspended');
    });

    test('stops a job that is transferring, which keeps its bytes', async (world) => {
      const { job } = await halfway(world);
      await job.suspend();
      expect(await job.snapshot()).toMatchObject({ state: 'suspended', bytesTransferred: 131_072n });
    });

    test('keeps the partial file for the next resume()', async (world) => {
      const { job, file, path } = await halfway(world);
      await job.suspend();
      file.release();
      await job.resume();
      await untilState(job, 'transferred');
      await job.complete();
      expectBytes(await world.readLocal(path), file.content);
    });

    test('suspends a job in error', async (world) => {
      const { job } = await started(world, { status: 404 });
      await untilState(job, 'error');
      await job.suspend();
      expect(await job.snapshot()).toMatchObject({ state: 'suspended', error: null });
    });
  });

  group('cancel()', () => {
    test('ends a suspended job', async (world) => {
      const { job } = await prepared(world);
      expect(await job.cancel()).toEqual({ outcome: 'S_OK' });
      expect(await job.getState()).toBe('canceled');
    });

    test('ends a job that is transferring, and leaves no file', async (world) => {
      const { job, path } = await halfway(world);
      expect(await job.cancel()).toEqual({ outcome: 'S_OK' });
      expect([await job.getState(), await world.readLocal(path)]).toEqual(['canceled', undefined]);
    });

    test('ends a transferred job, and leaves no file', async (world) => {
      const { job, path } = await transferred(world);
      expect(await job.cancel()).toEqual({ outcome: 'S_OK' });
      expect([await job.getState(), await world.readLocal(path)]).toEqual(['canceled', undefined]);
    });

    test('ends a job in error', async (world) => {
      const { job } = await started(world, { status: 404 });
      await untilState(job, 'error');
      expect(await job.cancel()).toEqual({ outcome: 'S_OK' });
      expect(await job.getState()).toBe('canceled');
    });
  });

  group('complete()', () => {
    test('puts the files of a transferred job in place', async (world) => {
      const { job, file, path } = await transferred(world, { size: 200_000 });
      expect(await job.complete()).toEqual({ outcome: 'S_OK' });
      expect(await job.getState()).toBe('acknowledged');
      expectBytes(await world.readLocal(path), file.content);
    });

    test('makes the file visible', async (world) => {
      const { path } = await transferred(world);
      expect(await world.readLocal(path)).toBeUndefined();
    });

    test('replaces an existing file', async (world) => {
      const { job, path } = await transferred(world, { size: 100 });
      await job.complete();
      const second = await world.serve({ content: new Uint8Array([1, 2, 3]) });
      const files = [{ url: second.url, path }];
      const again = await world.connection.bits.createJob({ name: world.jobName(), files });
      await again.resume();
      await untilState(again, 'transferred');
      expect(await again.complete()).toEqual({ outcome: 'S_OK' });
      expect(await world.readLocal(path)).toEqual(new Uint8Array([1, 2, 3]));
    });

    test('keeps only the transferred files of an incomplete job', async (world) => {
      const [whole, held] = [await world.serve({ size: 1000 }), await world.serve(half)];
      const [wholePath, heldPath] = [world.localPath('whole.bin'), world.localPath('held.bin')];
      const job = await world.connection.bits.createJob({
        name: world.jobName(),
        files: [
          { url: whole.url, path: wholePath },
          { url: held.url, path: heldPath },
        ],
      });
      await job.resume();
      for await (const { bytesTransferred } of job.watch({ interval: 20 })) if (bytesTransferred >= 132_072n) break;
      expect(await job.complete()).toEqual({ outcome: 'BG_S_PARTIAL_COMPLETE' });
      expect(await job.getState()).toBe('acknowledged');
      expect([await world.readLocal(wholePath), await world.readLocal(heldPath)]).toEqual([whole.content, undefined]);
    });

    test('completes a job in error partially', async (world) => {
      const { job, path } = await started(world, { status: 404 });
      await untilState(job, 'error');
      expect(await job.complete()).toEqual({ outcome: 'BG_S_PARTIAL_COMPLETE' });
      expect([await job.getState(), await world.readLocal(path)]).toEqual(['acknowledged', undefined]);
    });

    test('rejects with BG_E_INVALID_STATE for an upload that is not transferred', async (world) => {
      const { url } = await world.serve();
      const job = await world.connection.bits.createJob({ name: world.jobName(), type: 'upload' });
      await job.addFile(url, world.localPath('file.bin'));
      expect(await caught(job.complete())).toMatchObject({ ...invalidState, operation: 'IBackgroundCopyJob.Complete' });
    });
  });

  for (const state of ['acknowledged', 'canceled'] as const) {
    group(`a job that is ${state}`, () => {
      each(changes, 'refuses %s with BG_E_INVALID_STATE', async (world, method, change) => {
        const job = await ended(world, state);
        expect(await caught(change(job))).toMatchObject({ ...invalidState, operation: `IBackgroundCopyJob.${method}` });
        expect(await job.getState()).toBe(state);
      });

      test('still returns its state and its progress', async (world) => {
        const job = await ended(world, state);
        expect(await job.getState()).toBe(state);
        expect(await job.snapshot()).toMatchObject({ state, filesTotal: 1 });
      });
    });
  }
}
