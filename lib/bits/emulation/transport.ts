import type { CertificatePinsRecord, ProxyRecord } from '../settings-verbs.js';
import type { FileName, FileRangeRecord } from '../verbs.js';
import type { Credentials } from './credentials.js';
import type { JobFile } from './job-file.js';
import type { TransferFailure } from './transfer-failure.js';

/** Called by the transport while a file is transferred. */
export interface TransferObserver {
  /** The server has responded: the transfer begins. */
  connected(): void;
  /** The counts of the file have changed. */
  progressed(): void;
  /** Ranges that were requested of the file are here. */
  rangesTransferred(ranges: readonly FileRangeRecord[]): void;
}

/** The owner of a transfer. */
export interface TransferOwner extends TransferObserver {
  /** The transfer has ended: the file is complete (null), or the transfer failed. This is the last call. */
  ended(failure: TransferFailure | null): void;
}

/** What the settings of a job ask of the transfer of its files. */
export interface TransferTerms {
  /** `BG_JOB_TYPE`. */
  readonly type: number;
  readonly httpMethod: string;
  readonly hasCustomMethod: boolean;
  /** Lines that end in CR LF; null for none. */
  readonly customHeaders: string | null;
  readonly securityFlags: number;
  readonly credentials: Credentials;
  readonly usesStoredProxyCredentials: boolean;
  readonly proxy: ProxyRecord;
  readonly certificatePins: CertificatePinsRecord | null;
  /** The file is downloaded without HEAD, length or ranges, where the server does not have them, and never continued. */
  readonly dynamic: boolean;
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
  /** Deletes the temporary file. Resolves to whether it is deleted. */
  discard(file: JobFile): Promise<boolean>;
  /** Closes idle connections. */
  close(): void;
}
