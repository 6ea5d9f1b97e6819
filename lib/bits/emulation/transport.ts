import { hresultName } from '../../com/hresult.js';
import type { FileName } from '../verbs.js';
import type { JobFile } from './job-file.js';

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

/** What the engine wants to know while a file is transferred. */
export interface TransferObserver {
  /** The server has answered: what follows is the transfer itself. */
  connected(): void;
  /** The file's numbers changed. */
  progressed(): void;
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
  /**
   * Brings what is missing of a file, from where it stands. Resolves once all of it is there, or soon after `signal` aborts: then
   * nothing is written any more.
   * @throws {TransferFailure}
   */
  transfer(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void>;
  /** Puts a whole file under its final name. @throws {Refusal} */
  commit(file: JobFile): Promise<void>;
  /** Deletes what is not under its final name; false when that could not be done. */
  discard(file: JobFile): Promise<boolean>;
  /** Ends idle connections. */
  close(): void;
}
