import type { FileName } from '../verbs.js';
import type { JobFile } from './job-file.js';
import type { TransferFailure } from './transfer-failure.js';

/** Called by the transport while a file is transferred. */
export interface TransferObserver {
  /** The server has responded: the transfer begins. */
  connected(): void;
  /** The counts of the file have changed. */
  progressed(): void;
}

/** The owner of a transfer. */
export interface TransferOwner extends TransferObserver {
  /** The transfer has ended: the file is complete (null), or the transfer failed. This is the last call. */
  ended(failure: TransferFailure | null): void;
}

/** The transfer of a file. */
export interface Transfer {
  /** Starts to transfer the missing bytes of the file. */
  start(): void;
  /**
   * Stops the transfer, if it has not ended; its owner is not called any more. Resolves when nothing more is written; undefined if that is
   * already the case.
   */
  stop(): Promise<void> | undefined;
}

/** Transfers bytes. The classes that use it do not depend on HTTP, disks or scripts. */
export interface Transport {
  /** Whether the machine is connected to a network. */
  readonly connected: boolean;
  /**
   * Refuses well-formed names that this transport cannot read from or write to.
   * @throws {RefusedCall} `E_INVALIDARG` or `E_ACCESSDENIED`
   */
  checkNames(name: FileName): Promise<void>;
  createTransfer(file: JobFile, owner: TransferOwner): Transfer;
  /** Renames a complete file to its final name. @throws {RefusedCall} */
  commit(file: JobFile): Promise<void>;
  /** Deletes the temporary file. Resolves to whether it is deleted. */
  discard(file: JobFile): Promise<boolean>;
  /** Closes idle connections. */
  close(): void;
}
