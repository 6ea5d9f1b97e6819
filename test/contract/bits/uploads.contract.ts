import { expect } from 'vitest';
import type { BitsJobType, CreateBitsJobOptions } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import { contentOf } from '../../support/content.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { expectBytes, untilState } from './helpers.js';

const content = contentOf(5000);
const reply = contentOf(300);

/** A suspended job that uploads a file to a server of its own. */
async function uploading(
  world: ModernWorld,
  type: BitsJobType,
  { sends, ...options }: Partial<CreateBitsJobOptions> & { readonly sends?: Uint8Array } = {},
) {
  const server = await world.receive(sends);
  const path = await world.writeLocal('upload.bin', content);
  const files = [{ url: server.url, path }];
  const job = await world.connection.bits.createJob({ name: world.jobName(), type, files, ...options });
  return { job, server, path };
}

/** Uploads: https://learn.microsoft.com/windows/win32/bits/uploading-files-to-a-server-application. */
export function uploadsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('an upload', () => {
    test('sends the file, and ends with complete()', async (world) => {
      const { job, server } = await uploading(world, 'upload');
      await job.resume();
      const { bytesTransferred, waitingFor } = await untilState(job, 'transferred');
      expectBytes(await server.received(), content);
      expect([bytesTransferred, waitingFor, await job.complete()]).toEqual([5000n, 'complete', { outcome: 'S_OK' }]);
    });

    test('cannot be completed before it is transferred: BG_E_INVALID_STATE', async (world) => {
      const { job } = await uploading(world, 'upload');
      expect(await caught(job.complete())).toMatchObject({ code: 'BG_E_INVALID_STATE' });
    });

    test('has one file alone: BG_E_TOO_MANY_FILES', async (world) => {
      const { job, server, path } = await uploading(world, 'upload');
      expect(await caught(job.addFile(server.url, path))).toMatchObject({ code: 'BG_E_TOO_MANY_FILES' });
    });

    test('has no ranges: E_NOTIMPL', async (world) => {
      const { url } = await world.receive();
      const path = await world.writeLocal('upload.bin', content);
      const job = await world.connection.bits.createJob({ name: world.jobName(), type: 'upload' });
      expect(await caught(job.addFiles([{ url, path, ranges: [{ offset: 0n, length: 10n }] }]))).toMatchObject({
        code: 'E_NOTIMPL',
        operation: 'IBackgroundCopyJob3.AddFileWithRanges',
      });
    });

    each(
      [
        ['dynamicContent', { dynamicContent: true }],
        ['highPerformance', { highPerformance: true }],
        ['maximumDownloadSize', { maximumDownloadSize: 5n }],
      ] as const,
      'has no settings of downloads: %s',
      async (world, _, settings) => {
        const job = await world.connection.bits.createJob({ name: world.jobName(), type: 'upload' });
        expect(await caught(job.configure(settings))).toMatchObject({
          code: 'BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY',
          operation: 'IBackgroundCopyJob5.SetProperty',
        });
      },
    );
  });

  group('an upload with a reply', () => {
    test('has the bytes of the reply once it is transferred', async (world) => {
      const { job } = await uploading(world, 'uploadReply', { sends: reply });
      await job.resume();
      await untilState(job, 'transferred');
      expectBytes((await job.getReplyData()) ?? undefined, reply);
      expect(await job.getReplyProgress()).toEqual({ bytesTransferred: 300n, bytesTotal: 300n });
    });

    test('has the file of the reply once it is completed', async (world) => {
      const replyPath = world.localPath('reply.bin');
      const { job } = await uploading(world, 'uploadReply', { sends: reply, replyPath });
      await job.resume();
      await untilState(job, 'transferred');
      await job.complete();
      expectBytes(await world.readLocal(replyPath), reply);
    });

    test('has null for the bytes of a reply that the server has not sent', async (world) => {
      const { job } = await uploading(world, 'uploadReply');
      await job.resume();
      await untilState(job, 'transferred');
      expect(await job.getReplyData()).toBeNull();
    });
  });
}
