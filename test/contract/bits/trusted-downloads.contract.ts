import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { type Bits, BitsDownloadError, type BitsDownloadFile, type BitsTransferSnapshot } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ServedFile, World } from '../kit/host.js';
import { expectBytes, half, interval, isHalfway, until, untilState, withheld } from './helpers.js';

function integrityOf(content: Uint8Array, algorithm = 'sha256'): string {
  return `${algorithm}-${createHash(algorithm).update(content).digest('base64')}`;
}

const wrong = integrityOf(new Uint8Array([1, 2, 3]));

async function isListed(bits: Bits, name: string): Promise<boolean> {
  const jobs = await bits.snapshot();
  return jobs.some((job) => job.name === name && job.state !== 'acknowledged' && job.state !== 'canceled');
}

/** Ends the connection of a download half way, as the end of its process does, and leaves its job in the service. */
async function leaveHalfway(world: World, file: BitsDownloadFile, key: string, name: string): Promise<void> {
  const connection = await world.connect();
  let closing: Promise<void> | undefined;
  const onProgress = (snapshot: BitsTransferSnapshot) => {
    if (isHalfway(snapshot)) closing ??= connection.close();
  };
  const options = { key, name, interval, onProgress, onAbort: 'leave' } as const;
  expect(await caught(connection.bits.download([file], options))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  await closing;
}

/** Leaves a job all of whose bytes have arrived, as a process does that has ended before it completed the job. Returns its id. */
async function leaveTransferred(
  world: World,
  served: ServedFile,
  path: string,
  key: string,
  name: string,
  file: BitsDownloadFile = { url: served.url, path },
): Promise<string> {
  await leaveHalfway(world, file, key, name);
  served.release();
  const { bits } = world.connection;
  const [job] = await bits.findJobs({ name });
  if (job === undefined) return expect.unreachable('there is no job');
  await untilState(job, 'transferred');
  return job.id;
}

/** What `bits.download()` promises: the right files or none, whatever ends a process. */
export function trustedDownloadsContract({ group, test, each }: FamilyContract<World>): void {
  group('download() of several files', () => {
    test('resolves once all are in place, in the order of the call', async (world) => {
      const [one, two] = [await world.serve({ size: 1000 }), await world.serve({ size: 2000 })];
      const files = [
        { url: one.url, path: world.localPath('one.bin') },
        { url: two.url, path: world.localPath('two.bin') },
      ];
      const result = await world.connection.bits.download(files, { name: world.jobName(), interval });
      expect(result).toMatchObject({
        path: files[0]?.path,
        bytes: 3000n,
        by: 'bits',
        fallbackReason: null,
        resumed: false,
      });
      expect(result.files.map(({ url, path, bytes }) => ({ url, path, bytes }))).toEqual([
        { ...files[0], bytes: 1000n },
        { ...files[1], bytes: 2000n },
      ]);
      expectBytes(await world.readLocal(files[1]?.path ?? ''), two.content);
    });

    test('refuses two files with one path before a job is created', async (world) => {
      const { bits } = world.connection;
      const [path, name] = [world.localPath('one.bin'), world.jobName()];
      const files = ['http://127.0.0.1/a', 'http://127.0.0.1/b'].map((url) => ({ url, path }));
      const error = await caught(bits.download(files, { name, interval }));
      expect(error).toBeInstanceOf(RangeError);
      expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE', message: expect.stringContaining('files[1].path') });
      expect(await isListed(bits, name)).toBe(false);
    });

    test('creates no job when its array is empty', async (world) => {
      expect(await caught(world.connection.bits.download([]))).toBeInstanceOf(RangeError);
    });
  });

  group('the integrity of a download', () => {
    each(
      [
        ['sha256 in base64', (content: Uint8Array) => integrityOf(content)],
        ['sha384 in base64', (content: Uint8Array) => integrityOf(content, 'sha384')],
        ['sha512 in hexadecimal', (content: Uint8Array) => createHash('sha512').update(content).digest('hex')],
      ] as const,
      'that is right gives the file its name: %s',
      async (world, _, integrity) => {
        const file = await world.serve({ size: 5000 });
        const path = world.localPath('file.bin');
        const files = [{ url: file.url, path, integrity: integrity(file.content) }];
        const result = await world.connection.bits.download(files, { name: world.jobName(), interval });
        expect(result.files[0]?.integrity).toMatch(/^sha(256|384|512)-/);
        expectBytes(await world.readLocal(path), file.content);
      },
    );

    test('that is wrong rejects with ERR_DOWNLOAD_INTEGRITY and leaves neither file nor job', async (world) => {
      const { url } = await world.serve({ size: 5000 });
      const [path, name] = [world.localPath('file.bin'), world.jobName()];
      const { bits } = world.connection;
      const error = await caught(bits.download([{ url, path, integrity: wrong }], { name, interval }));
      expect(error).toMatchObject({ name: 'BitsDownloadError', code: 'ERR_DOWNLOAD_INTEGRITY', file: { url, path } });
      expect([await world.readLocal(path), await isListed(bits, name)]).toEqual([undefined, false]);
    });

    test('that is wrong is compared in the form in which it was given', async (world) => {
      const file = await world.serve({ size: 5000 });
      const messageFor = async (integrity: string) => {
        const files = [{ url: file.url, path: world.localPath('file.bin'), integrity }];
        const error = await caught(world.connection.bits.download(files, { name: world.jobName(), interval }));
        return error instanceof BitsDownloadError ? error.message : error;
      };
      const actual = createHash('sha256').update(file.content).digest();
      expect(await messageFor('A'.repeat(64))).toContain(
        ` must have sha256 ${'a'.repeat(64)}, not ${actual.toString('hex')}`,
      );
      const base64 = Buffer.alloc(32).toString('base64');
      expect(await messageFor(`sha256-${base64}`)).toContain(
        ` must have sha256-${base64}, not sha256-${actual.toString('base64')}`,
      );
    });

    test('that is wrong for one of two files leaves neither', async (world) => {
      const [one, two] = [await world.serve(), await world.serve()];
      const paths = [world.localPath('one.bin'), world.localPath('two.bin')] as const;
      const files = [
        { url: one.url, path: paths[0], integrity: integrityOf(one.content) },
        { url: two.url, path: paths[1], integrity: wrong },
      ];
      const error = await caught(world.connection.bits.download(files, { name: world.jobName(), interval }));
      expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_INTEGRITY', file: { path: paths[1] } });
      expect([await world.readLocal(paths[0]), await world.readLocal(paths[1])]).toEqual([undefined, undefined]);
    });

    test('that is wrong keeps the file that was there', async (world) => {
      const { bits } = world.connection;
      const [old, { url }] = [await world.serve({ size: 100 }), await world.serve({ size: 200 })];
      const path = world.localPath('file.bin');
      await bits.download(old.url, path, { name: world.jobName(), interval });
      await caught(bits.download([{ url, path, integrity: wrong }], { name: world.jobName(), interval }));
      expectBytes(await world.readLocal(path), old.content);
    });

    test('detects a page of a captive portal in place of the file', async (world) => {
      const { url } = await world.serve({ content: Buffer.from('<html>Please log in</html>') });
      const path = world.localPath('file.bin');
      const error = await caught(
        world.connection.bits.download([{ url, path, size: 5000n }], { name: world.jobName(), interval }),
      );
      expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_SIZE', file: { url, path } });
      expect(await world.readLocal(path)).toBeUndefined();
    });

    each(
      [
        ['a word', 'sha256'],
        ['an algorithm that is not known', 'md5-1B2M2Y8AsgTpgAmY7PhCfg=='],
        ['base64 of another length', 'sha256-AAAA'],
        ['hexadecimal digits of another length', 'abcdef'],
      ] as const,
      'must be a hash, not %s',
      async (world, _, integrity) => {
        const files = [{ url: 'http://127.0.0.1/', path: world.localPath('file.bin'), integrity }];
        expect(await caught(world.connection.bits.download(files))).toBeInstanceOf(RangeError);
      },
    );
  });

  group('the size of a download', () => {
    test('that is right resolves', async (world) => {
      const { url } = await world.serve({ size: 5000 });
      const files = [{ url, path: world.localPath('file.bin'), size: 5000n }];
      expect(await world.connection.bits.download(files, { name: world.jobName(), interval })).toMatchObject({
        bytes: 5000n,
      });
    });

    test('that is wrong rejects before the file is transferred', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve(withheld);
      const [path, name] = [world.localPath('file.bin'), world.jobName()];
      expect(await caught(bits.download([{ url, path, size: 7n }], { name, interval }))).toMatchObject({
        code: 'ERR_DOWNLOAD_SIZE',
        file: { url, path },
      });
      expect(await isListed(bits, name)).toBe(false);
    });
  });

  group('a mirror', () => {
    test('is used when the first server fails', async (world) => {
      const { url } = await world.serve({ status: 404 });
      const mirror = await world.serve({ size: 3000 });
      const path = world.localPath('file.bin');
      const files = [{ url, path, mirrors: [mirror.url] }];
      const result = await world.connection.bits.download(files, { name: world.jobName(), interval });
      expect(result.files[0]?.url).toBe(mirror.url);
      expectBytes(await world.readLocal(path), mirror.content);
    });

    test('that fails too rejects with its error', async (world) => {
      const [first, second] = [await world.serve({ status: 404 }), await world.serve({ status: 404 })];
      const files = [{ url: first.url, path: world.localPath('file.bin'), mirrors: [second.url] }];
      expect(await caught(world.connection.bits.download(files, { name: world.jobName(), interval }))).toMatchObject({
        code: 'BG_E_HTTP_ERROR_404',
        httpStatus: 404,
        file: { url: second.url },
      });
    });
  });

  group('a download with a key', () => {
    test('is continued by another connection', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      await leaveHalfway(world, { url: file.url, path }, key, name);
      file.release();
      const { bits } = world.connection;
      const result = await bits.download(file.url, path, { key, name, interval });
      expect(result).toMatchObject({ resumed: true, bytes: 262_144n });
      expectBytes(await world.readLocal(path), file.content);
      expect(await isListed(bits, name)).toBe(false);
    });

    test('gives the job of the earlier call the settings of this one', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      await leaveHalfway(world, { url: file.url, path }, key, name);
      const { bits } = world.connection;
      const options = { key, name, interval, priority: 'low', noProgressTimeout: 77 } as const;
      await using download = await bits.openDownload([{ url: file.url, path }], options);
      expect([await download.job.getPriority(), await download.job.getNoProgressTimeout()]).toEqual(['low', 77]);
      file.release();
      expect(await download.done).toMatchObject({ resumed: true, bytes: 262_144n });
    });

    test('reports the mirror that the continued job uses', async (world) => {
      const [{ url }, mirror] = [await world.serve({ status: 404 }), await world.serve(half)];
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      const file = { url, path, mirrors: [mirror.url] };
      await leaveHalfway(world, file, key, name);
      mirror.release();
      const result = await world.connection.bits.download([file], { key, name, interval });
      expect([result.resumed, result.files[0]?.url]).toEqual([true, mirror.url]);
    });

    test('completes a transferred job that no process has completed', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      const jobId = await leaveTransferred(world, file, path, key, name);
      const result = await world.connection.bits.download(file.url, path, { key, name, interval });
      expect(result).toMatchObject({ resumed: true, jobId });
      expectBytes(await world.readLocal(path), file.content);
    });

    test('begins again when the server has another version than a transferred job', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      const jobId = await leaveTransferred(world, file, path, key, name);
      const content = Buffer.from('the next version');
      file.change({ content });
      const { bits } = world.connection;
      const result = await bits.download(file.url, path, { key, name, interval });
      expect([result.resumed, result.jobId === jobId, await isListed(bits, name)]).toEqual([false, false, false]);
      expectBytes(await world.readLocal(path), content);
    });

    test('completes a transferred job whose server does not have the file any more', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      const jobId = await leaveTransferred(world, file, path, key, name);
      const { content } = file;
      file.change({ status: 404 });
      const result = await world.connection.bits.download(file.url, path, { key, name, interval });
      expect(result).toMatchObject({ resumed: true, jobId });
      expectBytes(await world.readLocal(path), content);
    });

    test('completes a transferred job that has the right hash, whatever the server has', async (world) => {
      const served = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      const { content } = served;
      const file = { url: served.url, path, integrity: integrityOf(content) };
      const jobId = await leaveTransferred(world, served, path, key, name, file);
      served.change({ content: Buffer.from('the next version') });
      const result = await world.connection.bits.download([file], { key, name, interval });
      expect(result).toMatchObject({ resumed: true, jobId });
      expectBytes(await world.readLocal(path), content);
    });

    test('begins again when other files are asked for', async (world) => {
      const [old, file] = [await world.serve(half), await world.serve({ size: 400 })];
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      await leaveHalfway(world, { url: old.url, path }, key, name);
      const { bits } = world.connection;
      expect(await bits.download(file.url, path, { key, name, interval })).toMatchObject({ resumed: false });
      expectBytes(await world.readLocal(path), file.content);
      expect(await isListed(bits, name)).toBe(false);
    });

    test('begins again with existing: replace', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      await leaveTransferred(world, file, path, key, name);
      const { bits } = world.connection;
      const result = await bits.download(file.url, path, { key, name, interval, existing: 'replace' });
      expect([result.resumed, await isListed(bits, name)]).toEqual([false, false]);
    });

    test('cancels an earlier job that is transferring with existing: replace', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      await leaveHalfway(world, { url: file.url, path }, key, name);
      const { bits } = world.connection;
      const [earlier] = await bits.findJobs({ name });
      const options = { key, name, interval, existing: 'replace' } as const;
      const download = await bits.openDownload([{ url: file.url, path }], options);
      await until(download, isHalfway);
      expect([download.job.id === earlier?.id, await earlier?.getState()]).toEqual([false, 'canceled']);
      await download.close();
      expect(await caught(download.done)).toMatchObject({ code: 'ERR_DOWNLOAD_CANCELED' });
    });

    test('leaves the earlier job alone with existing: ignore', async (world) => {
      const file = await world.serve(half);
      const [path, key, name] = [world.localPath('file.bin'), `key of ${world.jobName()}`, world.jobName()];
      await leaveHalfway(world, { url: file.url, path }, key, name);
      file.release();
      const { bits } = world.connection;
      const other = { key, name: world.jobName(), interval, existing: 'ignore' } as const;
      expect(await bits.download(file.url, world.localPath('other.bin'), other)).toMatchObject({ resumed: false });
      expect(await isListed(bits, name)).toBe(true);
    });

    test('rejects with ERR_DOWNLOAD_IN_USE while another one with the key runs', async (world) => {
      const { bits } = world.connection;
      const file = await world.serve(half);
      const [path, key] = [world.localPath('file.bin'), `key of ${world.jobName()}`];
      const options = { key, name: world.jobName(), interval };
      await using running = await bits.openDownload([{ url: file.url, path }], options);
      const other = await world.connect();
      expect(await caught(other.bits.download(file.url, path, options))).toMatchObject({ code: 'ERR_DOWNLOAD_IN_USE' });
      file.release();
      expect(await running.done).toMatchObject({ bytes: 262_144n });
      expect(await bits.download(file.url, path, options)).toMatchObject({ bytes: 262_144n, resumed: false });
    });

    each(
      [
        ['existing without a key', { existing: 'resume' }, TypeError],
        ['a key and a description', { key: 'a', description: 'b' }, TypeError],
        ['an empty key', { key: '' }, RangeError],
        ['a key of 257 characters', { key: 'x'.repeat(257) }, RangeError],
        ['a stallTimeout of 0', { stallTimeout: 0 }, RangeError],
        ['defaults that do not exist', { defaults: 'fast' }, RangeError],
        ['a fallback that does not exist', { fallback: 'ftp' }, RangeError],
      ] as const,
      'refuses %s before a job is created',
      async (world, _, options, kind) => {
        const { bits } = world.connection;
        const values = ['http://127.0.0.1/', world.localPath('file.bin'), options];
        expect(await caught(Reflect.apply(bits.download, bits, values))).toBeInstanceOf(kind);
      },
    );
  });

  group('openDownload()', () => {
    test('cancels its job when it is closed', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve(withheld);
      const [path, name] = [world.localPath('file.bin'), world.jobName()];
      const download = await bits.openDownload([{ url, path }], { name, interval });
      await download.close();
      expect(await caught(download.done)).toMatchObject({ code: 'ERR_DOWNLOAD_CANCELED' });
      expect(await isListed(bits, name)).toBe(false);
    });

    test('leaves its job to the service when it is closed with onAbort: leave, or by await using', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve(withheld);
      const options = { name: world.jobName(), interval, onAbort: 'leave' } as const;
      const closed = await bits.openDownload([{ url, path: world.localPath('closed.bin') }], options);
      expect(closed.close()).toBe(closed.close());
      await closed.close();
      let disposed: typeof closed;
      {
        await using download = await bits.openDownload([{ url, path: world.localPath('disposed.bin') }], options);
        disposed = download;
      }
      for (const { done } of [closed, disposed])
        expect(await caught(done)).toMatchObject({ code: 'ERR_DOWNLOAD_LEFT' });
      expect(await isListed(bits, options.name)).toBe(true);
    });

    test('leaves its job to the service', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve(withheld);
      const [path, name] = [world.localPath('file.bin'), world.jobName()];
      const download = await bits.openDownload([{ url, path }], { name, interval });
      download.leave();
      expect(await caught(download.done)).toMatchObject({ code: 'ERR_DOWNLOAD_LEFT' });
      expect(await isListed(bits, name)).toBe(true);
    });

    test('has a watch of its job', async (world) => {
      const { url } = await world.serve({ size: 1000 });
      const files = [{ url, path: world.localPath('file.bin') }];
      const download = await world.connection.bits.openDownload(files, { name: world.jobName(), interval });
      let last: BitsTransferSnapshot | undefined;
      for await (const snapshot of download.watch({ interval })) last = snapshot;
      expect(['transferred', 'acknowledged']).toContain(last?.state);
      expect(await download.done).toMatchObject({ bytes: 1000n });
    });
  });
}
