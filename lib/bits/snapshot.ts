import { HResultError } from '../com/error.js';
import { toUnsigned } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import type { RateMeter } from '../com/rate.js';
import { errorContexts, sizeUnknown, transferStates } from './constants.js';
import type { ErrorRecord, JobRecord } from './verbs.js';
import { type BitsWaitReason, waitReasonOf } from './waiting.js';

/** `BG_JOB_STATE` in words. */
export type BitsTransferState = (typeof transferStates)[number];

/** A state as it is read: one that no word is known for stays a number. */
export type BitsReadTransferState = BitsTransferState | number;

/**
 * What a transfer looked like at one moment.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_job_progress.
 */
export interface BitsTransferSnapshot extends JsonSerializable {
  /** One that no word is known for stays a number. */
  readonly state: BitsReadTransferState;
  /** Bytes transferred so far. Falls back when the server's file changes in the middle. */
  readonly bytesTransferred: bigint;
  /** Bytes of all files; null while the size of any is not known, `0n` when they are known to be empty. */
  readonly bytesTotal: bigint | null;
  readonly filesTransferred: number;
  readonly filesTotal: number;
  /** What is done, from 0 to 1; null while the total is not known. A transfer of no bytes is at 0 until it is over, then at 1. */
  readonly fraction: number | null;
  /** The mean over the last five seconds of snapshots read through the same object; null unless it is transferring. */
  readonly bytesPerSecond: number | null;
  /** At the present rate; 0 when all is there, null when it cannot be told. */
  readonly remainingSeconds: number | null;
  /** Why the transfer stands in `error` or waits in `transientError`; its `context` tells where it happened. */
  readonly error: HResultError | null;
  /** What it waits for, from its state and its error; null while it transfers, and once it has failed or ended. */
  readonly waitingFor: BitsWaitReason | null;
}

const ended: ReadonlySet<BitsReadTransferState> = new Set(['error', 'transferred', 'acknowledged', 'canceled']);

/** Whether a transfer makes no progress by itself any more: the states that BITS calls transferred and final. */
export function isEnded(state: BitsReadTransferState): boolean {
  return ended.has(state);
}

export function toState(state: number): BitsReadTransferState {
  return transferStates[state] ?? state;
}

/** A total as people see it: null while it is not known. */
export function toTotal(bytes: bigint): bigint | null {
  return bytes === sizeUnknown ? null : bytes;
}

export function toTransferError(record: ErrorRecord): HResultError {
  return new HResultError(
    record.hresult,
    'IBackgroundCopyError.GetError',
    errorContexts[record.context] ?? String(record.context),
  );
}

/** Makes the snapshot that people see of what the backend has read. */
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
    fraction: fractionOf(state, bytesTransferred, bytesTotal),
    bytesPerSecond,
    remainingSeconds: remainingOf(bytesTransferred, bytesTotal, bytesPerSecond, state),
    error: record.error === null ? null : toTransferError(record.error),
    waitingFor: waitReasonOf(state, record.error === null ? null : toUnsigned(record.error.hresult)),
  });
}

function isComplete(state: BitsReadTransferState): boolean {
  return state === 'transferred' || state === 'acknowledged';
}

function fractionOf(state: BitsReadTransferState, transferred: bigint, total: bigint | null): number | null {
  if (total === null) return null;
  if (total === 0n) return isComplete(state) ? 1 : 0;
  return Math.min(Number(transferred) / Number(total), 1);
}

function remainingOf(
  transferred: bigint,
  total: bigint | null,
  bytesPerSecond: number | null,
  state: BitsReadTransferState,
): number | null {
  if (isComplete(state)) return 0;
  if (total === null || bytesPerSecond === null || bytesPerSecond <= 0) return null;
  return Math.max(Number(total - transferred) / bytesPerSecond, 0);
}

/** Whether two readings tell the same. */
export function sameRecord(left: JobRecord, right: JobRecord): boolean {
  return (
    left.state === right.state &&
    left.progress.bytesTransferred === right.progress.bytesTransferred &&
    left.progress.bytesTotal === right.progress.bytesTotal &&
    left.progress.filesTransferred === right.progress.filesTransferred &&
    left.progress.filesTotal === right.progress.filesTotal &&
    left.error?.hresult === right.error?.hresult &&
    left.error?.context === right.error?.context
  );
}
