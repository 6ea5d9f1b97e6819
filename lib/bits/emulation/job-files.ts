import { sizeUnknown } from '../constants.js';
import type { ProgressRecord } from '../verbs.js';
import type { FileTally, JobFile } from './job-file.js';
import { identifyFile } from './persistence/file-identity.js';
import type { Transport } from './transport.js';

/** A longer list has room for more; a short one takes no more memory than it needs. */
const shortList = 16;

/** The files of one job, and the sums over them, which cost the same for one file and for thousands. */
export class JobFiles implements FileTally {
  #list: JobFile[] = [];
  #knownTotal = 0n;
  #unknownTotals = 0;
  /** The file whose bytes change: one at a time is transferred. */
  #current: JobFile | null = null;
  /** What the other files have. */
  #transferredOfOthers = 0n;
  #done = 0;
  /** All files before this one are done. */
  #next = 0;

  get list(): readonly JobFile[] {
    return this.#list;
  }

  get allDone(): boolean {
    return this.#done === this.#list.length;
  }

  add(files: readonly JobFile[]): void {
    for (const file of files) {
      file.joinTally(this);
      if (file.total === null) this.#unknownTotals += 1;
      else this.#knownTotal += file.total;
      this.#transferredOfOthers += file.transferred;
      if (file.done) this.#done += 1;
    }
    if (this.#list.length < shortList) this.#list = [...this.#list, ...files];
    else for (const file of files) this.#list.push(file);
  }

  /** The first file that is not done. */
  next(): JobFile | undefined {
    while (this.#list[this.#next]?.done === true) this.#next += 1;
    return this.#list[this.#next];
  }

  /**
   * The total is unknown while that of any file is; without files everything is 0, and known.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_job_progress.
   */
  progress(): ProgressRecord {
    return {
      bytesTotal: this.#unknownTotals > 0 ? sizeUnknown : this.#knownTotal,
      bytesTransferred: this.#transferredOfOthers + (this.#current?.transferred ?? 0n),
      filesTotal: this.#list.length,
      filesTransferred: this.#done,
    };
  }

  totalChanges(before: bigint | null, after: bigint | null): void {
    if (before === null) this.#unknownTotals -= 1;
    else this.#knownTotal -= before;
    if (after === null) this.#unknownTotals += 1;
    else this.#knownTotal += after;
  }

  transferredChanges(file: JobFile): void {
    if (file === this.#current) return;
    this.#transferredOfOthers += (this.#current?.transferred ?? 0n) - file.transferred;
    this.#current = file;
  }

  doneChanges(done: boolean): void {
    this.#done += done ? 1 : -1;
    if (!done) this.#next = 0;
  }
}

/** Records which files are about to be renamed: where the process ends in the middle, the next one recognises what has been. */
export async function announcePlacing(files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (file.done && !file.completed && file.temporaryName !== null)
      file.placing = await identifyFile(file.temporaryName);
  }
}

/** Puts the whole files under their final names; the first that fails stops it, and can be tried again. @throws {Refusal} */
export async function commitFiles(transport: Transport, files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (!file.done || file.completed) continue;
    await transport.commit(file);
    file.completed = true;
    file.placing = null;
  }
}

/** Deletes what is not under its final name; false when some of it is still there. */
export async function discardFiles(transport: Transport, files: readonly JobFile[]): Promise<boolean> {
  let deleted = true;
  for (const file of files) {
    if (!file.completed && !(await transport.discard(file))) deleted = false;
  }
  return deleted;
}
