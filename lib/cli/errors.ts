import {
  AddonLoadError,
  type ArgumentErrorCode,
  BitsDownloadError,
  BitsUploadError,
  HResultError,
  isArgumentError,
} from '../index.js';
import type { Output } from './output.js';
import { describeThrown } from './printable.js';

interface UsageErrorOptions extends ErrorOptions {
  readonly code?: ArgumentErrorCode;
}

/** Wrong usage of the command line. It is reported in one line, and the exit code is 2. */
export class UsageError extends Error {
  readonly code: ArgumentErrorCode;

  constructor(message: string, { code = 'ERR_INVALID_ARG_VALUE', ...options }: UsageErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }

  static {
    UsageError.prototype.name = 'UsageError';
  }
}

/** Throws an error of a call whose arguments come from the command line. @throws {UsageError} if the call rejects one of them */
export function throwUsageError(error: unknown): never {
  if (isArgumentError(error)) throw new UsageError(error.message, { code: error.code, cause: error });
  throw error;
}

/** Runs a call whose arguments come from the command line. @throws {UsageError} if the call rejects one of them */
export async function orUsageError<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    return throwUsageError(error);
  }
}

/** Returns an error of a COM call with a hint for users of the command line at the end of its message. */
export function withHint(cause: HResultError, hint: string): HResultError {
  const { hresult, operation, context, file, message } = cause;
  const error = new HResultError(hresult, operation, context, { file, cause });
  error.message = `${message}; ${hint}`;
  return error;
}

/** A transfer that ended without its file although no COM call failed. */
export class TransferError extends Error {
  readonly code: 'ERR_TRANSFER_CANCELED' | 'ERR_TRANSFER_INCOMPLETE' | 'ERR_TRANSFER_FAILED' | 'ERR_TRANSFER_INTEGRITY';

  constructor(code: TransferError['code'], message: string) {
    super(message);
    this.code = code;
  }

  static {
    TransferError.prototype.name = 'TransferError';
  }
}

/** The properties of an error in a record of `--json`. All but `code` and `message` are null for an error that is not an `HResultError`. */
export interface FailureRecord {
  readonly code: string;
  readonly hresult: number | null;
  readonly operation: string | null;
  readonly context: string | null;
  /** The file that failed, for errors of transfers. */
  readonly file: { readonly url: string; readonly path: string } | null;
  readonly httpStatus: number | null;
  readonly message: string;
}

/** A record that reports an error. */
export interface ErrorRecord extends FailureRecord {
  readonly type: 'error';
}

/** The properties of an error record, for help texts. */
export const failureProperties = 'code, hresult, operation, context, file, httpStatus, message';

export function toErrorRecord(error: unknown): ErrorRecord {
  return { type: 'error', ...toFailureRecord(error) };
}

export function toFailureRecord(error: unknown): FailureRecord {
  const message = describeThrown(error);
  if (error instanceof HResultError) {
    const { code, hresult, operation, context = null, file = null, httpStatus = null } = error;
    return { code, hresult, operation, context, file, httpStatus, message };
  }
  const none = { hresult: null, operation: null, context: null, httpStatus: null };
  const file = error instanceof BitsDownloadError || error instanceof BitsUploadError ? error.file : null;
  return { code: codeOf(error), ...none, file, message };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Describes an error in one line for people: the message, the HTTP status, and the file that failed. */
export function describeError(error: unknown): string {
  const { message, httpStatus, file } = toFailureRecord(error);
  const parts = [
    message,
    httpStatus === null ? null : `HTTP status ${httpStatus}`,
    file === null ? null : `file ${file.url} (${file.path})`,
  ];
  return parts.filter((part) => part !== null).join('; ');
}

/** Reports an error: with `--json` as a record on standard output, otherwise as text on standard error. */
export function reportError(output: Output, error: unknown, json: boolean): void {
  if (json) output.writeRecord(toErrorRecord(error));
  // The message is a list of several lines.
  else if (error instanceof AddonLoadError) output.warnText(`error: ${error.message}\n`);
  else output.warn(`error: ${describeError(error)}`);
}
