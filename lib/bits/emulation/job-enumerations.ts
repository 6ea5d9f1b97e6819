import { uploadReplyType } from '../http/transfer-terms.js';

/**
 * `BG_JOB_STATE` by name.
 * Source: https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job.
 */
export const jobState = {
  queued: 0,
  connecting: 1,
  transferring: 2,
  suspended: 3,
  error: 4,
  transientError: 5,
  transferred: 6,
  acknowledged: 7,
  canceled: 8,
} as const;

/** A value of `BG_JOB_STATE`. */
export type JobState = (typeof jobState)[keyof typeof jobState];

/** The last value of `BG_JOB_TYPE`. */
export const lastJobType = uploadReplyType;

/** The values of `BG_JOB_PRIORITY` that the emulation uses. */
export const jobPriority = { foreground: 0, normal: 2, low: 3 } as const;

/** Whether the job is completed or cancelled. */
export function isFinal(state: JobState): boolean {
  return state === jobState.acknowledged || state === jobState.canceled;
}

/** Whether the service works on the job, or will without a call. */
export function isAction(state: JobState): boolean {
  return isRunnable(state) || state === jobState.transientError;
}

/** Whether the job transfers, or waits for its turn to transfer. */
export function isRunnable(state: JobState): boolean {
  return state === jobState.queued || isActive(state);
}

/** Whether the job transfers. */
export function isActive(state: JobState): boolean {
  return state === jobState.connecting || state === jobState.transferring;
}

/** Whether a number is a value of `BG_JOB_STATE`. */
export function isJobState(value: number): value is JobState {
  return Number.isInteger(value) && value >= jobState.queued && value <= jobState.canceled;
}
