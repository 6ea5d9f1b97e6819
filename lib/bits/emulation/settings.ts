/** Which servers a file is downloaded from. */
export type HttpPolicy = 'strict' | 'lenient';

/** What a machine's administrator sets by group policy; the defaults are those of Windows. */
export interface BitsPolicy {
  /** Jobs that one user may have, 60 by default; administrators have no limit. */
  readonly jobsPerUser: number;
  /** Jobs that the machine may have, 300 by default; administrators have no limit. */
  readonly jobsPerMachine: number;
  /** Files that one job may have, 200 by default; administrators have no limit. */
  readonly filesPerJob: number;
  /** Ranges that one file may have, 500 by default; administrators have no limit. */
  readonly rangesPerFile: number;
  /** Seconds after which a job without progress or change is cancelled, 90 days by default. */
  readonly jobInactivityTimeout: number;
  /**
   * `'strict'` (the default of `createEmulation()`) refuses servers as BITS does: without `Content-Length` with `BG_E_MISSING_FILE_SIZE`,
   * without ranges with `BG_E_INSUFFICIENT_RANGE_SUPPORT`, without HEAD with `BG_E_INSUFFICIENT_HTTP_SUPPORT`. `'lenient'` (what `connect()`
   * uses) downloads from them too.
   * Source: https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads.
   */
  readonly http: HttpPolicy;
  /** Whether the http transport copies files that `file:` URLs name; false by default. Only regular files are read. */
  readonly fileUrls: boolean;
}

/** Source: https://learn.microsoft.com/windows/win32/bits/group-policies. */
export const defaultPolicy: BitsPolicy = {
  jobsPerUser: 60,
  jobsPerMachine: 300,
  filesPerJob: 200,
  rangesPerFile: 500,
  jobInactivityTimeout: 90 * 24 * 60 * 60,
  http: 'strict',
  fileUrls: false,
};

/** What a new job has, times in seconds. Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob. */
export const jobDefaults = {
  minimumRetryDelay: 600,
  noProgressTimeout: 14 * 24 * 60 * 60,
  maximumDownloadTime: 90 * 24 * 60 * 60,
} as const;

/** A shorter `SetMinimumRetryDelay` is raised to this many seconds. */
export const shortestRetryDelay = 5;

/** Milliseconds of transfer time that a background job gets before another of its priority has its turn. */
export const timeSlice = 5 * 60 * 1000;

/** Milliseconds between two calls of `JobModification`: the default of `BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS`. */
export const modificationInterval = 500;

/** Milliseconds without a byte after which a connection counts as dead. */
export const receiveTimeout = 5 * 60 * 1000;

/** The bits of `SetNotifyFlags` up to BITS 10.1: the three calls of bits.h, `DISABLE`, and the two of single files. */
export const knownNotifyFlags = 0x3f;

/** Milliseconds that closing waits for a transfer, or for the disk, to end. */
export const closeTimeout = 2000;
