import type { BitsVerbs } from '../../../lib/bits/verbs.js';
import type { Connection } from '../../../lib/index.js';
import type { ExpectedFailures } from './manifest.js';

/** A file to be served. */
export interface FileToServe {
  /** Bytes of generated content; 1000 when neither this nor `content` is given. */
  readonly size?: number;
  readonly content?: Uint8Array;
  /** Hides the length. */
  readonly chunked?: boolean;
  /** Answers with this HTTP status and no file. */
  readonly status?: number;
  /** Withholds all bytes from this offset until `release()`. */
  readonly holdAt?: number;
  /** Headers of the responses with the file, beside those of the server. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file that is being served. */
export interface ServedFile {
  readonly url: string;
  readonly content: Uint8Array;
  /** Sends the bytes that `holdAt` withholds. */
  release(): void;
  /** Serves another file, or another response, under the same URL. */
  change(file: FileToServe): void;
}

/** The world of one test of any family. Closing it removes all that the test created. */
export interface FamilyWorld {
  /** An open connection. */
  readonly connection: Connection;
  /** Awaits a promise; on virtual time, advances the clock when the event loop is idle. */
  drive<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The world of one test of BITS: connections to the host's service, a server, a folder. */
export interface World extends FamilyWorld {
  /** Opens another connection to the same service. */
  connect(): Promise<Connection>;
  /** Opens a backend of its own, below the public API; it is closed with the world. */
  openVerbs(): Promise<BitsVerbs>;
  /** A unique display name; jobs with this name are cancelled when the world is closed. */
  jobName(): string;
  /** A GUID for a group, which is cancelled when the world is closed. */
  groupId(): string;
  serve(file?: FileToServe): Promise<ServedFile>;
  /** The URL of a server that cannot be reached. */
  unreachableUrl(): string;
  /** The full path of a file in the world's folder. */
  localPath(name: string): string;
  /** The content of a local file; undefined if it does not exist. */
  readLocal(path: string): Promise<Uint8Array | undefined>;
}

/** A host that a family's contract runs against. */
export interface FamilyHost<W extends FamilyWorld> {
  readonly name: string;
  /** Tests that are expected to fail on this host, with reasons. */
  readonly expectedFailures: ExpectedFailures;
  /** Prepares the machine before the first test, and restores it after the last. */
  setUp?(): Promise<void>;
  tearDown?(): Promise<void>;
  open(): Promise<W>;
}

/** A host that the contract of BITS runs against. */
export interface ContractHost extends FamilyHost<World> {
  /** The implementation of groups: the legacy class, or a modern job in its place. */
  readonly groups: 'queueManager' | 'job';
}
