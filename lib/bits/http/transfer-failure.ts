import { hresultName, hresults } from '../../com/hresult.js';
import type { ErrorRecord, FileName } from '../verbs.js';

/** The values of `BG_ERROR_CONTEXT` of transfers and of the emulated jobs. */
export const errorContext = {
  unknown: 1,
  generalQueueManager: 2,
  localFile: 4,
  remoteFile: 5,
  generalTransport: 6,
  remoteApplication: 7,
  serverCertificateCallback: 8,
} as const;

/** The failure of a transfer, as its job reports it. */
export class TransferFailure extends Error {
  readonly hresult: number;
  /** `BG_ERROR_CONTEXT`. */
  readonly context: number;
  /** Whether BITS retries. */
  readonly recoverable: boolean;

  constructor(hresult: number, context: number, recoverable: boolean) {
    super(hresultName(hresult));
    this.hresult = hresult;
    this.context = context;
    this.recoverable = recoverable;
  }

  /** Returns the record for `GetError`, of the whole job or of one of its files. */
  record(file: FileName | null): ErrorRecord {
    const { context, hresult } = this;
    if (file === null) return { context, hresult, file, protocol: null };
    const { remoteName, localName } = file;
    return { context, hresult, file: { remoteName, localName }, protocol: protocolOf(remoteName) };
  }

  static {
    TransferFailure.prototype.name = 'TransferFailure';
  }
}

/** Converts an error to the failure of a transfer. */
export function toFailure(error: unknown): TransferFailure {
  if (error instanceof TransferFailure) return error;
  return new TransferFailure(hresults.E_UNEXPECTED, errorContext.unknown, false);
}

/** Returns the protocol of a remote name, for `IBackgroundCopyError::GetProtocol`. */
export function protocolOf(remoteName: string): string {
  return /^https?:/i.test(remoteName) ? 'http' : 'file';
}
