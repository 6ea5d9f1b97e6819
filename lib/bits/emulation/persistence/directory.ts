import { type Dirent, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { wrongType, wrongValue } from '../../../com/arguments.js';
import { withinTime } from '../../../com/within-time.js';
import { deleteDurably, writeAtomically } from './atomic-write.js';
import {
  reportStateError,
  StateDirectoryError,
  type StateErrorListener,
  StateFileError,
  warnOfStateError,
} from './errors.js';
import { deleteIfPossible, Ownership } from './ownership.js';
import { reconcile } from './reconcile.js';
import { readStoredJob } from './records.js';
import { codeOf, openStateFolder, readRegularFile, toDirectoryError } from './state-folder.js';
import { StateWriter } from './state-writer.js';
import type { JobStore, StoredJob } from './store.js';

/** The form of the files: what is written in another form is refused. */
const format = 2;

const guid = '[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}';
const token = '[0-9a-f]{32}';

/** Milliseconds that a flush waits for the disk. */
const flushTimeout = 10_000;

/** A job without an owner, or with the token of one. */
const stateFile = new RegExp(`^(${guid})(?:\\.(${token}))?\\.json$`);

/** What the library for atomic writes leaves of a write that was interrupted. */
const halfWritten = new RegExp(`^${guid}\\.(${token})\\.json\\.\\d+$`);

export interface JobDirectoryOptions {
  /** Called with each file that is refused or cannot be written; a warning of the process by default. */
  readonly onStateError?: StateErrorListener | undefined;
  /** Replaces a file as a whole. */
  readonly write?: (path: string, content: string) => Promise<void>;
}

/**
 * One JSON file for each job, `<job>.<token of its owner>.json`, replaced as a whole whenever the job changes. {@link Ownership}
 * describes how jobs change hands.
 */
export class JobDirectory implements JobStore {
  readonly #path: string;
  readonly #ownership: Ownership;
  readonly #listener: StateErrorListener;
  readonly #writer: StateWriter<StoredJob>;

  /** @throws {StateDirectoryError} when the folder cannot be created, read or written to */
  constructor(path: string, { onStateError = warnOfStateError, write = writeAtomically }: JobDirectoryOptions = {}) {
    this.#path = openStateFolder(path);
    this.#ownership = inFolder(this.#path, () => new Ownership(this.#path));
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
    const entries = inFolder(this.#path, () => readdirSync(this.#path, { withFileTypes: true }));
    const claims = new Claims(this.#path, this.#ownership, this.#listener);
    const jobs: StoredJob[] = [];
    for (const { name } of entries) claims.note(name);
    for (const entry of entries) {
      const job = claims.take(entry);
      if (job !== null) jobs.push(job);
    }
    // Only now, that whatever an ended owner left has been claimed, by this process or another.
    for (const { name } of entries) this.#ownership.sweep(name);
    return jobs;
  }

  keep(id: string, describe: () => StoredJob): void {
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
    if (!(await withinTime(flushed, flushTimeout))) throw new StateDirectoryError(this.#path, 'did not answer');
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
    return join(this.#path, nameOf(id.slice(1, -1), this.#ownership.token));
  }
}

/** One look through the folder: claims what has no owner any more, and refuses what is not a job. */
class Claims {
  readonly #folder: string;
  readonly #ownership: Ownership;
  readonly #listener: StateErrorListener;
  /** Whether the owner of a token is alive: asked once, since the answer may cost the start of a program. */
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

  /** A job with a living owner belongs to that owner, whatever other files say. */
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

  /** Of several processes that rename the same file, one succeeds. Nothing is read before: an owner may have written until then. */
  #claim(name: string, job: string): StoredJob | null {
    const [from, to] = [join(this.#folder, name), join(this.#folder, nameOf(job, this.#ownership.token))];
    try {
      renameSync(from, to);
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? null : this.#refuse(name, job, error);
    }
    try {
      const stored = this.#read(to, job);
      this.#jobs.add(job);
      return stored;
    } catch (error) {
      this.#giveBack(to, from);
      return this.#refuse(name, job, error);
    }
  }

  #giveBack(to: string, from: string): void {
    try {
      renameSync(to, from);
    } catch {
      // The file stays under the name of an owner that is about to end.
    }
  }

  /** @throws what is wrong with the file */
  #read(path: string, job: string): StoredJob {
    const content: unknown = JSON.parse(readRegularFile(path));
    if (typeof content !== 'object' || content === null) throw wrongType('it does not hold an object');
    const kept: { format?: unknown; job?: unknown } = content;
    if (kept.format !== format) throw wrongValue(`its format is not ${format}`);
    const stored = reconcile(readStoredJob(kept.job));
    if (stored.id !== `{${job}}`) throw wrongValue('it holds another job than its name says');
    this.#requireAlone(stored);
    return stored;
  }

  /** @throws {RangeError} when the job names what belongs to another one */
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

/** @throws {StateDirectoryError} when the act fails */
function inFolder<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw toDirectoryError(path, error);
  }
}
