import { expect } from 'vitest';
import { BitsUploadError, HResultError } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import { contentOf } from '../../support/content.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { expectBytes } from './helpers.js';

const content = contentOf(5000);
const reply = contentOf(300);

/** A file, and a server that receives it. */
async function prepare(world: ModernWorld, sends?: Uint8Array) {
  const server = await world.receive(sends);
  const path = await world.writeLocal('upload.bin', content);
  const name = world.jobName();
  const left = async () => await world.connection.bits.findJobs({ name });
  return { server, path, name, left };
}

/** Uploads from beginning to end: `bits.upload()`. */
export function uploadContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('upload()', () => {
    test('uploads the file and completes the job', async (world) => {
      const { server, path, name, left } = await prepare(world);
      const states: string[] = [];
      const onProgress = ({ state }: { state: unknown }) => states.push(String(state));
      const result = await world.connection.bits.upload(path, server.url, { name, onProgress });
      expect(result).toEqual({
        path,
        url: server.url,
        bytes: 5000n,
        jobId: expect.stringMatching(/^\{.*\}$/),
        reply: null,
        replyPath: null,
        completedElsewhere: false,
      });
      expectBytes(await server.received(), content);
      expect(states.at(-1)).toBe('transferred');
      expect(await left()).toEqual([]);
    });

    test('resolves with the reply', async (world) => {
      const { server, path, name } = await prepare(world, reply);
      const result = await world.connection.bits.upload(path, server.url, { name, reply: true });
      expectBytes(result.reply ?? undefined, reply);
      expect(result.replyPath).toBeNull();
    });

    test('writes the reply to a path', async (world) => {
      const { server, path, name } = await prepare(world, reply);
      const replyPath = world.localPath('reply.bin');
      const result = await world.connection.bits.upload(path, server.url, { name, reply: { path: replyPath } });
      expect([result.reply, result.replyPath]).toEqual([null, replyPath]);
      expectBytes(await world.readLocal(replyPath), reply);
    });

    test('is in the foreground with a retry delay of 5 seconds, and can be found by its description', async (world) => {
      const { server, path, name } = await prepare(world);
      const { bits } = world.connection;
      const abort = new AbortController();
      const reason = new Error('enough');
      const onProgress = () => abort.abort(reason);
      const options = { name, onProgress, signal: abort.signal, onAbort: 'suspend' } as const;
      expect(await caught(bits.upload(path, server.url, options))).toBe(reason);
      const [job] = await bits.findJobs({ name, description: 'winprogress upload' });
      expect([await job?.getPriority(), await job?.getMinimumRetryDelay()]).toEqual(['foreground', 5]);
      expect(await job?.getType()).toBe('upload');
    });

    test('rejects with the reason of the signal, and cancels the job', async (world) => {
      const { server, path, name, left } = await prepare(world);
      const abort = new AbortController();
      const reason = new Error('enough');
      const onProgress = () => abort.abort(reason);
      const { bits } = world.connection;
      expect(await caught(bits.upload(path, server.url, { name, onProgress, signal: abort.signal }))).toBe(reason);
      expect(await left()).toEqual([]);
    });

    test('rejects with ERR_UPLOAD_CANCELED when another program cancels the job', async (world) => {
      const { path, name } = await prepare(world);
      // BITS tries again, so that the job does not end by itself.
      const url = world.unreachableUrl();
      const { bits } = world.connection;
      const other = await world.connect();
      let canceling: Promise<unknown> | undefined;
      const onProgress = () => {
        canceling ??= other.bits.cancelJobs({ name });
        return canceling;
      };
      const error = await caught(bits.upload(path, url, { name, onProgress, interval: 20 }));
      await canceling;
      expect(error).toBeInstanceOf(BitsUploadError);
      expect(error).toMatchObject({ code: 'ERR_UPLOAD_CANCELED', file: { url, path } });
    });

    test('rejects with the error of the transfer, with the file, and leaves no job', async (world) => {
      const { path, name, left } = await prepare(world);
      const url = world.unreachableUrl();
      const error = await caught(world.connection.bits.upload(path, url, { name, noProgressTimeout: 0 }));
      expect(error).toBeInstanceOf(HResultError);
      expect(error).toMatchObject({ context: 'generalTransport', file: { url, path } });
      expect(await left()).toEqual([]);
    });

    each(
      [
        ['a path that is not text', [5, 'http://127.0.0.1/']],
        ['a reply that is a number', ['/a', 'http://127.0.0.1/', { reply: 1 }]],
        ['a reply without a path', ['/a', 'http://127.0.0.1/', { reply: {} }]],
        ['a reply that would replace the file', ['/a', 'http://127.0.0.1/', { reply: { path: '/a' } }]],
        [
          'a reply that would replace it, in other letters',
          ['C:\\a', 'http://127.0.0.1/', { reply: { path: 'c:/A' } }],
        ],
        ['a word that onAbort does not have', ['/a', 'http://127.0.0.1/', { onAbort: 'stop' }]],
        ['a stall timeout of 0', ['/a', 'http://127.0.0.1/', { stallTimeout: 0 }]],
      ] as const,
      'rejects with a TypeError or RangeError for %s, before a job is created',
      async (world, _, given) => {
        const { bits } = world.connection;
        const before = (await bits.jobs()).length;
        const error = await caught(Reflect.apply(bits.upload, bits, given));
        expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
        expect(await bits.jobs()).toHaveLength(before);
      },
    );
  });
}
