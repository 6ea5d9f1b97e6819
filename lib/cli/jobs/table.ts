import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { BitsJobsChange } from '../../index.js';
import { cut } from '../columns.js';
import { formatBytes } from '../format.js';
import type { Output } from '../output.js';
import { type ListedJob, noJobs } from './list.js';
import { layOut, type TableJob } from './table-layout.js';

/** Milliseconds between two drawings while no job changes, because rates become out of date. */
const drawInterval = 1000;

/** Milliseconds without a byte after which a rate is 0, as in a snapshot. */
const rateWindow = 5000;

const defaultColumns = 80;
const defaultRows = 24;

/** The states in the order in which jobs are kept if a terminal does not have a row for each. */
const ranks: readonly unknown[] = ['transferring', 'connecting', 'error', 'transientError', 'transferred', 'queued'];

/**
 * Draws the jobs as a table that is updated in place, with one row for each job. It fits the terminal, also after its size has changed. The mode of
 * the terminal is not changed, so there is nothing to restore when the process is killed.
 */
export class JobTable implements Disposable {
  readonly #output: Output;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #jobs: readonly ListedJob[] | null = null;
  readonly #changed = new Map<string, number>();
  #drawn: readonly string[] = [];

  readonly #onResize = () => {
    // Terminals differ in whether they wrap the lines of the old width, so that the rows cannot be found again.
    cursorTo(this.#output.stdout, 0, 0);
    clearScreenDown(this.#output.stdout);
    this.#drawn = [];
    this.#draw();
  };

  constructor(output: Output, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
    output.stdout.on('resize', this.#onResize);
    this.#timer = setInterval(() => this.#draw(), drawInterval);
  }

  update({ jobs, added, changed, removed }: BitsJobsChange): void {
    const now = this.#now();
    for (const id of [...added, ...changed]) this.#changed.set(id, now);
    for (const id of removed) this.#changed.delete(id);
    this.#jobs = jobs;
    this.#draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#output.stdout.off('resize', this.#onResize);
  }

  #draw(): void {
    const lines = this.#format();
    if (lines.length === this.#drawn.length && lines.every((line, index) => line === this.#drawn[index])) return;
    const { stdout } = this.#output;
    // The cursor is below the last row.
    if (this.#drawn.length > 0) moveCursor(stdout, 0, -this.#drawn.length);
    cursorTo(stdout, 0);
    clearScreenDown(stdout);
    stdout.write(lines.map((line) => `${line}\n`).join(''));
    this.#drawn = lines;
  }

  #format(): string[] {
    if (this.#jobs === null) return [];
    const { columns = defaultColumns, rows = defaultRows } = this.#output.stdout;
    // In some terminals a line that fills the last column moves the cursor; the last row is that of the cursor.
    const width = Math.max(columns - 1, 1);
    const space = Math.max(rows - 2, 1);
    const shown = selectJobs(this.#jobs, space);
    const hidden = this.#jobs.length - shown.length;
    return [
      cut(describeAll(this.#jobs.map((job) => this.#toTableJob(job))), width),
      ...(shown.length === 0
        ? []
        : layOut(
            shown.map((job) => this.#toTableJob(job)),
            width,
          )),
      ...(hidden === 0 ? [] : [cut(`… and ${hidden} more`, width)]),
    ];
  }

  #toTableJob(job: ListedJob): TableJob {
    const changed = this.#changed.get(job.id) ?? 0;
    return { job, stalled: this.#now() - changed > rateWindow };
  }
}

/** Returns the jobs in their order; if there are too many, the most active ones. One row remains for the number of the others. */
function selectJobs(jobs: readonly ListedJob[], rows: number): readonly ListedJob[] {
  if (jobs.length <= rows) return jobs;
  const kept = new Set([...jobs].sort((one, other) => rankOf(one) - rankOf(other)).slice(0, rows - 1));
  return jobs.filter((job) => kept.has(job));
}

function rankOf({ state }: ListedJob): number {
  const rank = ranks.indexOf(state);
  return rank < 0 ? ranks.length : rank;
}

function describeAll(jobs: readonly TableJob[]): string {
  if (jobs.length === 0) return noJobs;
  let rate = 0;
  for (const { job, stalled } of jobs) if (job.state !== null && !stalled) rate += job.bytesPerSecond ?? 0;
  return `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}  ${formatBytes(rate)}/s`;
}
