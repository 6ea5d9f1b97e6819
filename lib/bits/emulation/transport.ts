import type { FileName } from '../verbs.js';
import type { JobFile } from './job-file.js';
import type { TransferFailure } from './transfer-failure.js';

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
   * @throws {RefusedCall} `E_INVALIDARG` or `E_ACCESSDENIED`
   */
  checkNames(name: FileName): Promise<void>;
  createTransfer(file: JobFile, owner: TransferOwner): Transfer;
  /** Puts a whole file under its final name. @throws {RefusedCall} */
  commit(file: JobFile): Promise<void>;
  /** Deletes what is not under its final name; false when that could not be done. */
  discard(file: JobFile): Promise<boolean>;
  /** Ends idle connections. */
  close(): void;
}
