import type { BitsFileEntry } from '../files.js';

/**
 * The `code` of a {@link BitsUploadError}:
 * - `ERR_UPLOAD_CANCELED`: another program cancelled the job
 * - `ERR_UPLOAD_STALLED`: no byte was transferred within `stallTimeout`
 */
export type BitsUploadErrorCode = 'ERR_UPLOAD_CANCELED' | 'ERR_UPLOAD_STALLED';

/** An upload that ended early, for a reason that is not an error of BITS. The errors of the transfer are `HResultError`. */
export class BitsUploadError extends Error {
  readonly code: BitsUploadErrorCode;
  readonly file: BitsFileEntry;

  constructor(code: BitsUploadErrorCode, message: string, { url, path }: BitsFileEntry) {
    super(message);
    this.code = code;
    this.file = { url, path };
  }

  /** Returns the properties for `JSON.stringify()`, including the message, which it omits from other errors. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, message, code, file } = this;
    return { name, message, code, file };
  }

  static {
    BitsUploadError.prototype.name = 'BitsUploadError';
  }
}
