import { expect } from 'vitest';
import type { Bits, BitsTransferSnapshot } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { World } from '../kit/host.js';
import { expectBytes, half, interval, isHalfway } from './helpers.js';

/** The names of the jobs that have not ended. */
async function namesOf(bits: Bits): Promise<(string | null)[]> {
  const jobs = await bits.snapshot();
  return jobs.filter(({ state }) => state !== 'acknowledged' && state !== 'canceled').map(({ name }) => name);
}

/** `bits.download()`: creates, transfers and completes a job. */
export function downloadContract({ group, test, each }: FamilyContract<World>): void {
  group('download()', () => {
    test('resolves once the file is in place', async (world) => {
      const { bits } = world.connection;
      const file = await world.serve({ size: 100_000 });
      const path = world.localPath('file.bin');
      const result = await bits.download(file.url, path, { name: world.jobName(), interval });
      expect(result).toMatchObject({ path, bytes: 100_000n });
      expectBytes(await world.readLocal(path), file.content);
    });

    test('leaves its job acknowledged', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve();
      const name = world.jobName();
      const { jobId } = await bits.download(url, world.localPath('file.bin'), { name, interval });
      expect(jobId).toMatch(/^\{[0-9A-F-]{36}\}$/);
      expect(await namesOf(bits)).not.toContain(name);
    });

    test('reports progress up to the end', async (world) => {
      const { url } = await world.serve({ size: 100_000 });
      const seen: BitsTransferSnapshot[] = [];
      const onProgress = (snapshot: BitsTransferSnapshot) => seen.push(snapshot);
      const options = { name: world.jobName(), interval, onProgress };
      await world.connection.bits.download(url, world.localPath('file.bin'), options);
      expect(seen.at(-1)).toMatchObject({ state: 'transferred', bytesTransferred: 100_000n });
    });

    test('reports 0 bytes for an empty file', async (world) => {
      const { url } = await world.serve({ size: 0 });
      const path = world.localPath('file.bin');
      const { bytes } = await world.connection.bits.download(url, path, { name: world.jobName(), interval });
      expect([bytes, await world.readLocal(path)]).toEqual([0n, new Uint8Array(0)]);
    });

    test('rejects with the error of the transfer and leaves no job', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve({ status: 404 });
      const name = world.jobName();
      expect(await caught(bits.download(url, world.localPath('file.bin'), { name, interval }))).toMatchObject({
        code: 'BG_E_HTTP_ERROR_404',
        hresult: 0x80190194,
        operation: 'IBackgroundCopyError.GetError',
        context: 'remoteFile',
      });
      expect(await namesOf(bits)).not.toContain(name);
    });

    test('rejects with the reason of its signal and leaves neither job nor file', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve(half);
      const [name, path] = [world.jobName(), world.localPath('file.bin')];
      const controller = new AbortController();
      const reason = new Error('enough');
      const { signal } = controller;
      const onProgress = (snapshot: BitsTransferSnapshot) => {
        if (isHalfway(snapshot)) controller.abort(reason);
      };
      expect(await caught(bits.download(url, path, { name, interval, signal, onProgress }))).toBe(reason);
      expect([(await namesOf(bits)).includes(name), await world.readLocal(path)]).toEqual([false, undefined]);
    });

    test('creates no job when its signal was aborted before the call', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve();
      const [name, reason] = [world.jobName(), new Error('before')];
      const options = { name, signal: AbortSignal.abort(reason) };
      expect(await caught(bits.download(url, world.localPath('file.bin'), options))).toBe(reason);
      expect(await namesOf(bits)).not.toContain(name);
    });

    test('rejects with what onProgress throws and leaves no job', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve();
      const [name, reason] = [world.jobName(), new Error('from the callback')];
      const onProgress = () => {
        throw reason;
      };
      expect(await caught(bits.download(url, world.localPath('file.bin'), { name, interval, onProgress }))).toBe(
        reason,
      );
      expect(await namesOf(bits)).not.toContain(name);
    });

    test('rejects with the rejection of a promise from onProgress and leaves no job', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve(half);
      const [name, reason] = [world.jobName(), new Error('from the callback')];
      const onProgress = async (snapshot: BitsTransferSnapshot) => {
        if (isHalfway(snapshot)) throw reason;
      };
      expect(await caught(bits.download(url, world.localPath('file.bin'), { name, interval, onProgress }))).toBe(
        reason,
      );
      expect(await namesOf(bits)).not.toContain(name);
    });

    test('rejects with RPC_E_DISCONNECTED when its connection is closed', async (world) => {
      const connection = await world.connect();
      const { url } = await world.serve(half);
      let closing: Promise<void> | undefined;
      const onProgress = (snapshot: BitsTransferSnapshot) => {
        if (isHalfway(snapshot)) closing ??= connection.close();
      };
      const options = { name: world.jobName(), interval, onProgress };
      const failure = caught(connection.bits.download(url, world.localPath('file.bin'), options));
      expect(await failure).toMatchObject({ code: 'RPC_E_DISCONNECTED', hresult: 0x80010108 });
      await closing;
    });

    each(
      [
        ['a URL that is not a string', [5, 'file.bin'], TypeError],
        ['a path that is not a string', ['http://127.0.0.1/', undefined], TypeError],
        ['a path with a NUL', ['http://127.0.0.1/', 'a\0b'], RangeError],
        ['options that are not an object', ['http://127.0.0.1/', 'x', 'fast'], TypeError],
        ['an onProgress that is not a function', ['http://127.0.0.1/', 'x', { onProgress: {} }], TypeError],
        ['a signal that is not an AbortSignal', ['http://127.0.0.1/', 'x', { signal: {} }], TypeError],
        ['an interval of 0', ['http://127.0.0.1/', 'x', { interval: 0 }], RangeError],
        ['a priority that does not exist', ['http://127.0.0.1/', 'x', { priority: 'urgent' }], RangeError],
      ] as const,
      'rejects %s before a job is created',
      async (world, _, values, kind) => {
        const { bits } = world.connection;
        const before = (await bits.jobs()).length;
        expect(await caught(Reflect.apply(bits.download, bits, values))).toBeInstanceOf(kind);
        expect((await bits.jobs()).length).toBe(before);
      },
    );
  });
}
