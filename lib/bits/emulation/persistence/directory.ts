import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentOwner, isAlive, type Owner, readOwner } from './owner.js';
import { readStoredJob } from './records.js';
import type { JobStore, StoredJob } from './store.js';

/** The form of the files: what is written in another form is left alone. */
const format = 1;

/** One JSON file for each job, written beside its place and renamed into it, so that a reader never sees half of one. */
export class JobDirectory implements JobStore {
  readonly #path: string;
  readonly #waiting = new Map<string, () => StoredJob>();
  readonly #kept = new Map<string, () => StoredJob>();
  readonly #removed = new Set<string>();
  #writing: Promise<void> | null = null;
  #failure: unknown;
  #owner: Owner | null = currentOwner();

  /** @throws what the file system says when the folder cannot be made */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true });
  }

  take(): StoredJob[] {
    const jobs: StoredJob[] = [];
    for (const name of readdirSync(this.#path)) {
      if (!name.endsWith('.json')) continue;
      const job = this.#takeFile(name);
      if (job !== null) jobs.push(job);
    }
    return jobs;
  }

  keep(id: string, describe: () => StoredJob): void {
    this.#kept.set(id, describe);
    this.#waiting.set(id, describe);
    this.#write();
  }

  remove(id: string): void {
    this.#kept.delete(id);
    this.#waiting.delete(id);
    this.#removed.add(id);
    this.#write();
  }

  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  async release(): Promise<void> {
    this.#owner = null;
    for (const [id, describe] of this.#kept) this.#waiting.set(id, describe);
    this.#write();
    await this.flush();
  }

  #takeFile(name: string): StoredJob | null {
    const path = join(this.#path, name);
    try {
      const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
      if (typeof content !== 'object' || content === null) return null;
      const kept: { format?: unknown; owner?: unknown; job?: unknown } = content;
      if (kept.format !== format) return null;
      const owner = readOwner(kept.owner);
      if (owner !== null && isAlive(owner)) return null;
      const job = readStoredJob(kept.job);
      writeFileSync(temporary(path), this.#serialize(job));
      renameSync(temporary(path), path);
      return job;
    } catch {
      // Somebody else's file, or one that went away: it is not a job of this service, and stays as it is.
      return null;
    }
  }

  /** One writer at a time; what changes meanwhile is written in the next round, in its latest form. */
  #write(): void {
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null;
      if (this.#waiting.size > 0 || this.#removed.size > 0) this.#write();
    });
  }

  async #drain(): Promise<void> {
    // The state of a job often changes several times in one turn of the event loop.
    await Promise.resolve();
    while (this.#waiting.size > 0 || this.#removed.size > 0) {
      const waiting = [...this.#waiting];
      const removed = [...this.#removed];
      this.#waiting.clear();
      this.#removed.clear();
      try {
        for (const id of removed) await rm(this.#pathOf(id), { force: true });
        for (const [id, describe] of waiting) {
          const path = this.#pathOf(id);
          await writeFile(temporary(path), this.#serialize(describe()));
          await rename(temporary(path), path);
        }
      } catch (error) {
        this.#failure = error;
      }
    }
  }

  #serialize(job: StoredJob): string {
    return `${JSON.stringify({ format, owner: this.#owner, job }, null, 2)}\n`;
  }

  #pathOf(id: string): string {
    return join(this.#path, `${id.slice(1, -1)}.json`);
  }
}

function temporary(path: string): string {
  return `${path}.${process.pid}.tmp`;
}
