import { expect } from 'vitest';
import { type BitsJob, HResultError } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { ended, prepared, started, transferred, until, untilState } from './helpers.js';

/** How transfers and calls fail. */
export function errorsContract({ group, test, each }: Contract): void {
  group('a transfer', () => {
    each(
      [
        ['400', 0x80190190],
        ['403', 0x80190193],
        ['404', 0x80190194],
        ['410', 0x8019019a],
      ] as const,
      'fails in the context of the remote file when the server answers %s',
      async (world, status, hresult) => {
        const { job } = await started(world, { status: Number(status) });
        const { error } = await untilState(job, 'error');
        expect(error).toBeInstanceOf(HResultError);
        expect(error).toMatchObject({
          code: `BG_E_HTTP_ERROR_${status}`,
          hresult,
          operation: 'IBackgroundCopyError.GetError',
          context: 'remoteFile',
        });
      },
    );

    test('has the failed file in its error, not the first file of the job', async (world) => {
      const { url: working } = await world.serve({ size: 1000 });
      const { url } = await world.serve({ status: 404 });
      const path = world.localPath('missing.bin');
      const files = [
        { url: working, path: world.localPath('there.bin') },
        { url, path },
      ];
      const job = await world.connection.bits.createJob({ name: world.jobName(), files });
      await job.resume();
      const { error } = await untilState(job, 'error');
      expect(error?.file).toEqual({ url, path });
      expect((await job.getError())?.file).toEqual({ url, path });
    });

    each(
      [
        ['404', 404],
        ['429', 429],
        ['451', 451],
      ] as const,
      'has httpStatus in its error when the server answers %s',
      async (world, name, status) => {
        const { job } = await started(world, { status });
        const { error } = await until(job, (snapshot) => snapshot.error !== null);
        expect(error).toMatchObject({ code: `BG_E_HTTP_ERROR_${name}`, httpStatus: status });
      },
    );

    test('has the file and the status of its error in JSON', async (world) => {
      const { job, file } = await started(world, { status: 404 });
      const { error } = await untilState(job, 'error');
      const [{ path } = { path: '' }] = await job.files();
      expect(JSON.parse(JSON.stringify(error))).toMatchObject({ file: { url: file.url, path }, httpStatus: 404 });
    });

    test('has the same error in getError() as in its snapshot', async (world) => {
      const { job } = await started(world, { status: 404 });
      const { error } = await untilState(job, 'error');
      expect({ ...(await job.getError()) }).toEqual({ ...error });
    });

    test('waits in transientError when the server cannot be reached', async (world) => {
      const files = [{ url: world.unreachableUrl(), path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), files });
      await job.resume();
      const { error } = await untilState(job, 'transientError');
      expect(error).toBeInstanceOf(HResultError);
      expect(error?.file).toEqual(files[0]);
      expect(error).not.toHaveProperty('httpStatus');
      expect({ ...(await job.getError()) }).toEqual({ ...error });
    });

    test('enters error when the server cannot be reached and the no-progress timeout is 0', async (world) => {
      const files = [{ url: world.unreachableUrl(), path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), files, noProgressTimeout: 0 });
      await job.resume();
      const { error } = await untilState(job, 'error');
      expect(error).toBeInstanceOf(HResultError);
    });

    test('has no error before it begins', async (world) => {
      const { job } = await prepared(world);
      expect(await job.getError()).toBeNull();
    });

    test('has no error when it is transferred', async (world) => {
      const { job } = await transferred(world);
      expect([await job.getError(), (await job.snapshot()).error]).toEqual([null, null]);
    });

    test('has no error after it is resumed', async (world) => {
      const { job, file } = await started(world, { status: 404 });
      await untilState(job, 'error');
      file.change({ size: 1000 });
      await job.resume();
      expect(await untilState(job, 'transferred')).toMatchObject({ error: null });
    });
  });

  group('a call that COM refuses', () => {
    async function resumeFromHere(job: BitsJob): Promise<void> {
      await job.resume();
    }

    test('rejects with an HResultError', async (world) => {
      const error = await caught(resumeFromHere(await ended(world, 'canceled')));
      expect(error).toBeInstanceOf(HResultError);
      expect(error).toBeInstanceOf(Error);
      expect({ ...(error instanceof HResultError ? error : {}) }).toEqual({
        code: 'BG_E_INVALID_STATE',
        hresult: 0x80200002,
        operation: 'IBackgroundCopyJob.Resume',
      });
    });

    test('has the calling line in its stack when awaited', async (world) => {
      const error = await caught(resumeFromHere(await ended(world, 'canceled')));
      expect(error).toMatchObject({ stack: expect.stringContaining('resumeFromHere') });
    });

    test('has the calling line in its stack when handled by .catch()', async (world) => {
      const job = await ended(world, 'canceled');
      const stack = await resumeWithoutAwait(job).catch((error: Error) => error.stack);
      expect(stack).toContain('resumeWithoutAwait');
    });

    test('has the calling line in its stack among many concurrent calls', async (world) => {
      const job = await ended(world, 'canceled');
      const errors = await Promise.all(Array.from({ length: 50 }, () => caught(resumeFromHere(job))));
      for (const error of errors) expect(error).toMatchObject({ stack: expect.stringContaining('resumeFromHere') });
    });

    test('does not affect concurrent calls', async (world) => {
      const job = await ended(world, 'canceled');
      const results = await Promise.allSettled([job.getState(), job.resume(), job.getState(), job.suspend()]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    });

    function resumeWithoutAwait(job: BitsJob): Promise<void> {
      return job.resume();
    }
  });

  group('getErrorDescription()', () => {
    const notFound = 0x80200001;

    test('resolves to a text', async (world) => {
      const text = await world.connection.bits.getErrorDescription(notFound);
      expect(text.length).toBeGreaterThan(0);
    });

    test('resolves to the same text for a signed number', async (world) => {
      const { bits } = world.connection;
      expect(await bits.getErrorDescription(notFound | 0)).toBe(await bits.getErrorDescription(notFound));
    });

    test('rejects with E_INVALIDARG for language 0', async (world) => {
      expect(await caught(world.connection.bits.getErrorDescription(notFound, 0))).toMatchObject({
        code: 'E_INVALIDARG',
        hresult: 0x80070057,
        operation: 'IBackgroundCopyManager.GetErrorDescription',
      });
    });

    each(
      [
        ['a string', ['0x80200001'], TypeError],
        ['more than 32 bits', [2 ** 32], RangeError],
        ['a language that is not a number', [notFound, 'en'], TypeError],
      ] as const,
      'rejects %s',
      async (world, _, values, kind) => {
        const { bits } = world.connection;
        expect(await caught(Reflect.apply(bits.getErrorDescription, bits, values))).toBeInstanceOf(kind);
      },
    );
  });
}
