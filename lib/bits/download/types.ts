import type { HResultError } from '../../com/error.js';
import type { JsonSerializable } from '../../com/json.js';
import type { BitsNewFile } from '../files.js';
import type { BitsJobSettings } from '../settings.js';
import type { BitsTransferSnapshot } from '../snapshot.js';
import type { BitsDownloadError } from './error.js';

export const abortActions = ['cancel', 'suspend', 'leave'] as const;

/** What happens to the job of an interrupted download. */
export type BitsAbortAction = (typeof abortActions)[number];

export const existingActions = ['resume', 'replace', 'ignore'] as const;

/** What happens to the unfinished job that an earlier download with the same key has left. */
export type BitsExistingAction = (typeof existingActions)[number];

/** A file to download, with what is known about it beforehand. */
export interface BitsDownloadFile extends BitsNewFile {
  /** The path of the local file; a relative one is resolved against the current directory. */
  readonly path: string;
  /**
   * The expected hash of the local file: `sha256-`, `sha384-` or `sha512-` followed by base64, as npm writes it, or 64, 96 or 128 hexadecimal digits.
   * It is compared before the file has its final name.
   */
  readonly integrity?: string | undefined;
  /** The expected size of the local file in bytes. Another size ends the download as soon as it is known. */
  readonly size?: bigint | undefined;
  /**
   * Other URLs of the same file, tried in order when the server or the connection fails. The bytes that have been transferred are kept where the
   * other server has a file of the same size and time (`IBackgroundCopyFile2::SetRemoteName`).
   */
  readonly mirrors?: readonly string[] | undefined;
}

/** Selects for a failed file whether to download it without BITS; null to fail. */
export type BitsDownloadFallback =
  | 'none'
  | 'http'
  | ((error: HResultError | BitsDownloadError, file: BitsDownloadFile) => 'http' | { readonly url: string } | null);

export interface BitsDownloadOptions extends Omit<BitsJobSettings, 'replyPath' | 'onDemand'> {
  /** The job's display name; the last part of the first URL by default. */
  readonly name?: string | undefined;
  /**
   * Identifies the download across restarts of the process and of Windows: 1 to 256 characters. It is stored in the description of the job, with a
   * digest of the URLs, paths, hashes and sizes. A later call with the same key and the same files continues the job in whatever state it is; with other
   * files it cancels the job and starts again. While one call with a key runs, others on this machine by the same user reject with
   * `ERR_DOWNLOAD_IN_USE`. Excludes `description`.
   */
  readonly key?: string | undefined;
  /**
   * For the unfinished job of the same key: `'resume'` continues it, `'replace'` cancels it first, `'ignore'` creates another job beside it.
   * `'resume'` by default if `key` is given; without a key only `'ignore'` is accepted.
   */
  readonly existing?: BitsExistingAction | undefined;
  /**
   * Called with each snapshot that differs from the one before. An error that it throws, or that its promise rejects with before the job is
   * completed, ends the download.
   */
  readonly onProgress?: ((snapshot: BitsTransferSnapshot) => unknown) | undefined;
  /**
   * Ends the download: the promise rejects with the signal's reason as soon as the job is in the state that `onAbort` requires, at most five seconds
   * later.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * What happens to the job when the download is interrupted by its signal, by an error that `onProgress` throws, or because the connection is
   * closed: `'cancel'` (the default) cancels it, `'suspend'` keeps it with its bytes, `'leave'` lets it continue in the service. A closing connection
   * waits at most half a second for it. The job of a process that is killed continues in the service: a later call with the same `key` finds it.
   */
  readonly onAbort?: BitsAbortAction | undefined;
  /** Milliseconds between two reads of the job when no callback comes; 1000 by default. */
  readonly interval?: number | undefined;
  /**
   * Milliseconds without a byte after which the download rejects with `ERR_DOWNLOAD_STALLED`, in every state and up to the end; 900 000 (15 minutes)
   * by default, null for no limit.
   */
  readonly stallTimeout?: number | null | undefined;
  /**
   * True to count time in which Windows blocks the transfer: a metered network, battery, Game Mode, standby, a policy, an application in the background.
   * False by default.
   */
  readonly stallCountsPauses?: boolean | undefined;
  /**
   * `'waiting'` (the default): priority `foreground`, a retry delay of 5 seconds and a stall timeout of 15 minutes, for a caller that waits for the
   * result. `'bits'`: the defaults of BITS, `normal` and 600 seconds, and no stall timeout. Options that are given apply in both cases.
   */
  readonly defaults?: 'waiting' | 'bits' | undefined;
  /**
   * Whether a server that BITS cannot use, because it sends no length or does not support ranges (`BG_E_MISSING_FILE_SIZE`,
   * `BG_E_INSUFFICIENT_HTTP_SUPPORT`, `BG_E_INSUFFICIENT_RANGE_SUPPORT`), is tried once more with `dynamicContent` at priority `foreground`, which
   * restarts at 0 after each interruption. True by default. Needs BITS 5.0; ignored for files with ranges.
   */
  readonly retryAsDynamic?: boolean | undefined;
  /**
   * What happens where BITS cannot be used (the service is disabled or missing, the user is not logged on or may not create jobs, too many jobs), cannot use
   * the server (after `retryAsDynamic`), or has stalled: `'none'` (the default) rejects, `'http'` downloads with the HTTP client of this package. A function
   * is called for each file and selects; null rejects. The result has `by: 'http'` and the reason. Responses with an HTTP error, local errors, aborts and
   * wrong hashes have no fallback. An interrupted download without BITS keeps nothing, whatever `onAbort` is.
   */
  readonly fallback?: BitsDownloadFallback | undefined;
}

/** A file that has been downloaded. */
export interface BitsDownloadedFile extends JsonSerializable {
  /** The URL that was used: that of the file, or of a mirror. */
  readonly url: string;
  /** The full path. */
  readonly path: string;
  readonly bytes: bigint;
  /** The hash in the form `sha256-…`, if one was expected; null otherwise. */
  readonly integrity: string | null;
}

export interface BitsDownloadResult extends JsonSerializable {
  /** The full path of the first file. */
  readonly path: string;
  /** The bytes of all files. */
  readonly bytes: bigint;
  /** The job that transferred the files; null without BITS. */
  readonly jobId: string | null;
  /** What transferred the files: BITS, or the HTTP client of this package (`fallback`). */
  readonly by: 'bits' | 'http';
  /** Why BITS did not transfer the files; null if it did. */
  readonly fallbackReason: HResultError | BitsDownloadError | null;
  /** The files in the order of the call. */
  readonly files: readonly BitsDownloadedFile[];
  /** True if the job of an earlier call was continued. */
  readonly resumed: boolean;
  /** True if another program completed the job before this call did. */
  readonly completedElsewhere: boolean;
}
