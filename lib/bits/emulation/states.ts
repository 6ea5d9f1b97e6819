/**
 * `BG_JOB_STATE` by name, and the classes of states that the rules speak of.
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

/** A number of `BG_JOB_STATE`. */
export type JobState = (typeof jobState)[keyof typeof jobState];

/** `BG_JOB_TYPE_DOWNLOAD`. */
export const downloadType = 0;

/** `BG_JOB_TYPE_UPLOAD_REPLY`. */
export const uploadReplyType = 2;

/** The last number of `BG_JOB_TYPE`. */
export const lastJobType = uploadReplyType;

/** `BG_JOB_PRIORITY_FOREGROUND` and `BG_JOB_PRIORITY_NORMAL`. */
export const jobPriority = { foreground: 0, normal: 2, low: 3 } as const;

/** `BG_ERROR_CONTEXT` by name, as far as the emulation uses it. */
export const errorContext = {
  unknown: 1,
  generalQueueManager: 2,
  localFile: 4,
  remoteFile: 5,
  generalTransport: 6,
  remoteApplication: 7,
  serverCertificateCallback: 8,
} as const;

/** States in which nothing can be done with a job any more. */
export function isFinal(state: JobState): boolean {
  return state === jobState.acknowledged || state === jobState.canceled;
}

/** States in which the service works on a job or is about to. */
export function isAction(state: JobState): boolean {
  return isRunnable(state) || state === jobState.transientError;
}

/** States in which a job has, or waits for, transfer time. */
export function isRunnable(state: JobState): boolean {
  return state === jobState.queued || isActive(state);
}

/** States in which a job has transfer time. */
export function isActive(state: JobState): boolean {
  return state === jobState.connecting || state === jobState.transferring;
}

/** Whether a number is one of `BG_JOB_STATE`. */
export function isJobState(value: number): value is JobState {
  return Number.isInteger(value) && value >= jobState.queued && value <= jobState.canceled;
}
