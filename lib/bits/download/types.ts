import type { HResultError } from '../../com/error.js';
import type { JsonSerializable } from '../../com/json.js';
import type { BitsNewFile } from '../files.js';
import type { BitsJobSettings } from '../settings.js';
import type { BitsTransferOptions } from '../transfer/types.js';
import type { BitsDownloadError } from './error.js';

export const existingActions = ['resume', 'replace', 'ignore'] as const;

/** What happens to the unfinished job that an earlier download with the same key has left. */
export type BitsExistingAction = (typeof existingActions)[number];

/** A file to download, with its expected properties. */
export interface BitsDownloadFile extends BitsNewFile {
  /** The path of the local file; a relative one is resolved against the current directory. Two files of a download must not have one path. */
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

export interface BitsDownloadOptions extends BitsTransferOptions, Omit<BitsJobSettings, 'replyPath' | 'onDemand'> {
  /**
   * Identifies the download across restarts of the process and of Windows: 1 to 256 characters. It is stored in the description of the job, with a
   * digest of the URLs, paths, hashes and sizes. A later call with the same key and the same files continues the job in whatever state it is,
   * with the settings of this call; with other files it cancels the job and starts again. While one call with a key runs, others on this machine by the same user reject with
   * `ERR_DOWNLOAD_IN_USE`. Excludes `description`.
   *
   * A job all of whose bytes have arrived, which BITS does not compare with the server any more, is compared by a HEAD request for each file without
   * `integrity`: if the server has another version, the job is cancelled and the download starts again. If the server does not respond, the job is
   * completed.
   */
  readonly key?: string | undefined;
  /**
   * For the unfinished job of the same key: `'resume'` continues it, `'replace'` cancels it first, `'ignore'` creates another job in addition.
   * `'resume'` by default if `key` is given; without a key only `'ignore'` is accepted.
   */
  readonly existing?: BitsExistingAction | undefined;
  /**
   * Whether a server that BITS cannot use, because it sends no length or does not support ranges (`BG_E_MISSING_FILE_SIZE`,
   * `BG_E_INSUFFICIENT_HTTP_SUPPORT`, `BG_E_INSUFFICIENT_RANGE_SUPPORT`), is tried once more with `dynamicContent` at priority `foreground`, which
   * restarts at 0 after each interruption. True by default. Needs BITS 5.0; ignored for files with ranges.
   */
  readonly retryAsDynamic?: boolean | undefined;
  /**
   * The action if BITS cannot be used (the service is disabled or missing, the user is not logged on or may not create jobs, too many jobs), cannot
   * use the server (after `retryAsDynamic`), or has stalled: `'none'` (the default) rejects, `'http'` downloads with the HTTP client of this package.
   * A function is called for each file and selects; null rejects. `'http'` begins with the URL that BITS used last, and tries the other `mirrors` if its
   * server fails. The result has `by: 'http'` and the reason. Responses with an HTTP error, local errors, aborts and wrong hashes have no fallback. An
   * interrupted download without BITS keeps nothing, whatever `onAbort` is. The next call with the same `key` deletes the file of a killed process.
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
