import { createGuid } from '../../com/guid.js';
import type { DownloadContext } from './context.js';
import { type Fallback, selectFallback } from './fallback.js';
import { BitsDownload } from './handle.js';
import { JobSource } from './job-source.js';
import { lockKey } from './key-lock.js';
import { type DownloadRequest, requireDownload } from './request.js';
import { DownloadRun, openJob } from './run.js';
import type { BitsDownloadFile, BitsDownloadOptions } from './types.js';

/** Implements `bits.openDownload()`. */
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
    const fallback = await openOrFallBack(source, request);
    return new BitsDownload(new DownloadRun(context, request, source, fallback), source, request.onAbort, release);
  } catch (error) {
    await release();
    throw error;
  }
}

/** Opens the job, and resolves to null; resolves to the fallback if there is no job. @throws the error of BITS if there is no fallback */
async function openOrFallBack(source: JobSource, request: DownloadRequest): Promise<Fallback | null> {
  try {
    await openJob(source, request);
    return null;
  } catch (error) {
    const fallback = request.signal?.aborted ? null : selectFallback(request, source, error);
    if (fallback === null) throw error;
    return fallback;
  }
}
