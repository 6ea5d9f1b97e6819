import { resolve } from 'node:path';
import { requireFunction, requireOptions, requireSignal, requireText } from '../com/arguments.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { callListener, raise } from '../com/listeners.js';
import type { Bits, CreateJobOptions } from './bits.js';
import type { TransferSnapshot } from './snapshot.js';
import { requireWatchOptions } from './watch.js';

export interface DownloadOptions
  extends Pick<CreateJobOptions, 'priority' | 'description' | 'minimumRetryDelay' | 'noProgressTimeout'> {
  /** The job's display name; the URL's last part by default. */
  readonly name?: string;
  /** Called with each snapshot that differs from the one before. What it throws, or its promise rejects with before the job is completed, ends the download. */
  readonly onProgress?: (snapshot: TransferSnapshot) => unknown;
  /** Cancels the job; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds between looks at the job when no callback comes; 1000 by default. */
  readonly interval?: number;
}

export interface DownloadResult {
  /** The full path of the file. */
  readonly path: string;
  readonly bytes: bigint;
  /** The job that brought it, acknowledged by now. */
  readonly jobId: string;
}

/** What {@link Bits.download} does. */
export async function download(
  bits: Bits,
  url: string,
  path: string,
  options: DownloadOptions = {},
): Promise<DownloadResult> {
  const { name, onProgress, signal, interval, ...jobOptions } = requireOptions(options);
  const watchOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(interval === undefined ? {} : { interval }),
  };
  requireText(url, 'url');
  requireText(path, 'path');
  requireFunction(onProgress, 'onProgress');
  requireSignal(signal);
  requireWatchOptions(watchOptions);
  signal?.throwIfAborted();
  const target = fullPath(path);
  const job = await bits.createJob({
    ...jobOptions,
    name: name ?? defaultName(url),
    files: [{ url, path: target }],
  });
  try {
    signal?.throwIfAborted();
    await job.resume();
    let bytes = 0n;
    const failing = new AbortController();
    let completing = false;
    const ending = signal === undefined ? failing.signal : AbortSignal.any([signal, failing.signal]);
    for await (const snapshot of job.watch({ ...watchOptions, signal: ending })) {
      bytes = snapshot.bytesTransferred;
      callListener(
        () => onProgress?.(snapshot),
        (error) => (completing ? raise(error) : failing.abort(error)),
      );
      failing.signal.throwIfAborted();
      if (snapshot.state === 'error') throw snapshot.error ?? (await job.getError());
    }
    failing.signal.throwIfAborted();
    completing = true;
    await job.complete();
    return { path: target, bytes, jobId: job.id };
  } catch (error) {
    await job.cancel().catch(() => {});
    throw error;
  }
}

/** @throws {HResultError} `ERROR_PATH_NOT_FOUND` for a relative path when the current directory has been deleted */
function fullPath(path: string): string {
  try {
    return resolve(path);
  } catch (error) {
    const failure = new HResultError(hresults.ERROR_PATH_NOT_FOUND, 'GetFullPathNameW', 'localFile');
    failure.cause = error;
    throw failure;
  }
}

function defaultName(url: string): string {
  const last = url.split(/[?#]/)[0]?.split('/').at(-1);
  return (last === undefined || last === '' ? url : last).slice(0, 256) || 'download';
}
