import { untilAborted } from '../com/abort.js';
import { requireFunction, requireOptions, requireSignal, requireText, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import { callListener, raise } from '../com/listeners.js';
import { withinTime } from '../com/within-time.js';
import { toFullPath } from './files.js';
import type { BitsJob, CreateBitsJobOptions } from './job.js';
import type { BitsJobSettings } from './settings.js';
import { type BitsTransferSnapshot, isEnded } from './snapshot.js';
import { requireWatchOptions } from './watch.js';

/** Milliseconds that an interrupted download waits for its job to be cancelled or suspended. */
const abandonLimit = 5000;

const abortActions = ['cancel', 'suspend', 'leave'] as const;

/** What becomes of the job of an interrupted download. */
export type BitsAbortAction = (typeof abortActions)[number];

export interface BitsDownloadOptions extends Omit<BitsJobSettings, 'replyPath' | 'onDemand'> {
  /** The job's display name; the URL's last part by default. */
  readonly name?: string | undefined;
  /** Called with each snapshot that differs from the one before. What it throws, or its promise rejects with before the job is completed, ends the download. */
  readonly onProgress?: ((snapshot: BitsTransferSnapshot) => unknown) | undefined;
  /**
   * Ends the download: the promise rejects with the signal's reason as soon as the job is left as `onAbort` requires, at most five seconds
   * later.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * What becomes of the job when the download is interrupted by its signal, by an error that `onProgress` throws, or because the
   * connection is closed: `'cancel'` (the default) cancels it, `'suspend'` keeps it with its bytes, `'leave'` lets it run on in the
   * service. A job whose transfer fails is cancelled in any case. A closing connection waits at most half a second for it.
   */
  readonly onAbort?: BitsAbortAction | undefined;
  /** Milliseconds between looks at the job when no callback comes; 1000 by default. */
  readonly interval?: number | undefined;
}

export interface BitsDownloadResult extends JsonSerializable {
  /** The full path of the file. */
  readonly path: string;
  readonly bytes: bigint;
  /** The job that brought it, acknowledged by now. */
  readonly jobId: string;
  /** True when another program completed the job before this function did. */
  readonly completedElsewhere: boolean;
}

/** Creates the job of a download. */
export interface JobCreator {
  createJob(options: CreateBitsJobOptions): Promise<BitsJob>;
}

/**
 * What `bits.download()` does.
 * @throws {HResultError} the error of the transfer; `ERROR_CANCELLED` when another program cancels the job; `BG_S_PARTIAL_COMPLETE` when the
 * job was completed without the file, whose path is in `context`; `RPC_E_DISCONNECTED` when the connection is closed
 */
export async function download(
  bits: JobCreator,
  calls: Calls,
  url: string,
  path: string,
  options: BitsDownloadOptions = {},
): Promise<BitsDownloadResult> {
  const { name, onProgress, signal, interval, onAbort = 'cancel', ...jobOptions } = requireOptions(options);
  const watchOptions = interval === undefined ? {} : { interval };
  requireText(url, 'url');
  requireText(path, 'path');
  requireFunction(onProgress, 'onProgress');
  requireSignal(signal);
  requireWatchOptions(watchOptions);
  requireWord(onAbort, 'onAbort', abortActions);
  const target = toFullPath(path);
  const job = await untilAborted(
    signal,
    () => bits.createJob({ ...jobOptions, name: name ?? defaultName(url), files: [{ url, path: target }] }),
    (late) => abandon(late, onAbort),
  );
  const failing = new AbortController();
  const ending = signal === undefined ? failing.signal : AbortSignal.any([signal, failing.signal]);
  const follower = job.followTransfer();
  let closing = false;
  let ended = false;
  const stopWaiting = calls.beforeClose(() => {
    closing = true;
    return abandon(job, onAbort);
  });
  try {
    signal?.throwIfAborted();
    await job.resume();
    for await (const snapshot of job.watch({ ...watchOptions, signal: ending })) {
      callListener(
        () => onProgress?.(snapshot),
        (error) => (ended ? raise(error) : failing.abort(error)),
      );
      failing.signal.throwIfAborted();
      if (!isEnded(snapshot.state)) continue;
      ended = true;
      if (closing) throw new HResultError(hresults.RPC_E_DISCONNECTED, operations.state);
      return await finish(job, target, snapshot);
    }
    throw new HResultError(hresults.E_UNEXPECTED, operations.state, 'the watch ended before the job did');
  } catch (error) {
    // A transfer that has failed cannot be continued; one that was interrupted is left as the option requires.
    await withinTime(abandon(job, ended ? 'cancel' : onAbort), abandonLimit).catch(() => {});
    throw error;
  } finally {
    follower?.leave();
    stopWaiting();
  }
}

const operations = { state: 'IBackgroundCopyJob.GetState', complete: 'IBackgroundCopyJob.Complete' } as const;

async function abandon(job: BitsJob, action: BitsAbortAction): Promise<void> {
  if (action === 'cancel') await job.cancel();
  if (action === 'suspend') await job.suspend();
}

async function finish(job: BitsJob, path: string, last: BitsTransferSnapshot): Promise<BitsDownloadResult> {
  const bytes = last.bytesTransferred;
  if (last.state === 'error') {
    const missing = () => new HResultError(hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE, 'IBackgroundCopyJob.GetError');
    throw last.error ?? (await job.getError()) ?? missing();
  }
  if (last.state === 'canceled') throw cancelled();
  if (last.state === 'acknowledged')
    return requireFile(last, serializable({ path, bytes, jobId: job.id, completedElsewhere: true }));
  try {
    const { outcome } = await job.complete();
    if (outcome === 'BG_S_PARTIAL_COMPLETE') throw partial(path);
  } catch (error) {
    if (!isHResult(error, hresults.BG_E_INVALID_STATE)) throw error;
    // Another program has ended the job since it was last read.
    const state = await job.getState();
    if (state === 'canceled') throw cancelled();
    if (state !== 'acknowledged') throw error;
    return requireFile(last, serializable({ path, bytes, jobId: job.id, completedElsewhere: true }));
  }
  return serializable({ path, bytes, jobId: job.id, completedElsewhere: false });
}

function requireFile(last: BitsTransferSnapshot, result: BitsDownloadResult): BitsDownloadResult {
  if (last.filesTransferred < last.filesTotal) throw partial(result.path);
  return result;
}

function cancelled(): HResultError {
  return new HResultError(hresults.ERROR_CANCELLED, operations.state, 'another program cancelled the job');
}

function partial(path: string): HResultError {
  return new HResultError(hresults.BG_S_PARTIAL_COMPLETE, operations.complete, `not transferred: ${path}`);
}

function defaultName(url: string): string {
  const last = url.split(/[?#]/)[0]?.split('/').at(-1);
  return (last === undefined || last === '' ? url : last).slice(0, 256) || 'download';
}
