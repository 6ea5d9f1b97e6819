import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { groupProgress, groupStatus, sizeUnknown } from '../constants.js';
import { isEnded, toState } from '../snapshot.js';
import type { JobRecord, ProgressRecord } from '../verbs.js';

const largestDword = 0xffffffffn;

/** A 64-bit count as a DWORD: what does not fit says the largest that does. */
export function saturate(bytes: bigint): number {
  return Number(bytes > largestDword ? largestDword : bytes);
}

/** What `GetProgress` of a legacy group or job says about the modern job behind it. */
export function legacyProgress(record: JobRecord, flags: number, operation: string): number {
  if (flags === groupProgress.percentDone) return percentDone(record);
  if (flags === groupProgress.sizeDone) return saturate(record.progress.bytesTransferred);
  throw new HResultError(hresults.E_NOTIMPL, operation);
}

function percentDone(record: JobRecord): number {
  if (isComplete(record)) return 100;
  const { bytesTotal, bytesTransferred } = record.progress;
  if (bytesTotal === sizeUnknown || bytesTotal === 0n) return 0;
  const percent = Number((bytesTransferred * 100n) / bytesTotal);
  return Math.min(percent, 99);
}

function isComplete(record: JobRecord): boolean {
  const state = toState(record.state);
  return state === 'transferred' || state === 'acknowledged';
}

/** Bytes of a whole group, 0 while not known. */
export function legacySize(progress: ProgressRecord): number {
  return progress.bytesTotal === sizeUnknown ? 0 : saturate(progress.bytesTotal);
}

/** `QM_STATUS_GROUP_…` of a group by the state of the modern job behind it. */
export function legacyGroupStatus(record: JobRecord): number {
  const state = toState(record.state);
  const stopped = state === 'suspended' || isEnded(state);
  return (
    (isComplete(record) ? groupStatus.groupComplete : groupStatus.groupIncomplete) |
    (stopped ? groupStatus.groupSuspended : 0) |
    (record.error === null ? 0 : groupStatus.groupError)
  );
}

/** `QM_STATUS_JOB_…` by the same rule. */
export function legacyJobStatus(record: JobRecord): number {
  return (
    (isComplete(record) ? groupStatus.jobComplete : groupStatus.jobIncomplete) |
    (record.error === null ? 0 : groupStatus.jobError)
  );
}
