import type { TransferFailure } from '../http/transfer-failure.js';
import type { TransferObserver, TransferTerms } from '../http/transfer-terms.js';
import type { FileName } from '../verbs.js';
import type { JobFile } from './job-file.js';

/** The owner of a transfer. */
export interface TransferOwner extends TransferObserver {
  /** Called when the transfer has ended: the file is complete (null), or the transfer failed. This is the last call. */
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
  checkNames(name: FileName, type: number): Promise<void>;
  createTransfer(file: JobFile, owner: TransferOwner, terms: TransferTerms): Transfer;
  /** Renames a complete file to its final name. @throws {RefusedCall} */
  commit(file: JobFile): Promise<void>;
  /** Refuses a local file that cannot be written. @throws {RefusedCall} `E_INVALIDARG` or `E_ACCESSDENIED` */
  checkDestination(localName: string): Promise<void>;
  /** Returns the path of the temporary file, which may not exist yet. */
  temporaryNameOf(file: JobFile): string;
  /** Reads a complete file, under its final name or before. @throws {RefusedCall} */
  readFile(file: JobFile): Promise<Uint8Array>;
  /** Creates an empty file. @throws {RefusedCall} */
  createEmpty(localName: string): Promise<void>;
  /** Deletes the temporary file, and cancels the session of an upload. Resolves to whether the file is deleted. */
  discard(file: JobFile, terms: TransferTerms): Promise<boolean>;
  /** Closes idle connections. */
  close(): void;
}
