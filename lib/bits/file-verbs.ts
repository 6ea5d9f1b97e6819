/**
 * The files of a job as objects. Sources: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyfile, …/bits2_0, …/bits3_0,
 * …/bits4_0, …/bits5_0 and …/bits10_1.
 */

/** `BG_FILE_INFO`, the names of `FILESETINFO`. */
export interface FileName {
  readonly remoteName: string;
  readonly localName: string;
}

/** `BG_FILE_RANGE`. */
export interface FileRangeRecord {
  readonly offset: bigint;
  /** `BG_LENGTH_TO_EOF` (2^64-1) for all that follows. */
  readonly length: bigint;
}

/** A file to add: `AddFileSet`, or `AddFileWithRanges` when it has ranges. */
export interface NewFile extends FileName {
  readonly ranges?: readonly FileRangeRecord[] | undefined;
}

/** A file of a job with its `BG_FILE_PROGRESS`: an unknown total is 2^64-1. */
export interface FileRecord extends FileName {
  readonly bytesTotal: bigint;
  readonly bytesTransferred: bigint;
  readonly completed: boolean;
}

/** `IBackgroundCopyFile4::GetPeerDownloadStats`, in bytes. */
export interface PeerStatisticsRecord {
  readonly fromOrigin: bigint;
  readonly fromPeers: bigint;
}

/** `IBackgroundCopyFile` to `IBackgroundCopyFile6`. */
export interface FileVerbs {
  /** Reads names and progress in one call. */
  read(): Promise<FileRecord>;
  /** Returns the ranges to transfer (`IBackgroundCopyFile2::GetFileRanges`); none for a whole file. */
  getFileRanges(): Promise<FileRangeRecord[]>;
  setRemoteName(remoteName: string): Promise<void>;
  /** Returns the path of the temporary file (`IBackgroundCopyFile3::GetTemporaryName`). */
  getTemporaryName(): Promise<string>;
  setValidationState(valid: boolean): Promise<void>;
  getValidationState(): Promise<boolean>;
  isDownloadedFromPeer(): Promise<boolean>;
  /** Returns the bytes from the server and from peers (`IBackgroundCopyFile4::GetPeerDownloadStats`). */
  getPeerDownloadStats(): Promise<PeerStatisticsRecord>;
  /** Returns the headers of the last response (`IBackgroundCopyFile5::GetProperty` of `BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS`). */
  getResponseHeaders(): Promise<string>;
  /** Sets the offset from which to download first (`IBackgroundCopyFile6::UpdateDownloadPosition`). */
  updateDownloadPosition(offset: bigint): Promise<void>;
  requestFileRanges(ranges: readonly FileRangeRecord[]): Promise<void>;
  getFilledFileRanges(): Promise<FileRangeRecord[]>;
}
