import { type Bits, type BitsJobSnapshot, HResultError, type UnreadableBitsJobSnapshot } from '../../index.js';
import { describeError, toFailureRecord, UsageError } from '../errors.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { describeTransfer, transferForm } from '../progress/transfers.js';
import { isOwnName } from '../transfer.js';

export interface JobSurroundings {
  readonly json: boolean;
  readonly output: Output;
}

type ListedJob = BitsJobSnapshot | UnreadableBitsJobSnapshot;

/** Lists the jobs that are neither completed nor cancelled, one per line. */
export async function listJobs(
  bits: Pick<Bits, 'snapshot'>,
  allUsers: boolean,
  { json, output }: JobSurroundings,
): Promise<ExitCode> {
  const jobs = await bits.snapshot({ allUsers });
  for (const job of jobs) {
    if (json) output.writeRecord(toRecord(job));
    else output.print(describeJob(job));
  }
  if (jobs.length === 0 && !json) output.print('There are no jobs.');
  return exitCodes.done;
}

/**
 * Cancels one job.
 * @param wanted the id, or the display name if no other job has it
 * @throws {UsageError} when no job, or more than one, has the name
 */
export async function cancelJob(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  surroundings: JobSurroundings,
): Promise<ExitCode> {
  const jobs = await bits.snapshot();
  const upper = wanted.toUpperCase();
  const found = jobs.filter(({ id, name }) => id === upper || id === `{${upper}}` || name === wanted);
  const [job, ...others] = found;
  if (job === undefined) throw new UsageError(`job not found: ${wanted}`);
  if (others.length > 0) {
    throw new UsageError(`${found.length} jobs have the name ${wanted}: ${found.map(({ id }) => id).join(', ')}`);
  }
  return await cancelAll(bits, found, surroundings);
}

/** Cancels the unfinished downloads of `winprogress get` that are not running, or all jobs with a display name. */
export async function cleanJobs(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  name: string | undefined,
  surroundings: JobSurroundings,
): Promise<ExitCode> {
  const jobs = await bits.snapshot();
  const found = jobs.filter((job) =>
    name === undefined ? job.name !== null && isOwnName(job.name) && !isRunning(job) : job.name === name,
  );
  return await cancelAll(bits, found, surroundings);
}

function isRunning({ state }: ListedJob): boolean {
  return state === 'connecting' || state === 'transferring';
}

async function cancelAll(
  bits: Pick<Bits, 'getJob'>,
  jobs: readonly ListedJob[],
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
      if (json) output.writeRecord({ type: 'job', id, name, error: toFailureRecord(error) });
      else output.warn(`${id}  ${describeError(error)}`);
    }
  }
  if (json) output.writeRecord({ type: 'done', cancelled });
  else output.print(`${cancelled} ${cancelled === 1 ? 'job' : 'jobs'} cancelled.`);
  return cancelled === jobs.length ? exitCodes.done : exitCodes.failed;
}

function describeJob(job: ListedJob): string {
  if (job.state === null) return `${job.id}  cannot be read: ${describeError(job.error)}`;
  const file = job.error?.file?.url ?? null;
  return [job.id, job.name, describeTransfer(job), file].filter((part) => part !== null).join('  ');
}

function toRecord({ type: jobType, ...job }: ListedJob): object {
  if (job.state === null) return { ...job, type: 'job', jobType, error: toFailureRecord(job.error) };
  const { id, name, ...snapshot } = job;
  return { type: 'job', id, name, jobType, ...transferForm.toRecord(snapshot) };
}
