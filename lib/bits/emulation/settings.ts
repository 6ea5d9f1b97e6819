import type { HttpPolicy } from '../http/transfer-terms.js';

/** The group policy of a machine; the defaults are those of Windows. */
export interface BitsPolicy {
  /** The maximum number of jobs of a user, 60 by default; administrators have no limit. */
  readonly jobsPerUser: number;
  /** The maximum number of jobs of the machine, 300 by default; administrators have no limit. */
  readonly jobsPerMachine: number;
  /** The maximum number of files of a job, 200 by default; administrators have no limit. */
  readonly filesPerJob: number;
  /** The maximum number of ranges of one file, 500 by default; administrators have no limit. */
  readonly rangesPerFile: number;
  /** Seconds after which a job without progress or change is cancelled, 90 days by default. */
  readonly jobInactivityTimeout: number;
  /**
   * `'strict'` (the default of `createEmulation()`) rejects servers as BITS does: without `Content-Length` with `BG_E_MISSING_FILE_SIZE`,
   * without ranges with `BG_E_INSUFFICIENT_RANGE_SUPPORT`, without HEAD with `BG_E_INSUFFICIENT_HTTP_SUPPORT`. `'lenient'` (used by
   * `connect()`) also downloads from such servers.
   * Source: https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads.
   */
  readonly http: HttpPolicy;
  /** Whether the http transport copies the files of `file:` URLs; false by default. Only regular files are read. */
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

/** The properties of a new job, times in seconds. Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob. */
export const jobDefaults = {
  minimumRetryDelay: 600,
  noProgressTimeout: 14 * 24 * 60 * 60,
  maximumDownloadTime: 90 * 24 * 60 * 60,
} as const;

/** The minimum of `SetMinimumRetryDelay` in seconds. A lower value is raised. */
export const shortestRetryDelay = 5;

/** Milliseconds that a background job transfers before another job of its priority has its turn. */
export const timeSlice = 5 * 60 * 1000;

/** Milliseconds between two calls of `JobModification`: the default of `BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS`. */
export const modificationInterval = 500;

/** The bits of `SetNotifyFlags` up to BITS 10.1: the three calls of bits.h, `DISABLE`, and the two of single files. */
export const knownNotifyFlags = 0x3f;

/** Milliseconds that closing waits for a transfer, or for the disk. */
export const closeTimeout = 2000;
