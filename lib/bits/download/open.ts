import { createGuid } from '../../com/guid.js';
import type { DownloadContext } from './context.js';
import { BitsDownload } from './handle.js';
import { JobSource } from './job-source.js';
import { lockKey } from './key-lock.js';
import { requireDownload } from './request.js';
import { DownloadRun, openJob } from './run.js';
import type { BitsDownloadFile, BitsDownloadOptions } from './types.js';

/** What `bits.openDownload()` does. */
export async function openDownload(
  context: DownloadContext,
  files: readonly BitsDownloadFile[],
  options: BitsDownloadOptions | undefined,
): Promise<BitsDownload> {
  const request = requireDownload(files, options);
  request.signal?.throwIfAborted();
  const release = request.key === null ? async () => {} : await lockKey(context.machine, request.key);
  try {
    const source = new JobSource(context, request, createGuid());
    await openJob(source, request);
    return new BitsDownload(new DownloadRun(context, request, source), source, request.onAbort, release);
  } catch (error) {
    await release();
    throw error;
  }
}
