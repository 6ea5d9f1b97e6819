import { HResultError } from '../../com/error.js';
import type { BitsFileEntry } from '../files.js';

/**
 * The `code` of a {@link BitsDownloadError}:
 * - `ERR_DOWNLOAD_CANCELED`: another program cancelled the job
 * - `ERR_DOWNLOAD_INCOMPLETE`: the job was completed before all files were transferred
 * - `ERR_DOWNLOAD_STALLED`: no byte was transferred within `stallTimeout`
 * - `ERR_DOWNLOAD_INTEGRITY`: the hash of a file is not the expected one
 * - `ERR_DOWNLOAD_SIZE`: the size of a file is not the expected one
 * - `ERR_DOWNLOAD_LEFT`: the download was closed or left, and its job was not cancelled
 * - `ERR_DOWNLOAD_IN_USE`: a download with the same key is running
 */
export type BitsDownloadErrorCode =
  | 'ERR_DOWNLOAD_CANCELED'
  | 'ERR_DOWNLOAD_INCOMPLETE'
  | 'ERR_DOWNLOAD_STALLED'
  | 'ERR_DOWNLOAD_INTEGRITY'
  | 'ERR_DOWNLOAD_SIZE'
  | 'ERR_DOWNLOAD_LEFT'
  | 'ERR_DOWNLOAD_IN_USE';

/** A download that ended without its files, for a reason that is not an error of BITS. The errors of the transfer are `HResultError`. */
export class BitsDownloadError extends Error {
  readonly code: BitsDownloadErrorCode;
  /** The file that the error is about; null if it is about all. */
  readonly file: BitsFileEntry | null;

  constructor(
    code: BitsDownloadErrorCode,
    message: string,
    file: BitsFileEntry | null = null,
    options: ErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    this.file = file === null ? null : { url: file.url, path: file.path };
  }

  /** Returns the properties for `JSON.stringify()`, including the message, which it omits from other errors. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, message, code, file } = this;
    return { name, message, code, file };
  }

  static {
    BitsDownloadError.prototype.name = 'BitsDownloadError';
  }
}

/** Returns whether another server may help after an error of a transfer: not if the local file has failed. */
export function mirrorMayHelp(error: unknown): error is HResultError {
  return error instanceof HResultError && error.context !== 'localFile';
}
