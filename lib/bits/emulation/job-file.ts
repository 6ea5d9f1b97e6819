import { sizeUnknown } from '../constants.js';
import type { FileName, FileRecord } from '../verbs.js';

/** What is kept of a file when the process ends. */
export interface StoredFile extends FileName {
  readonly total: string | null;
  readonly transferred: string;
  readonly version: string | null;
  readonly temporaryName: string | null;
  readonly done: boolean;
}

/** One file of a job: what the transport has brought of it, and under which version of the remote file. */
export class JobFile implements FileName {
  readonly remoteName: string;
  readonly localName: string;
  /** Bytes of the whole file; null while not known. */
  total: bigint | null = null;
  transferred = 0n;
  /** Identifies the content of the remote file, such as its time stamp: bytes of two versions must not meet in one file. */
  version: string | null = null;
  /** Where the bytes are until the job is completed, in the form of the transport. */
  temporaryName: string | null = null;
  /** All bytes have arrived. */
  done = false;
  /** The file stands under its final name. */
  completed = false;

  constructor(name: FileName) {
    this.remoteName = name.remoteName;
    this.localName = name.localName;
  }

  /** The server has a new version, or none that can be continued: what was transferred is void. */
  restart(): void {
    this.transferred = 0n;
    this.done = false;
  }

  finish(): void {
    this.total = this.transferred;
    this.done = true;
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
      localName: this.localName,
      total: this.total === null ? null : String(this.total),
      transferred: String(this.transferred),
      version: this.version,
      temporaryName: this.temporaryName,
      done: this.done,
    };
  }

  static restore(stored: StoredFile): JobFile {
    const file = new JobFile(stored);
    file.total = stored.total === null ? null : BigInt(stored.total);
    file.transferred = BigInt(stored.transferred);
    file.version = stored.version;
    file.temporaryName = stored.temporaryName;
    file.done = stored.done;
    return file;
  }
}
