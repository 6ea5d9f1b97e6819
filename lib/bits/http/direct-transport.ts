import type { FileName, FileRangeRecord } from '../file-verbs.js';
import type { RemoteFile } from './remote-file.js';
import type { TransferFile } from './transfer-file.js';
import type { TransferObserver, TransferTerms } from './transfer-terms.js';

/**
 * Downloads files without BITS, and reads their versions, over the network and to the disk of the backend: those of this machine, or the scripted
 * ones of an emulation. Each backend has one in addition to its verbs.
 */
export interface DirectTransport {
  /**
   * Prepares a file without creating anything.
   * @param temporaryTag part of the name of the temporary file, 32 hexadecimal digits; by default, and if there is such a file, one that cannot be guessed
   */
  open(
    name: FileName,
    ranges: readonly FileRangeRecord[] | null,
    terms: TransferTerms,
    temporaryTag?: string,
  ): Promise<DirectFile>;
  /**
   * Reads the version of a file from its server with HEAD. Resolves to null for a response without the file.
   * @throws {TransferFailure} if there is no response, or the signal is aborted
   */
  readVersion(name: FileName, terms: TransferTerms, signal: AbortSignal): Promise<RemoteFile | null>;
}

/** A file that is downloaded without BITS, to a temporary file in the folder of the local file. Its methods throw a `TransferFailure`. */
export interface DirectFile {
  readonly file: Readonly<Pick<TransferFile, 'remoteName' | 'transferred' | 'total'>>;
  /** Transfers the missing bytes. Resolves when the file is complete, or soon after the signal is aborted; then nothing more is written. */
  transfer(observer: TransferObserver, signal: AbortSignal): Promise<void>;
  /** Reads the local file, which is the temporary one until it is placed. */
  read(): AsyncIterable<Uint8Array>;
  /** Renames the complete file to its final name, in place of an existing file. */
  place(): Promise<void>;
  /** Deletes the temporary file. Does nothing if there is none. */
  discard(): Promise<void>;
}
