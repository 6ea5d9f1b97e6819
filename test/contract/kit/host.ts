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
  /** Keeps back everything from this byte on until `release()`. */
  readonly holdAt?: number;
}

/** A file that is being served. */
export interface ServedFile {
  readonly url: string;
  readonly content: Uint8Array;
  /** Lets go what `holdAt` keeps back. */
  release(): void;
  /** Serves another file, or another answer, under the same URL. */
  change(file: FileToServe): void;
}

/** What one test of any family has to itself. Closing it leaves nothing behind. */
export interface FamilyWorld {
  /** An open connection. */
  readonly connection: Connection;
  /** Awaits a promise; on virtual time, by moving the clock whenever nothing else is left to happen. */
  drive<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What one test of BITS has to itself: connections to the host's service, a server, a folder. */
export interface World extends FamilyWorld {
  /** Opens another connection to the same service. */
  connect(): Promise<Connection>;
  /** Opens a backend of its own, below the public API; it is closed with the world. */
  openVerbs(): Promise<BitsVerbs>;
  /** A display name that no other job has; jobs that bear it are cancelled when the world is closed. */
  jobName(): string;
  /** A GUID for a group, which is cancelled when the world is closed. */
  groupId(): string;
  serve(file?: FileToServe): Promise<ServedFile>;
  /** The URL of a server that cannot be reached. */
  unreachableUrl(): string;
  /** The full path of a file in the world's folder. */
  localPath(name: string): string;
  /** What a local file holds; undefined when there is none. */
  readLocal(path: string): Promise<Uint8Array | undefined>;
}

/** A side that a family's contract runs against. */
export interface FamilyHost<W extends FamilyWorld> {
  readonly name: string;
  /** What is known to fail here, and why. */
  readonly expectedFailures: ExpectedFailures;
  /** Prepares the machine before the first test, and puts it back after the last. */
  setUp?(): Promise<void>;
  tearDown?(): Promise<void>;
  open(): Promise<W>;
}

/** A side that the contract of BITS runs against. */
export interface ContractHost extends FamilyHost<World> {
  /** Who answers for groups here: the legacy class, or a modern job that stands in for it. */
  readonly groups: 'queueManager' | 'job';
}
