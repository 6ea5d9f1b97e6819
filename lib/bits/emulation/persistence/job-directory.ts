import { type Dirent, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { wrongType, wrongValue } from '../../../com/arguments.js';
import { errorCode } from '../../../com/thrown.js';
import { withinTime } from '../../../com/within-time.js';
import { reconcile } from './crash-recovery.js';
import type { JobStore, StoredJob } from './job-store.js';
import { deleteIfPossible, Ownership } from './ownership.js';
import {
  reportStateError,
  StateDirectoryError,
  type StateErrorListener,
  StateFileError,
  warnOfStateError,
} from './state-errors.js';
import { readStoredJob } from './state-file-format.js';
import { deleteDurably, openStateFolder, readRegularFile, toDirectoryError, writeAtomically } from './state-folder.js';
import { StateWriter } from './state-writer.js';

/** The version of the file format. Files of another version are refused. */
const format = 2;

const guid = '[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}';
const token = '[0-9a-f]{32}';

/** Milliseconds that a flush waits for the disk. */
const flushTimeout = 10_000;

/** The name of a job's file, without an owner or with its token. */
const stateFile = new RegExp(`^(${guid})(?:\\.(${token}))?\\.json$`);

/** The name of a file that an interrupted atomic write has left. */
const halfWritten = new RegExp(`^${guid}\\.(${token})\\.json\\.\\d+$`);

interface JobDirectoryOptions {
  /** Called with the error for each file that is refused or cannot be written. By default the error is emitted as a process warning. */
  readonly onStateError?: StateErrorListener | undefined;
  /** Writes a file atomically. */
  readonly write?: (path: string, content: string) => Promise<void>;
}

/**
 * Stores each job in a JSON file, `<job>.<token of its owner>.json`, which is replaced with each change of the job. {@link Ownership}
 * describes how jobs change their owner.
 */
export class JobDirectory implements JobStore {
  /** The full path without links. */
  readonly path: string;
  readonly #ownership: Ownership;
  readonly #listener: StateErrorListener;
  readonly #writer: StateWriter<StoredJob>;

  /** @throws {StateDirectoryError} if the folder cannot be created, read or written to */
  constructor(path: string, { onStateError = warnOfStateError, write = writeAtomically }: JobDirectoryOptions = {}) {
    this.path = openStateFolder(path);
    this.#ownership = inFolder(this.path, () => new Ownership(this.path));
    this.#listener = onStateError;
    this.#writer = new StateWriter(
      (id, job) => (job === null ? deleteDurably(this.#pathOf(id)) : write(this.#pathOf(id), serialize(job))),
      (id, error) => reportStateError(this.#listener, this.#writeError(id, error)),
    );
  }

  take(): StoredJob[] {
    try {
      return this.#take();
    } catch (error) {
      void this.#ownership.release().catch(() => {});
      throw error;
    }
  }

  #take(): StoredJob[] {
    const entries = inFolder(this.path, () => readdirSync(this.path, { withFileTypes: true }));
    const claims = new Claims(this.path, this.#ownership, this.#listener);
    const jobs: StoredJob[] = [];
    for (const { name } of entries) claims.note(name);
    for (const entry of entries) {
      const job = claims.take(entry);
      if (job !== null) jobs.push(job);
    }
    // After everything that an ended owner has left has been claimed, by this process or another.
    for (const { name } of entries) this.#ownership.sweep(name);
    return jobs;
  }

  save(id: string, describe: () => StoredJob): void {
    this.#writer.change(id, describe);
  }

  remove(id: string): void {
    this.#writer.change(id, null);
  }

  written(id: string): Promise<void> | undefined {
    return this.#writer.written(id);
  }

  async flush(): Promise<void> {
    let failures: ReadonlyMap<string, unknown> = new Map();
    const flushed = this.#writer.flush().then((found) => {
      failures = found;
    });
    if (!(await withinTime(flushed, flushTimeout))) throw new StateDirectoryError(this.path, 'did not respond');
    for (const [id, error] of failures) throw this.#writeError(id, error);
  }

  async release(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#writer.stop();
      await this.#ownership.release();
    }
  }

  #writeError(id: string, error: unknown): StateFileError {
    return new StateFileError('ERR_STATE_FILE_WRITE', this.#pathOf(id), id, error);
  }

  #pathOf(id: string): string {
    return join(this.path, nameOf(id.slice(1, -1), this.#ownership.token));
  }
}

/** Reads the folder once: claims jobs without a living owner, and refuses files that do not hold a job. */
class Claims {
  readonly #folder: string;
  readonly #ownership: Ownership;
  readonly #listener: StateErrorListener;
  /** Whether the owner of a token is alive. Cached, because finding out may start a program. */
  readonly #alive = new Map<string, boolean>();
  /** Names that only one job may have. */
  readonly #groups = new Set<string>();
  readonly #temporaryFiles = new Set<string>();
  readonly #jobs = new Set<string>();

  constructor(folder: string, ownership: Ownership, listener: StateErrorListener) {
    this.#folder = folder;
    this.#ownership = ownership;
    this.#listener = listener;
  }

  /** Records a job with a living owner: it belongs to that owner, whatever other files contain. */
  note(name: string): void {
    const [, job, owner] = stateFile.exec(name) ?? [];
    if (job !== undefined && owner !== undefined && this.#isAlive(owner)) this.#jobs.add(job);
  }

  take(entry: Dirent): StoredJob | null {
    const half = halfWritten.exec(entry.name)?.[1];
    if (half !== undefined && !this.#isAlive(half)) deleteIfPossible(join(this.#folder, entry.name));
    if (!entry.name.endsWith('.json')) return null;
    const [, job, owner] = stateFile.exec(entry.name) ?? [];
    if (job === undefined) return this.#refuse(entry.name, null, 'its name is not that of a state file');
    if (owner !== undefined && this.#isAlive(owner)) return null;
    if (!entry.isFile()) return this.#refuse(entry.name, job, 'it is not a regular file');
    if (this.#jobs.has(job)) return this.#refuse(entry.name, job, 'another file holds the same job');
    return this.#claim(entry.name, job);
  }

  /**
   * Claims a job by renaming its file. If several processes rename the same file, one succeeds. The file is read afterwards: its owner may have
   * written to it until then.
   */
  #claim(name: string, job: string): StoredJob | null {
    const [from, to] = [join(this.#folder, name), join(this.#folder, nameOf(job, this.#ownership.token))];
    try {
      renameSync(from, to);
    } catch (error) {
      return errorCode(error) === 'ENOENT' ? null : this.#refuse(name, job, error);
    }
    try {
      const stored = this.#read(to, job);
      this.#jobs.add(job);
      return stored;
    } catch (error) {
      this.#restoreName(to, from);
      return this.#refuse(name, job, error);
    }
  }

  #restoreName(to: string, from: string): void {
    try {
      renameSync(to, from);
    } catch {
      // The file keeps the name of an owner that is about to end.
    }
  }

  /** Reads the job of a file. @throws the reason why the file is refused */
  #read(path: string, job: string): StoredJob {
    const content: unknown = JSON.parse(readRegularFile(path));
    if (typeof content !== 'object' || content === null) throw wrongType('it does not hold an object');
    const kept: { format?: unknown; job?: unknown } = content;
    if (kept.format !== format) throw wrongValue(`its format is not ${format}`);
    const stored = reconcile(readStoredJob(kept.job));
    if (stored.id !== `{${job}}`) throw wrongValue('it holds another job than the one in its name');
    this.#requireAlone(stored);
    return stored;
  }

  /** Checks that no other job has the same group or temporary files. @throws {RangeError} if one has */
  #requireAlone({ group, files }: StoredJob): void {
    if (group !== null && this.#groups.has(group.id)) throw wrongValue('another file holds the same group');
    const temporaryFiles = files.flatMap(({ temporaryName }) => temporaryName ?? []);
    const twice = temporaryFiles.length > new Set(temporaryFiles).size;
    if (twice || temporaryFiles.some((path) => this.#temporaryFiles.has(path))) {
      throw wrongValue('two files have the same temporary file');
    }
    if (group !== null) this.#groups.add(group.id);
    for (const path of temporaryFiles) this.#temporaryFiles.add(path);
  }

  #isAlive(owner: string): boolean {
    const known = this.#alive.get(owner);
    if (known !== undefined) return known;
    const alive = this.#ownership.isAlive(owner);
    this.#alive.set(owner, alive);
    return alive;
  }

  #refuse(name: string, job: string | null, cause: unknown): null {
    const id = job === null ? null : `{${job}}`;
    reportStateError(this.#listener, new StateFileError('ERR_STATE_FILE_REFUSED', join(this.#folder, name), id, cause));
    return null;
  }
}

function nameOf(job: string, owner: string): string {
  return `${job}.${owner}.json`;
}

function serialize(job: StoredJob): string {
  return `${JSON.stringify({ format, job })}\n`;
}

/** Calls a function, and converts its error to that of the folder. @throws {StateDirectoryError} if the function fails */
function inFolder<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw toDirectoryError(path, error);
  }
}
