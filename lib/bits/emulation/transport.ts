import { hresultName, hresults } from '../../com/hresult.js';
import type { FileName } from '../verbs.js';
import type { JobFile } from './job-file.js';
import { errorContext } from './states.js';

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

/** What the engine wants to know while a file is transferred. */
export interface TransferObserver {
  /** The server has answered: what follows is the transfer itself. */
  connected(): void;
  /** The file's numbers changed. */
  progressed(): void;
}

/** What the engine wants to know of one transfer. */
export interface TransferOwner extends TransferObserver {
  /** The transfer has ended: the whole file is there (null), or it failed. The last call. */
  ended(failure: TransferFailure | null): void;
}

/** The transfer of one file. */
export interface Transfer {
  /** Begins to bring what is missing of the file, from where it stands. */
  start(): void;
  /**
   * Ends the transfer, or does nothing if it has ended; its owner is not called any more. Resolves when nothing is written any more;
   * undefined when that is so already.
   */
  stop(): Promise<void> | undefined;
}

/** Brings the bytes. The engine above knows nothing of HTTP, disks or scripts. */
export interface Transport {
  /** Whether there is a network at all. */
  readonly connected: boolean;
  /**
   * Refuses names that are well formed, but that this transport cannot read from or write to.
   * @throws {Refusal} `E_INVALIDARG` or `E_ACCESSDENIED`
   */
  checkNames(name: FileName): Promise<void>;
  createTransfer(file: JobFile, owner: TransferOwner): Transfer;
  /** Puts a whole file under its final name. @throws {Refusal} */
  commit(file: JobFile): Promise<void>;
  /** Deletes what is not under its final name; false when that could not be done. */
  discard(file: JobFile): Promise<boolean>;
  /** Ends idle connections. */
  close(): void;
}
