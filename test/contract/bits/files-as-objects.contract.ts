import { expect } from 'vitest';
import type { BitsByteRange, BitsFile, BitsJob } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { expectBytes, prepared, started, transferred, until, untilState } from './helpers.js';

async function only(job: BitsJob): Promise<BitsFile> {
  const [file] = await job.openFiles();
  return file ?? expect.unreachable('the job has no file');
}

/** A download of ranges of a file of 1000 bytes. */
async function ranged(world: ModernWorld, ranges: readonly BitsByteRange[]) {
  const file = await world.serve({ size: 1000 });
  const path = world.localPath('ranges.bin');
  const job = await world.connection.bits.createJob({
    name: world.jobName(),
    files: [{ url: file.url, path, ranges }],
  });
  return { job, file, path };
}

/** Files as objects: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyfile. */
export function filesAsObjectsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('a file', () => {
    test('has its names and its progress', async (world) => {
      const { job, file, path } = await transferred(world);
      const opened = await only(job);
      expect(await opened.snapshot()).toMatchObject({
        url: file.url,
        path,
        bytesTransferred: 1000n,
        bytesTotal: 1000n,
      });
      expect([opened.url, opened.path]).toEqual([file.url, path]);
    });

    test('has a temporary path once it is transferred, where its bytes are', async (world) => {
      const { job, file } = await transferred(world);
      const path = await (await only(job)).getTemporaryPath();
      expectBytes(await world.readLocal(path), file.content);
    });

    test('has the headers of the last response', async (world) => {
      const { job } = await transferred(world, { headers: { 'X-Answer': 'forty-two' } });
      const response = await (await only(job)).getResponseHeaders();
      expect(response.status).toBe(200);
      expect(response.headers.get('x-answer')).toBe('forty-two');
    });

    test('has no validation state before it is transferred: E_PENDING', async (world) => {
      const { job } = await prepared(world);
      expect(await caught((await only(job)).setValid(true))).toMatchObject({
        code: 'E_PENDING',
        operation: 'IBackgroundCopyFile3.SetValidationState',
      });
    });

    test('keeps the job transferred when it is valid', async (world) => {
      const { job } = await transferred(world);
      const file = await only(job);
      await file.setValid(true);
      expect([await file.isValid(), await job.getState()]).toEqual([true, 'transferred']);
    });

    test('fails the job with BG_E_VALIDATION_FAILED when it is not valid', async (world) => {
      const { job } = await transferred(world);
      await (await only(job)).setValid(false);
      expect(await job.snapshot()).toMatchObject({ state: 'error', error: { code: 'BG_E_VALIDATION_FAILED' } });
    });

    test('comes from its server alone', async (world) => {
      const { job } = await transferred(world);
      const file = await only(job);
      expect(await file.isDownloadedFromPeer()).toBe(false);
      expect(await file.getPeerStatistics()).toEqual({ bytesFromServer: 1000n, bytesFromPeers: 0n });
    });
  });

  group('setUrl()', () => {
    test('changes where the file comes from', async (world) => {
      const { job, path } = await prepared(world, { status: 403 });
      const other = await world.serve({ size: 500 });
      await (await only(job)).setUrl(other.url);
      await job.resume();
      await untilState(job, 'transferred');
      await job.complete();
      expectBytes(await world.readLocal(path), other.content);
    });

    test('is refused with E_INVALIDARG for a URL that is not valid', async (world) => {
      const { job, file } = await prepared(world);
      const opened = await only(job);
      expect(await caught(opened.setUrl('no url'))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'IBackgroundCopyFile2.SetRemoteName',
      });
      expect(opened.url).toBe(file.url);
    });
  });

  group('renewUrls()', () => {
    test('gives a job in error new URLs, with which it goes on after resume()', async (world) => {
      const { job, path } = await started(world, { status: 403 });
      await untilState(job, 'error');
      const other = await world.serve({ size: 500 });
      await job.renewUrls(() => other.url);
      await job.resume();
      await untilState(job, 'transferred');
      await job.complete();
      expectBytes(await world.readLocal(path), other.content);
    });

    test('keeps a job in the queue that was there', async (world) => {
      const { job } = await started(world, { status: 503 });
      await untilState(job, 'transientError');
      const other = await world.serve({ size: 500 });
      await job.renewUrls(() => other.url);
      await untilState(job, 'transferred');
    });
  });

  group('ranges', () => {
    test('are downloaded one after the other into the local file', async (world) => {
      const { job, file, path } = await ranged(world, [
        { offset: 0n, length: 10n },
        { offset: 900n, length: null },
      ]);
      expect(await (await only(job)).getRanges()).toEqual([
        { offset: 0n, length: 10n },
        { offset: 900n, length: null },
      ]);
      await job.resume();
      const { bytesTransferred, bytesTotal } = await untilState(job, 'transferred');
      await job.complete();
      expect([bytesTransferred, bytesTotal]).toEqual([110n, 110n]);
      const expected = Buffer.concat([file.content.subarray(0, 10), file.content.subarray(900)]);
      expectBytes(await world.readLocal(path), expected);
    });

    test('are none for a whole file', async (world) => {
      const { job } = await prepared(world);
      expect(await (await only(job)).getRanges()).toEqual([]);
    });

    each(
      [
        [
          'that overlap',
          'BG_E_OVERLAPPING_RANGES',
          [
            { offset: 0n, length: 10n },
            { offset: 9n, length: 10n },
          ],
        ],
        ['beyond 64 bits', 'BG_E_INVALID_RANGE', [{ offset: 2n ** 64n - 2n, length: 5n }]],
      ] as const,
      'are refused by BITS: %s',
      async (world, _, code, ranges) => {
        expect(await caught(ranged(world, ranges))).toMatchObject({
          code,
          operation: 'IBackgroundCopyJob3.AddFileWithRanges',
        });
      },
    );

    test('that are requested of a job with onDemand are all that it downloads', async (world) => {
      const { url } = await world.serve({ size: 1000 });
      const files = [{ url, path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), onDemand: true, files });
      const file = await only(job);
      await file.requestRanges([{ offset: 100n, length: 50n }]);
      await job.resume();
      await until(job, ({ bytesTransferred, state }) => bytesTransferred > 0n && state === 'suspended');
      expect(await file.getFilledRanges()).toEqual([{ offset: 100n, length: 50n }]);
    });

    test('of a job with onDemand fail with BG_E_REMOTE_FILE_CHANGED when the server has another file by then', async (world) => {
      const served = await world.serve({ size: 1000 });
      const files = [{ url: served.url, path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), onDemand: true, files });
      const file = await only(job);
      await file.requestRanges([{ offset: 100n, length: 50n }]);
      await job.resume();
      await until(job, ({ bytesTransferred, state }) => bytesTransferred > 0n && state === 'suspended');
      served.change({ size: 2000 });
      await file.requestRanges([{ offset: 0n, length: 50n }]);
      await job.resume();
      const { error } = await untilState(job, 'error');
      expect(error).toMatchObject({ code: 'BG_E_REMOTE_FILE_CHANGED', context: 'remoteFile' });
    });
  });

  group('notifications of files', () => {
    test('have each file of the job', async (world) => {
      const { bits } = world.connection;
      const files = await Promise.all(
        ['one', 'two'].map(async (name) => ({ url: (await world.serve()).url, path: world.localPath(name) })),
      );
      const job = await bits.createJob({ name: world.jobName(), files });
      const heard: string[] = [];
      let finish = () => {};
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await using subscription = await job.listen({
        onFileTransferred: (file) => heard.push(file.url),
        onTransferred: () => finish(),
      });
      await job.resume();
      await finished;
      expect(heard).toEqual(files.map(({ url }) => url));
      await subscription.close();
    });

    test('have the ranges of a job with onDemand', async (world) => {
      const { url } = await world.serve({ size: 1000 });
      const files = [{ url, path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), onDemand: true, files });
      const requested = { offset: 100n, length: 50n };
      let hear = (_: unknown) => {};
      const heard = new Promise((resolve) => {
        hear = resolve;
      });
      await using subscription = await job.listen({ onRangesTransferred: (file, ranges) => hear([file.url, ranges]) });
      await (await only(job)).requestRanges([requested]);
      await job.resume();
      expect(await heard).toEqual([url, [requested]]);
      await subscription.close();
    });
  });
}
