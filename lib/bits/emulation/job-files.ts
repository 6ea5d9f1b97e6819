import { sizeUnknown } from '../constants.js';
import type { ProgressRecord } from '../verbs.js';
import type { FileTally, JobFile } from './job-file.js';

/** A shorter list is copied when it grows, so that it takes no more memory than it needs. */
const shortList = 16;

/** The files of one job, and their sums, which take constant time for any number of files. */
export class JobFiles implements FileTally {
  #list: JobFile[] = [];
  #knownTotal = 0n;
  #unknownTotals = 0;
  /** The file whose byte count changes: files are transferred one at a time. */
  #current: JobFile | null = null;
  /** The transferred bytes of all other files. */
  #transferredOfOthers = 0n;
  #done = 0;
  /** All files before this index are done. */
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

  /** Returns the first file that is not done. */
  next(): JobFile | undefined {
    while (this.#list[this.#next]?.done === true) this.#next += 1;
    return this.#list[this.#next];
  }

  /**
   * Returns the progress of the job. The total is unknown while that of any file is unknown; without files it is 0.
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
