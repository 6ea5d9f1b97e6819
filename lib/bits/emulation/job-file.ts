import { sizeUnknown } from '../constants.js';
import { formatRemoteFile, parseRemoteFile, type RemoteFile } from '../http/remote-file.js';
import { sizeOfRanges, toRange } from '../http/spans.js';
import type { TransferFile } from '../http/transfer-file.js';
import type { FileName, FileRangeRecord, FileRecord } from '../verbs.js';
import { toRemoteName } from './file-names.js';
import type { FileIdentity } from './persistence/file-identity.js';
import { RandomAccess, type StoredAccess } from './random-access.js';
import { type Content, slicedContent } from './scripted/file-content.js';

/** The data of a file that is saved. */
export interface StoredFile extends FileName {
  /** What a service without it wrote has the remote name. */
  readonly givenName?: string | undefined;
  readonly total: string | null;
  readonly transferred: string;
  readonly version: string | null;
  readonly temporaryName: string | null;
  readonly temporaryTag: string | null;
  readonly done: boolean;
  /** The temporary file that is about to be renamed; null if there is none. */
  readonly placing: FileIdentity | null;
  readonly completed: boolean;
  /** Offset and length of each range, as text; null for the whole file. */
  readonly ranges: readonly (readonly [string, string])[] | null;
  readonly access: StoredAccess | null;
  readonly validated: boolean;
  readonly responseHeaders: string;
  readonly uploadSession: string | null;
  readonly replyUrl: string | null;
  readonly direct: boolean;
}

/** The byte count of an active transfer. */
interface TransferCount {
  /** The transferred bytes of the file. */
  readonly position: bigint;
}

/** Updates the sums over all files of a job: called before a number of one of them changes. */
export interface FileTally {
  totalChanges(before: bigint | null, after: bigint | null): void;
  transferredChanges(file: JobFile): void;
  doneChanges(done: boolean): void;
}

/** A file of a job: what the transport has transferred, and of which version of the remote file. */
export class JobFile implements TransferFile {
  readonly localName: string;
  /** The ranges of `AddFileWithRanges`, which the local file holds one after the other; null for the whole file. */
  readonly ranges: readonly FileRangeRecord[] | null;
  /** The random access to a file whose parts do not arrive in order; null otherwise. */
  access: RandomAccess | null = null;
  /** `BITS_JOB_PROPERTY_HIGH_PERFORMANCE`: the bytes are written to the local file itself, and progress is not saved. */
  direct = false;
  /** The validation state, which `SetValidationState` or `Complete` sets. */
  validated = false;
  /** The head of the last response, for `BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS`. */
  responseHeaders = '';
  /** The URL of the reply that the server of an upload offers; null for none. */
  replyUrl: string | null = null;
  /** The upload session of the server, while it is open. */
  uploadSession: string | null = null;
  /** The version of the remote file that the transferred bytes belong to; null if there are none. */
  known: RemoteFile | null = null;
  /** The content from which the bytes of a scripted transfer come, until the file has its final name: of the network, or of the file of an upload. */
  source: Content | null = null;
  /** The location of the bytes until the job is completed, in the format of the transport. */
  temporaryName: string | null = null;
  /** Part of the temporary file's name, if jobs are saved: it finds a file that was created just before the process was killed. */
  temporaryTag: string | null = null;
  /** The temporary file that is about to be renamed, for the next process if this one is killed meanwhile. */
  placing: FileIdentity | null = null;
  /** Whether the file has its final name. */
  completed = false;
  #remoteName: string;
  #givenName: string;
  #total: bigint | null = null;
  #transferred = 0n;
  #count: TransferCount | null = null;
  #done = false;
  #tally: FileTally | null = null;

  constructor(name: FileName, ranges: readonly FileRangeRecord[] | null = null, givenName: string = name.remoteName) {
    this.#remoteName = name.remoteName;
    this.#givenName = givenName;
    this.localName = name.localName;
    this.ranges = ranges;
  }

  /** `SetRemoteName`, and a redirection that is reported, change it. */
  get remoteName(): string {
    return this.#remoteName;
  }

  /** The URL that the caller gave, with whose origin the credentials are shared. */
  get givenName(): string {
    return this.#givenName;
  }

  /** Sets the remote name that the caller gives (`SetRemoteName`). */
  rename(remoteName: string): void {
    this.#remoteName = remoteName;
    this.#givenName = remoteName;
  }

  /** Sets the remote name to the URL of a redirection. One that cannot be a remote name is not reported: each request follows the redirection again. */
  redirect(url: string): void {
    this.#remoteName = toRemoteName(url) ?? this.#remoteName;
  }

  /** The size of the whole file in bytes; null while unknown. */
  get total(): bigint | null {
    return this.#total;
  }

  set total(bytes: bigint | null) {
    if (bytes === this.#total) return;
    this.#tally?.totalChanges(this.#total, bytes);
    this.#total = bytes;
  }

  get transferred(): bigint {
    return this.#count === null ? this.#transferred : this.#count.position;
  }

  set transferred(bytes: bigint) {
    this.#tally?.transferredChanges(this);
    this.#count = null;
    this.#transferred = bytes;
  }

  /** Makes a transfer count the transferred bytes, until the count is set or settled. */
  follow(count: TransferCount): void {
    this.#tally?.transferredChanges(this);
    this.#count = count;
  }

  /** Stores the count of a transfer that has ended. */
  settle(): void {
    if (this.#count !== null) this.transferred = this.#count.position;
  }

  /** Whether all bytes are transferred. */
  get done(): boolean {
    return this.#done;
  }

  set done(done: boolean) {
    if (done === this.#done) return;
    this.#tally?.doneChanges(done);
    this.#done = done;
  }

  /** Includes the file in the sums of its job from now on. */
  joinTally(tally: FileTally): void {
    this.#tally = tally;
  }

  /** Discards what was transferred: the server has a new version, or one that cannot be continued. */
  restart(): void {
    this.known = null;
    this.access?.restart();
    this.transferred = 0n;
    this.done = false;
  }

  /** Adds a part of a file whose parts arrive in any order. */
  fill(start: bigint, end: bigint): void {
    if (this.access === null) return;
    this.access.filled.add({ start, end });
    this.transferred = this.access.filled.size;
  }

  finish(): void {
    this.total = this.transferred;
    this.done = true;
  }

  /** Returns the downloaded ranges, merged and in the order of their offsets (`GetFilledFileRanges`). */
  filledRanges(): FileRangeRecord[] {
    if (this.access !== null) return this.access.filled.list.map(toRange);
    return this.transferred === 0n ? [] : [{ offset: 0n, length: this.transferred }];
  }

  /** Returns the number of bytes to download of a remote file of this size. */
  sizeOf(size: bigint): bigint {
    return this.ranges === null ? size : (sizeOfRanges(this.ranges, size) ?? size);
  }

  /** Returns the content of the local file, from the content of the remote file. */
  contentOf(content: Content): Content {
    return this.ranges === null ? content : slicedContent(content, this.ranges);
  }

  record(): FileRecord {
    return {
      remoteName: this.remoteName,
      localName: this.localName,
      bytesTotal: this.total ?? sizeUnknown,
      bytesTransferred: this.transferred,
      completed: this.completed,
    };
  }

  store(): StoredFile {
    return {
      remoteName: this.remoteName,
      givenName: this.givenName,
      localName: this.localName,
      total: this.total === null ? null : String(this.total),
      transferred: this.direct && !this.done ? '0' : String(this.transferred),
      version: this.known === null ? null : formatRemoteFile(this.known),
      temporaryName: this.temporaryName,
      temporaryTag: this.temporaryTag,
      done: this.done,
      placing: this.placing,
      completed: this.completed,
      ranges: this.ranges?.map(({ offset, length }) => [String(offset), String(length)] as const) ?? null,
      access: this.access?.store() ?? null,
      validated: this.validated,
      responseHeaders: this.responseHeaders,
      uploadSession: this.uploadSession,
      replyUrl: this.replyUrl,
      direct: this.direct,
    };
  }

  static restore(stored: StoredFile): JobFile {
    const ranges = stored.ranges?.map(([offset, length]) => ({ offset: BigInt(offset), length: BigInt(length) }));
    const file = new JobFile(stored, ranges ?? null, stored.givenName);
    file.total = stored.total === null ? null : BigInt(stored.total);
    file.transferred = BigInt(stored.transferred);
    file.known = parseRemoteFile(stored.version);
    file.temporaryName = stored.temporaryName;
    file.temporaryTag = stored.temporaryTag;
    file.done = stored.done;
    file.placing = stored.placing;
    file.completed = stored.completed;
    file.access = stored.access === null ? null : RandomAccess.restore(stored.access);
    file.validated = stored.validated;
    file.responseHeaders = stored.responseHeaders;
    file.uploadSession = stored.uploadSession;
    file.replyUrl = stored.replyUrl;
    file.direct = stored.direct;
    return file;
  }
}
