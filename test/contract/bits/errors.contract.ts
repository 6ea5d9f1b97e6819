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
      'that the server answers with %s stands in error, at the remote file',
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

    test('in error names the file that failed, not the first of the job', async (world) => {
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
      'that the server answers with %s has the status as httpStatus',
      async (world, name, status) => {
        const { job } = await started(world, { status });
        const { error } = await until(job, (snapshot) => snapshot.error !== null);
        expect(error).toMatchObject({ code: `BG_E_HTTP_ERROR_${name}`, httpStatus: status });
      },
    );

    test('in error has the file and the status in JSON', async (world) => {
      const { job, file } = await started(world, { status: 404 });
      const { error } = await untilState(job, 'error');
      const [{ path } = { path: '' }] = await job.files();
      expect(JSON.parse(JSON.stringify(error))).toMatchObject({ file: { url: file.url, path }, httpStatus: 404 });
    });

    test('in error has the same error for getError()', async (world) => {
      const { job } = await started(world, { status: 404 });
      const { error } = await untilState(job, 'error');
      expect({ ...(await job.getError()) }).toEqual({ ...error });
    });

    test('whose server cannot be reached waits in transientError', async (world) => {
      const files = [{ url: world.unreachableUrl(), path: world.localPath('file.bin') }];
      const job = await world.connection.bits.createJob({ name: world.jobName(), files });
      await job.resume();
      const { error } = await untilState(job, 'transientError');
      expect(error).toBeInstanceOf(HResultError);
      expect(error?.file).toEqual(files[0]);
      expect(error).not.toHaveProperty('httpStatus');
      expect({ ...(await job.getError()) }).toEqual({ ...error });
    });

    test('whose server cannot be reached stands in error when it may not wait', async (world) => {
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

    test('has no error any more when it is tried again', async (world) => {
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

    test('has the line that called in its stack, for await', async (world) => {
      const error = await caught(resumeFromHere(await ended(world, 'canceled')));
      expect(error).toMatchObject({ stack: expect.stringContaining('resumeFromHere') });
    });

    test('has the line that called in its stack, for .catch()', async (world) => {
      const job = await ended(world, 'canceled');
      const stack = await resumeWithoutAwait(job).catch((error: Error) => error.stack);
      expect(stack).toContain('resumeWithoutAwait');
    });

    test('has the line that called in its stack, among many at once', async (world) => {
      const job = await ended(world, 'canceled');
      const errors = await Promise.all(Array.from({ length: 50 }, () => caught(resumeFromHere(job))));
      for (const error of errors) expect(error).toMatchObject({ stack: expect.stringContaining('resumeFromHere') });
    });

    test('does no harm to the calls around it', async (world) => {
      const job = await ended(world, 'canceled');
      const results = await Promise.allSettled([job.getState(), job.resume(), job.getState(), job.suspend()]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    });

    function resumeWithoutAwait(job: BitsJob): Promise<void> {
      return job.resume();
    }
  });

  group('the description of an error', () => {
    const notFound = 0x80200001;

    test('is a text', async (world) => {
      const text = await world.connection.bits.getErrorDescription(notFound);
      expect(text.length).toBeGreaterThan(0);
    });

    test('is the same for a signed number', async (world) => {
      const { bits } = world.connection;
      expect(await bits.getErrorDescription(notFound | 0)).toBe(await bits.getErrorDescription(notFound));
    });

    test('is E_INVALIDARG for language 0', async (world) => {
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
        ['a language that is no number', [notFound, 'en'], TypeError],
      ] as const,
      'is refused for %s',
      async (world, _, values, kind) => {
        const { bits } = world.connection;
        expect(await caught(Reflect.apply(bits.getErrorDescription, bits, values))).toBeInstanceOf(kind);
      },
    );
  });
}
