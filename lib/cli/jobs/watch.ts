import type { Bits, BitsJobFilter, BitsJobsChange } from '../../index.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { describeJob, type JobSurroundings, type ListedJob, noJobs, toJobRecord } from './list.js';
import { JobTable } from './table.js';

export interface WatchJobsOptions {
  readonly filter: BitsJobFilter;
  /** Milliseconds between two readings of the list. */
  readonly interval: number;
  readonly signal: AbortSignal;
}

/**
 * Follows all jobs until the signal is aborted or the reader closes standard output: a table on a terminal, otherwise a line for each job that has
 * changed, or a record of all jobs with `--json`.
 */
export async function watchJobs(
  bits: Pick<Bits, 'watch'>,
  { filter, interval, signal }: WatchJobsOptions,
  { json, output }: JobSurroundings,
): Promise<ExitCode> {
  using reader = new ReaderWatch(output);
  using view = openView(output, json);
  const ending = AbortSignal.any([signal, reader.signal]);
  try {
    for await (const change of bits.watch({ ...filter, interval, signal: ending })) view.update(change);
  } catch (error) {
    if (!ending.aborted || error !== ending.reason) throw error;
  }
  return signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

/** Aborts its signal when standard output cannot be written any more. The error is reported by the process's own listener. */
class ReaderWatch implements Disposable {
  readonly #output: Output;
  readonly #controller = new AbortController();
  readonly #onError = () => this.#controller.abort();

  constructor(output: Output) {
    this.#output = output;
    output.stdout.on('error', this.#onError);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    this.#output.stdout.off('error', this.#onError);
  }
}

interface JobsView extends Disposable {
  update(change: BitsJobsChange): void;
}

function openView(output: Output, json: boolean): JobsView {
  if (!json && output.isTerminal) return new JobTable(output);
  const write = json ? writeRecord : createLineWriter();
  return { update: (change) => write(output, change), [Symbol.dispose]() {} };
}

function writeRecord(output: Output, { jobs, added, changed, removed }: BitsJobsChange): void {
  output.writeRecord({ type: 'jobs', jobs: jobs.map(toJobRecord), added, changed, removed });
}

/** Writes one line for each job that was added, has changed or was removed. */
function createLineWriter(): (output: Output, change: BitsJobsChange) => void {
  let known: ReadonlyMap<string, ListedJob> | null = null;
  return (output, { jobs, added, changed, removed }) => {
    if (known === null && jobs.length === 0) output.print(noJobs);
    const named = new Set([...added, ...changed]);
    for (const job of jobs) if (named.has(job.id)) output.print(describeJob(job));
    for (const id of removed)
      output.print([id, known?.get(id)?.name ?? '', 'ended'].filter((part) => part !== '').join('  '));
    known = new Map(jobs.map((job) => [job.id, job]));
  };
}
