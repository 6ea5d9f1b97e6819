import { untilAborted } from '../com/abort.js';
import { invalidState, requireCallback, requireFunction, requireOptions, requireSignal } from '../com/arguments.js';
import { hresults, succeeded } from '../com/hresult.js';
import { describeThrown, failureOf } from '../com/thrown.js';
import type { ContentTransferJobCounts } from './job-counts.js';
import type { ContentTransferFailure } from './notifications.js';

/** The state of a transfer at one moment, such as the snapshot of a BITS job or group. */
export interface ContentTransferSourceSnapshot {
  /**
   * The state, such as `'transferring'`, or its number if it is unknown. A transfer ends with `'transferred'`, `'acknowledged'`, `'error'` or
   * `'canceled'`.
   */
  readonly state: string | number;
  readonly bytesTransferred: bigint;
  /** Null while it is unknown. */
  readonly bytesTotal: bigint | null;
  readonly filesTransferred: number;
  /** Null while it is unknown. */
  readonly filesTotal: number | null;
  /** The reason of the state `'error'`. */
  readonly error: ContentTransferFailure | null;
}

/** A transfer that can be followed, such as a job or group of this package's `bits`. */
export interface ContentTransferSource {
  /** Returns snapshots until the end; rejects with the signal's reason after it is aborted. */
  watch(options?: { readonly signal?: AbortSignal | undefined }): AsyncIterable<ContentTransferSourceSnapshot>;
}

export interface ContentTransferFollowOptions {
  /**
   * Stops following the transfer: `follow()` rejects with the signal's reason at once, no final report is sent, and the transfer can be followed
   * again. A final report that is already being sent is still sent.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called, and awaited, when everything is transferred, before success is reported. It completes the transfer, for example with `() => job.complete()`. */
  readonly complete?: (() => unknown) | undefined;
}

/** The final report to Content Transfer Manager. */
export interface ContentTransferFollowResult {
  readonly outcome: 'success' | 'error';
  /** The error that was reported. */
  readonly error: ContentTransferFailure | null;
}

/** The members of a job that `follow()` uses. */
export interface FollowedJob {
  readonly finalReportFailed: boolean;
  status(type: 'DownloadingData', counts: ContentTransferJobCounts): Promise<void>;
  progress(counts: ContentTransferJobCounts): Promise<void>;
  succeed(): Promise<void>;
  fail(error: ContentTransferFailure): Promise<void>;
}

/** Reports a transfer to a job, from its snapshots. */
export async function follow(
  job: FollowedJob,
  transfer: ContentTransferSource,
  options?: ContentTransferFollowOptions,
): Promise<ContentTransferFollowResult> {
  const given = requireOptions(options);
  const signal = requireSignal(given.signal);
  const complete = requireFunction(given.complete, 'complete');
  requireCallback(transfer?.watch, 'transfer.watch');
  return await untilAborted(signal, () => followToEnd(job, transfer, signal, complete));
}

async function followToEnd(
  job: FollowedJob,
  transfer: ContentTransferSource,
  signal: AbortSignal | undefined,
  complete: ContentTransferFollowOptions['complete'],
): Promise<ContentTransferFollowResult> {
  try {
    for await (const snapshot of transfer.watch(signal === undefined ? {} : { signal })) {
      signal?.throwIfAborted();
      const result = await report(job, snapshot, signal, complete);
      if (result !== null) return result;
    }
    throw invalidState('transfer.watch() ended before the transfer');
  } catch (error) {
    // Any other exception ends the job: Content Transfer Manager expects success or error. A job that has sent its final report rejects the call. The
    // caller can repeat a final report that has failed.
    if (!signal?.aborted && !job.finalReportFailed) await job.fail(toFailure(error)).catch(() => {});
    throw error;
  }
}

/** Passes one snapshot to the job. Returns the result of the transfer, or null while it continues. */
async function report(
  job: FollowedJob,
  snapshot: ContentTransferSourceSnapshot,
  signal: AbortSignal | undefined,
  complete: ContentTransferFollowOptions['complete'],
): Promise<ContentTransferFollowResult | null> {
  const { state, bytesTotal, bytesTransferred, filesTotal, filesTransferred } = snapshot;
  const counts = { bytesTotal, bytesTransferred, filesTotal, filesTransferred };
  if (state === 'transferring') await job.status('DownloadingData', counts);
  else await job.progress(counts);
  signal?.throwIfAborted();
  if (state === 'transferred' || state === 'acknowledged') {
    // An acknowledged transfer has been completed already, by another program.
    if (state === 'transferred') await complete?.();
    signal?.throwIfAborted();
    await job.succeed();
    return { outcome: 'success', error: null };
  }
  const error = endFailureOf(snapshot);
  if (error === null) return null;
  await job.fail(error);
  return { outcome: 'error', error };
}

function endFailureOf({ state, error }: ContentTransferSourceSnapshot): ContentTransferFailure | null {
  if (state === 'canceled') return { hresult: hresults.ERROR_CANCELLED, message: 'The transfer was cancelled.' };
  if (state !== 'error') return null;
  if (error === null) return { hresult: hresults.E_FAIL, message: 'The transfer failed.' };
  // A transfer in its error state has failed, whatever its code.
  const hresult = succeeded(error.hresult) ? hresults.E_FAIL : error.hresult;
  return { hresult, message: error.message.replaceAll('\0', '') };
}

function toFailure(error: unknown): ContentTransferFailure {
  return { hresult: failureOf(error), message: describeThrown(error).replaceAll('\0', '') };
}
