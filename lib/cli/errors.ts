import { describeThrown } from '../com/thrown.js';
import { AddonLoadError, HResultError } from '../index.js';
import type { Output } from './output.js';

/** What somebody asked for cannot be meant: told in one line, with the exit code for wrong usage. */
export class UsageError extends Error {
  static {
    UsageError.prototype.name = 'UsageError';
  }
}

/** A transfer that ended without its file, and for which COM has no failed result. */
export class TransferError extends Error {
  readonly code: 'ERR_TRANSFER_CANCELED' | 'ERR_TRANSFER_INCOMPLETE' | 'ERR_TRANSFER_FAILED';

  constructor(code: TransferError['code'], message: string) {
    super(message);
    this.code = code;
  }

  static {
    TransferError.prototype.name = 'TransferError';
  }
}

/** What an error tells within a record of `--json`. What did not come from COM has no result, no operation and no context. */
export interface FailureRecord {
  readonly code: string;
  readonly hresult: number | null;
  readonly operation: string | null;
  readonly context: string | null;
  readonly message: string;
}

/** An error as `--json` writes it. */
export interface ErrorRecord extends FailureRecord {
  readonly type: 'error';
}

export function toErrorRecord(error: unknown): ErrorRecord {
  return { type: 'error', ...toFailureRecord(error) };
}

export function toFailureRecord(error: unknown): FailureRecord {
  if (error instanceof HResultError) {
    const { code, hresult, operation, context = null, message } = error;
    return { code, hresult, operation, context, message };
  }
  return { code: codeOf(error), hresult: null, operation: null, context: null, message: messageOf(error) };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function messageOf(error: unknown): string {
  return describeThrown(error);
}

/** Tells an error: as an object on standard output with `--json`, else for people on standard error. */
export function reportError(output: Output, error: unknown, json: boolean): void {
  if (json) output.writeRecord(toErrorRecord(error));
  else if (error instanceof AddonLoadError) output.warnText(`error: ${error.message}\n`);
  else output.warn(`error: ${messageOf(error)}`);
}
