import type { FileName, FileRangeRecord } from '../file-verbs.js';
import type { RemoteFile } from './remote-file.js';
import type { Span, Spans } from './spans.js';

/** The parts of a file that do not arrive in order. */
export interface PartialAccess {
  /** Whether downloaded ranges of one version cannot be completed with those of another. */
  readonly bindsVersion: boolean;
  readonly filled: Pick<Spans, 'list'>;
  /** Whether every requested range is within a file of this size. */
  fits(size: bigint): boolean;
  /** Returns the next part to download of a file of this size; null if there is none. */
  next(size: bigint): Span | null;
  /** Returns the requested ranges that have been downloaded completely, and removes them. */
  takeFilled(size: bigint): FileRangeRecord[];
}

/** A file that is transferred: its downloaded bytes, and the version of the remote file that they belong to. */
export interface TransferFile extends FileName {
  /** The URL of the first request: the given one, or that of a reported redirection. */
  readonly remoteName: string;
  /** The URL that the caller gave: credentials in it, and headers that carry credentials, are only for its origin. */
  readonly givenName: string;
  /** The ranges that the local file holds one after the other; null for the whole file. */
  readonly ranges: readonly FileRangeRecord[] | null;
  /** Null unless its parts do not arrive in order. */
  readonly access: PartialAccess | null;
  /** Whether the bytes are written to the local file itself. */
  readonly direct: boolean;
  /** The version of the remote file that the transferred bytes belong to; null if there are none. */
  known: RemoteFile | null;
  /** The size of the whole file in bytes; null while unknown. */
  total: bigint | null;
  transferred: bigint;
  /** The path of the temporary file; null until it is created. */
  temporaryName: string | null;
  /** Part of the name of the temporary file; null until it is chosen. */
  temporaryTag: string | null;
  /** The head of the last response, in lines that end in CR LF. */
  responseHeaders: string;
  /** Reports the URL of a redirection as the remote name. */
  redirect(url: string): void;
  /** Discards what was transferred, and its version. */
  restart(): void;
  /** Marks the file as complete: all bytes are transferred. */
  finish(): void;
  /** Adds a part of a file whose parts arrive in any order. */
  fill(start: bigint, end: bigint): void;
  /** Returns the number of bytes to download of a remote file of this size. */
  sizeOf(size: bigint): bigint;
}
