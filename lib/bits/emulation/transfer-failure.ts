import { hresultName, hresults } from '../../com/hresult.js';
import { errorContext } from './job-enumerations.js';

/** A transfer that went wrong, as the job will report it. */
export class TransferFailure extends Error {
  readonly hresult: number;
  /** `BG_ERROR_CONTEXT`. */
  readonly context: number;
  /** Whether BITS tries again by itself. */
  readonly recoverable: boolean;

  constructor(hresult: number, context: number, recoverable: boolean) {
    super(hresultName(hresult));
    this.hresult = hresult;
    this.context = context;
    this.recoverable = recoverable;
  }

  static {
    TransferFailure.prototype.name = 'TransferFailure';
  }
}

/** What happened to a transfer, for a job. */
export function toFailure(error: unknown): TransferFailure {
  if (error instanceof TransferFailure) return error;
  return new TransferFailure(hresults.E_UNEXPECTED, errorContext.unknown, false);
}
