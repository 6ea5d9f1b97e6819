import { type Bits, type BitsJob, HResultError } from '../../index.js';
import { describeError, toFailureRecord } from '../errors.js';
import { isOwnName } from '../get/requests.js';
import { type ExitCode, exitCodes } from '../output.js';
import { findJob } from './find.js';
import type { JobSurroundings, ListedJob } from './list.js';

/** Which jobs `winprogress jobs clean` cancels: those that meet everything that is given. */
export interface CleanOptions {
  readonly name?: string | RegExp | undefined;
  readonly description?: string | RegExp | undefined;
  /** Milliseconds since the creation of the job. */
  readonly olderThan?: number | undefined;
  /** Only list what would be cancelled. */
  readonly dryRun?: boolean | undefined;
}

interface Selected {
  readonly id: string;
  readonly name: string | null;
}

/** Cancels one job, by its id, or by its display name if no other job has it. */
export async function cancelJob(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  surroundings: JobSurroundings,
): Promise<ExitCode> {
  const { job, name } = await findJob(bits, wanted);
  return await cancelAll(bits, [{ id: job.id, name }], surroundings);
}

/** Cancels all jobs with a display name or a description; without both, the unfinished downloads of `winprogress get` that are not running. */
export async function cleanJobs(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  { name, description, olderThan, dryRun = false }: CleanOptions,
  surroundings: JobSurroundings,
  now = Date.now(),
): Promise<ExitCode> {
  const jobs = await bits.snapshot(name === undefined ? {} : { name });
  const own = name === undefined && description === undefined;
  const candidates = jobs.filter((job) => !own || (job.name !== null && isOwnName(job.name) && !isRunning(job)));
  const found: Selected[] = [];
  for (const { id, name: displayName } of candidates) {
    const selected = await isSelected(bits, id, description, olderThan === undefined ? null : now - olderThan);
    if (selected) found.push({ id, name: displayName });
  }
  return await (dryRun ? listSelected(found, surroundings) : cancelAll(bits, found, surroundings));
}

function isRunning({ state }: ListedJob): boolean {
  return state === 'connecting' || state === 'transferring';
}

/** Whether a job has the description and was created before the time. False for a job that cannot be read. */
async function isSelected(
  bits: Pick<Bits, 'getJob'>,
  id: string,
  description: string | RegExp | undefined,
  createdBefore: number | null,
): Promise<boolean> {
  if (description === undefined && createdBefore === null) return true;
  try {
    const job = await bits.getJob(id);
    return (await hasDescription(job, description)) && (await isCreatedBefore(job, createdBefore));
  } catch (error) {
    if (error instanceof HResultError) return false;
    throw error;
  }
}

async function hasDescription(job: BitsJob, wanted: string | RegExp | undefined): Promise<boolean> {
  if (wanted === undefined) return true;
  const description = await job.getDescription();
  return wanted instanceof RegExp ? wanted.test(description) : description === wanted;
}

async function isCreatedBefore(job: BitsJob, time: number | null): Promise<boolean> {
  return time === null || (await job.getTimes()).created.getTime() < time;
}

function listSelected(jobs: readonly Selected[], { json, output }: JobSurroundings): ExitCode {
  for (const { id, name } of jobs) {
    if (json) output.writeRecord({ type: 'selected', id, name });
    else output.print(`${id}  would be cancelled  ${name ?? ''}`.trimEnd());
  }
  if (json) output.writeRecord({ type: 'done', cancelled: 0 });
  else output.print(`${count(jobs.length)} would be cancelled.`);
  return exitCodes.done;
}

async function cancelAll(
  bits: Pick<Bits, 'getJob'>,
  jobs: readonly Selected[],
  { json, output }: JobSurroundings,
): Promise<ExitCode> {
  let cancelled = 0;
  for (const { id, name } of jobs) {
    try {
      await (await bits.getJob(id)).cancel();
      cancelled += 1;
      if (json) output.writeRecord({ type: 'cancelled', id, name });
      else output.print(`${id}  cancelled  ${name ?? ''}`.trimEnd());
    } catch (error) {
      // A job that cannot be cancelled, such as that of another user, does not stop the others from being cancelled.
      if (!(error instanceof HResultError)) throw error;
      if (json) output.writeRecord({ type: 'notCancelled', id, name, error: toFailureRecord(error) });
      else output.warn(`${id}  ${describeError(error)}`);
    }
  }
  if (json) output.writeRecord({ type: 'done', cancelled });
  else output.print(`${count(cancelled)} cancelled.`);
  return cancelled === jobs.length ? exitCodes.done : exitCodes.failed;
}

function count(jobs: number): string {
  return `${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
}
