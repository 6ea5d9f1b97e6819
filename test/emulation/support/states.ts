/** `BG_JOB_STATE`, as bits.h numbers it. */
export const state = {
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

/** `BG_SIZE_UNKNOWN`. */
export const unknown = 2n ** 64n - 1n;
