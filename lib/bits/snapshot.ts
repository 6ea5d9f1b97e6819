import { HResultError } from '../com/error.js';
import { toUnsigned } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import { estimateProgress, type ProgressEstimate, type RateMeter } from '../com/rate.js';
import { errorContexts, sizeUnknown, transferStates } from './constants.js';
import type { ErrorRecord, JobRecord } from './verbs.js';
import { type BitsWaitReason, waitReasonOf } from './waiting.js';

/** The values of `BG_JOB_STATE`. */
export type BitsTransferState = (typeof transferStates)[number];

/** A state as BITS returns it: an unknown state is a number. */
export type BitsReadTransferState = BitsTransferState | number;

/**
 * The state of a transfer at one moment.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_job_progress.
 */
export interface BitsTransferSnapshot extends ProgressEstimate, JsonSerializable {
  /** The state; an unknown state is a number. */
  readonly state: BitsReadTransferState;
  /** Bytes transferred so far. Decreases if the file on the server changes during the transfer. */
  readonly bytesTransferred: bigint;
  /** Bytes of all files; null while the size of any is not known, `0n` when they are known to be empty. */
  readonly bytesTotal: bigint | null;
  readonly filesTransferred: number;
  readonly filesTotal: number;
  /** From 0 to 1; null while the total is not known. A transfer of no bytes is at 0 until it is over, then at 1. */
  readonly fraction: number | null;
  /**
   * A smoothed rate: the bytes of the last five seconds of snapshots that were read through the same object, divided by their time, or of the last
   * two snapshots where these lie further apart. A steady transfer is exact from the second snapshot on, a burst counts for five seconds, and a stall
   * brings the rate to 0 in five seconds. It restarts when the transfer leaves `transferring`, and when the bytes decrease. Null at the first
   * snapshot, and in every other state.
   */
  readonly bytesPerSecond: number | null;
  /** The bytes that are left, divided by `bytesPerSecond`; 0 when all are transferred, null if the total is unknown or nothing is transferred. */
  readonly remainingSeconds: number | null;
  /**
   * Why the transfer is in `error` or `transientError`; null in every other state. Its `context` names the part of BITS that failed, `file` the
   * file, and `httpStatus` the status of the server's response.
   */
  readonly error: HResultError | null;
  /** What it waits for, from its state and its error; null while it transfers, and once it has failed or ended. */
  readonly waitingFor: BitsWaitReason | null;
}

const ended: ReadonlySet<BitsReadTransferState> = new Set(['error', 'transferred', 'acknowledged', 'canceled']);

/** Whether a transfer makes no more progress by itself: it is transferred, in `error`, or in a final state. */
export function isEnded(state: BitsReadTransferState): boolean {
  return ended.has(state);
}

export function toState(state: number): BitsReadTransferState {
  return transferStates[state] ?? state;
}

/** Converts a total for the public API; null while it is unknown. */
export function toTotal(bytes: bigint): bigint | null {
  return bytes === sizeUnknown ? null : bytes;
}

export function toTransferError({ hresult, context, file }: ErrorRecord): HResultError {
  return new HResultError(hresult, 'IBackgroundCopyError.GetError', errorContexts[context] ?? String(context), {
    file: file === null ? undefined : { url: file.remoteName, path: file.localName },
    summary: 'transfer error',
  });
}

/** Returns the public snapshot of a record of the backend. */
export function toSnapshot(record: JobRecord, time: number, meter: RateMeter): BitsTransferSnapshot {
  const state = toState(record.state);
  const { bytesTransferred, filesTransferred, filesTotal } = record.progress;
  const bytesTotal = toTotal(record.progress.bytesTotal);
  let bytesPerSecond: number | null = null;
  if (state === 'transferring') bytesPerSecond = meter.measure(time, bytesTransferred);
  else meter.reset();
  return serializable({
    state,
    bytesTransferred,
    bytesTotal,
    filesTransferred,
    filesTotal,
    ...estimateOf(state, bytesTransferred, bytesTotal, bytesPerSecond),
    bytesPerSecond,
    error: record.error === null ? null : toTransferError(record.error),
    waitingFor: waitReasonOf(state, record.error === null ? null : toUnsigned(record.error.hresult)),
  });
}

function isComplete(state: BitsReadTransferState): boolean {
  return state === 'transferred' || state === 'acknowledged';
}

/** Returns the fraction and the remaining time. A transfer of no bytes is at 0 until it is complete: it has files to create. */
function estimateOf(
  state: BitsReadTransferState,
  transferred: bigint,
  total: bigint | null,
  perSecond: number | null,
): ProgressEstimate {
  const complete = isComplete(state);
  if (total === 0n) return { fraction: complete ? 1 : 0, remainingSeconds: complete ? 0 : null };
  const estimate = estimateProgress(transferred, total, perSecond);
  return complete ? { ...estimate, remainingSeconds: 0 } : estimate;
}

/** Whether two readings are equal. */
export function sameRecord(left: JobRecord, right: JobRecord): boolean {
  return (
    left.state === right.state &&
    left.progress.bytesTransferred === right.progress.bytesTransferred &&
    left.progress.bytesTotal === right.progress.bytesTotal &&
    left.progress.filesTransferred === right.progress.filesTransferred &&
    left.progress.filesTotal === right.progress.filesTotal &&
    left.error?.hresult === right.error?.hresult &&
    left.error?.context === right.error?.context &&
    left.error?.file?.remoteName === right.error?.file?.remoteName &&
    left.error?.file?.localName === right.error?.file?.localName
  );
}
