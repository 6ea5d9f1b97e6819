import type { BitsJobsChange } from '../../index.js';
import { cut } from '../columns.js';
import { formatBytes } from '../format.js';
import type { Output } from '../output.js';
import { fitRows, LiveLines, type Space } from '../progress/live-lines.js';
import { type ListedJob, noJobs } from './list.js';
import { layOut, type TableJob } from './table-layout.js';

/** Milliseconds between two drawings while no job changes, because rates become out of date. */
const drawInterval = 1000;

/** Milliseconds without a byte after which a rate is 0, as in a snapshot. */
const rateWindow = 5000;

/** The states in the order in which jobs are kept if a terminal does not have a row for each. */
const ranks: readonly unknown[] = ['transferring', 'connecting', 'error', 'transientError', 'transferred', 'queued'];

/** Draws the jobs as a table that is updated in place, with one row for each job. */
export class JobTable implements Disposable {
  readonly #lines: LiveLines;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #jobs: readonly ListedJob[] | null = null;
  readonly #changed = new Map<string, number>();

  constructor(output: Output, now: () => number = Date.now) {
    this.#lines = new LiveLines(output, (space) => this.#format(space));
    this.#now = now;
    this.#timer = setInterval(() => this.#lines.draw(), drawInterval);
  }

  update({ jobs, added, changed, removed }: BitsJobsChange): void {
    const now = this.#now();
    for (const id of [...added, ...changed]) this.#changed.set(id, now);
    for (const id of removed) this.#changed.delete(id);
    this.#jobs = jobs;
    this.#lines.draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#lines[Symbol.dispose]();
  }

  #format({ columns, rows }: Space): string[] {
    if (this.#jobs === null) return [];
    const jobs = this.#jobs.map((job) => this.#toTableJob(job));
    const { shown, rest } = fitRows(jobs, rows - 1, rankOf);
    const table = shown.length === 0 ? [] : layOut(shown, columns);
    return [cut(describeAll(jobs), columns), ...table, ...rest.map((line) => cut(line, columns))];
  }

  #toTableJob(job: ListedJob): TableJob {
    const changed = this.#changed.get(job.id) ?? 0;
    return { job, stalled: this.#now() - changed > rateWindow };
  }
}

function rankOf({ job }: TableJob): number {
  const rank = ranks.indexOf(job.state);
  return rank < 0 ? ranks.length : rank;
}

function describeAll(jobs: readonly TableJob[]): string {
  if (jobs.length === 0) return noJobs;
  let rate = 0;
  for (const { job, stalled } of jobs) if (job.state !== null && !stalled) rate += job.bytesPerSecond ?? 0;
  return `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}  ${formatBytes(rate)}/s`;
}
