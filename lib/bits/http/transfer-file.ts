import type { FileName, FileRangeRecord } from '../file-verbs.js';
import type { RemoteFile } from './remote-file.js';
import type { Span, Spans } from './spans.js';

/** The parts of a file that arrive in another order than from its start. */
export interface PartialAccess {
  /** Whether ranges of one version are here that cannot be completed with those of another. */
  readonly bindsVersion: boolean;
  readonly filled: Pick<Spans, 'list'>;
  /** Whether every requested range is within a file of this size. */
  fits(size: bigint): boolean;
  /** The part that is to arrive next, of a file of this size; null when there is none. */
  next(size: bigint): Span | null;
  /** The requested ranges that are wholly here now; they are not returned again. */
  takeFilled(size: bigint): FileRangeRecord[];
}

/** A file that is transferred: what is here of it, and of which version of the remote file. */
export interface TransferFile extends FileName {
  /** Where requests begin: the given URL, or that of a redirection that was reported. */
  readonly remoteName: string;
  /** The URL that the caller gave: credentials in it, and headers that carry credentials, are for its origin only. */
  readonly givenName: string;
  /** The ranges that the local file holds one after the other; null for the whole file. */
  readonly ranges: readonly FileRangeRecord[] | null;
  /** Null unless its parts arrive in another order than from its start. */
  readonly access: PartialAccess | null;
  /** The bytes are written to the local file itself. */
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
  /** All bytes are transferred. */
  finish(): void;
  /** Adds a part of a file whose parts arrive in any order. */
  fill(start: bigint, end: bigint): void;
  /** Bytes that are downloaded of a remote file of this size. */
  sizeOf(size: bigint): bigint;
}
