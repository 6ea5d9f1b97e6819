import { join } from 'node:path';
import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { prepared, refusedNames, transferred } from './helpers.js';

/** The files of a job. */
export function filesContract({ group, test, each }: Contract): void {
  group('a file that has not begun', () => {
    test('has an unknown size and 0 bytes transferred', async (world) => {
      const { job, file, path } = await prepared(world);
      expect(await job.files()).toEqual([
        { url: file.url, path, bytesTransferred: 0n, bytesTotal: null, completed: false },
      ]);
    });

    test('makes the total of its job unknown', async (world) => {
      const { job } = await prepared(world);
      expect(await job.snapshot()).toMatchObject({
        bytesTotal: null,
        fraction: null,
        filesTotal: 1,
        filesTransferred: 0,
      });
    });
  });

  group('the files of a job', () => {
    test('can be added one by one or several at once', async (world) => {
      const { url } = await world.serve();
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const paths = ['one.bin', 'two.bin', 'three.bin'].map((name) => world.localPath(name));
      await job.addFile(url, paths[0] ?? '');
      await job.addFiles(paths.slice(1).map((path) => ({ url, path })));
      expect((await job.files()).map(({ path }) => path).sort()).toEqual([...paths].sort());
    });

    test('are completed with the job, not when they are transferred', async (world) => {
      const { job } = await transferred(world, { size: 1000 });
      expect(await job.files()).toMatchObject([{ bytesTransferred: 1000n, bytesTotal: 1000n, completed: false }]);
    });

    test('are completed when the job is', async (world) => {
      const { job } = await transferred(world, { size: 1000 });
      await job.complete();
      expect(await job.files()).toMatchObject([{ bytesTransferred: 1000n, bytesTotal: 1000n, completed: true }]);
    });
  });

  group('a list of files with an invalid element', () => {
    const file = { url: 'http://127.0.0.1/file', path: 'file.bin' };

    each(
      [
        ['a hole', Object.assign(new Array(2), { 0: file })],
        ['null', [file, null]],
        ['a text', [file, 'http://127.0.0.1/file']],
        ['a path of another type', [{ ...file, path: 0n }]],
      ] as const,
      'is rejected before a job is created or changed: %s',
      async (world, _, files) => {
        const { bits } = world.connection;
        const name = world.jobName();
        const code = 'ERR_INVALID_ARG_TYPE';
        expect(await caught(Reflect.apply(bits.createJob, bits, [{ name, files }]))).toMatchObject({ code });
        expect((await bits.snapshot()).filter((job) => 'name' in job && job.name === name)).toEqual([]);
        const job = await bits.createJob({ name });
        expect(await caught(Reflect.apply(job.addFiles, job, [files]))).toMatchObject({ code });
        expect(await job.files()).toEqual([]);
      },
    );
  });

  group('addFiles()', () => {
    const refused = { code: 'E_INVALIDARG', hresult: 0x80070057, operation: 'IBackgroundCopyJob.AddFileSet' };

    each(refusedNames, 'rejects with E_INVALIDARG for %s', async (world, _, url, name) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const path = name === '' || name.includes('/') ? name : world.localPath(name);
      expect(await caught(job.addFile(url, path))).toMatchObject(refused);
    });

    each(
      [
        ['a drive', 'C:\\folder\\file.bin'],
        ['a share', '\\\\server\\share\\file.bin'],
        ['a POSIX file system', '/srv/file.bin'],
      ] as const,
      'accepts a full path of %s as the remote name, verbatim',
      async (world, _, url) => {
        const job = await world.connection.bits.createJob({ name: world.jobName() });
        const path = world.localPath('file.bin');
        await job.addFile(url, path);
        expect(await job.files()).toMatchObject([{ url, path, bytesTransferred: 0n, bytesTotal: null }]);
      },
    );

    each(
      [
        ['a relative path', 'folder\\file.bin'],
        ['a wildcard in a path', 'C:\\folder\\*.bin'],
        ['a folder', '\\\\server\\share\\'],
        ['a path of 2201 characters', `/${'x'.repeat(2200)}`],
      ] as const,
      'rejects with E_INVALIDARG for a remote name that is %s',
      async (world, _, url) => {
        const job = await world.connection.bits.createJob({ name: world.jobName() });
        expect(await caught(job.addFile(url, world.localPath('file.bin')))).toMatchObject(refused);
      },
    );

    test('accepts a local path whose folder does not exist', async (world) => {
      const { url } = await world.serve();
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const path = join(world.localPath('missing'), 'file.bin');
      await job.addFile(url, path);
      expect(await job.files()).toMatchObject([{ url, path }]);
    });

    test('rejects with E_INVALIDARG or CO_E_NOT_SUPPORTED for a scheme that BITS does not support', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const path = world.localPath('file.bin');
      expect(await caught(job.addFile('gopher://127.0.0.1/file', path))).toMatchObject({
        code: expect.stringMatching(/^(E_INVALIDARG|CO_E_NOT_SUPPORTED)$/),
        operation: refused.operation,
      });
    });

    test('adds all files or none', async (world) => {
      const { url } = await world.serve();
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const files = [
        { url, path: world.localPath('file.bin') },
        { url, path: 'relative.bin' },
      ];
      expect(await caught(job.addFiles(files))).toMatchObject(refused);
      expect(await job.files()).toEqual([]);
    });

    test('rejects the second file of an upload with BG_E_TOO_MANY_FILES', async (world) => {
      const { url } = await world.serve();
      const job = await world.connection.bits.createJob({ name: world.jobName(), type: 'upload' });
      await job.addFile(url, world.localPath('one.bin'));
      expect(await caught(job.addFile(url, world.localPath('two.bin')))).toMatchObject({
        code: 'BG_E_TOO_MANY_FILES',
        hresult: 0x8020001c,
        operation: refused.operation,
      });
    });

    each(
      [
        ['a value that is not an array', [{}], TypeError],
        ['an empty array', [[]], RangeError],
        ['a file that is not an object', [['http://127.0.0.1/file']], TypeError],
        ['a file without a path', [[{ url: 'http://127.0.0.1/file' }]], TypeError],
        ['a URL that is not a string', [[{ url: new URL('http://127.0.0.1/'), path: 'x' }]], TypeError],
        ['a NUL in the path', [[{ url: 'http://127.0.0.1/file', path: 'a\0b' }]], RangeError],
        ['a NUL in the URL', [[{ url: 'http://127.0.0.1/\0', path: 'x' }]], RangeError],
      ] as const,
      'rejects %s before the backend is called',
      async (world, _, values, kind) => {
        const job = await world.connection.bits.createJob({ name: world.jobName() });
        expect(await caught(Reflect.apply(job.addFiles, job, values))).toBeInstanceOf(kind);
        expect(await job.files()).toEqual([]);
      },
    );
  });
}
