import type { CertificatePinsRecord, ProxyRecord } from '../settings-verbs.js';
import type { FileName, FileRangeRecord } from '../verbs.js';
import type { Credentials } from './credentials.js';
import type { JobFile } from './job-file.js';
import type { TransferFailure } from './transfer-failure.js';

/** What the engine wants to know while a file is transferred. */
export interface TransferObserver {
  /** The server has answered: what follows is the transfer itself. */
  connected(): void;
  /** The file's numbers changed. */
  progressed(): void;
  /** Ranges that were requested of the file are here. */
  rangesTransferred(ranges: readonly FileRangeRecord[]): void;
}

/** What the engine wants to know of one transfer. */
export interface TransferOwner extends TransferObserver {
  /** The transfer has ended: the whole file is there (null), or it failed. The last call. */
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
  checkNames(name: FileName, type: number): Promise<void>;
  createTransfer(file: JobFile, owner: TransferOwner, terms: TransferTerms): Transfer;
  /** Puts a whole file under its final name. @throws {Refusal} */
  commit(file: JobFile): Promise<void>;
  /** Refuses a local file that cannot be written. @throws {Refusal} `E_INVALIDARG` or `E_ACCESSDENIED` */
  checkDestination(localName: string): Promise<void>;
  /** Where the bytes of a file are, or will be, until its job is completed. */
  temporaryNameOf(file: JobFile): string;
  /** The bytes of a whole file, under its final name or before. @throws {Refusal} */
  readFile(file: JobFile): Promise<Uint8Array>;
  /** Creates an empty file. @throws {Refusal} */
  createEmpty(localName: string): Promise<void>;
  /** Deletes what is not under its final name; false when that could not be done. */
  discard(file: JobFile): Promise<boolean>;
  /** Ends idle connections. */
  close(): void;
}
