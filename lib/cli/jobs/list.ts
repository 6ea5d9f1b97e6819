import type { Bits, BitsJobFilter, BitsJobSnapshot, UnreadableBitsJobSnapshot } from '../../index.js';
import { describeError, toFailureRecord } from '../errors.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { describeTransfer, transferForm } from '../progress/transfers.js';

export interface JobSurroundings {
  readonly json: boolean;
  readonly output: Output;
}

export type ListedJob = BitsJobSnapshot | UnreadableBitsJobSnapshot;

export const noJobs = 'There are no jobs.';

/** Lists the jobs that are neither completed nor cancelled, one per line. */
export async function listJobs(
  bits: Pick<Bits, 'snapshot'>,
  filter: BitsJobFilter,
  { json, output }: JobSurroundings,
): Promise<ExitCode> {
  const jobs = await bits.snapshot(filter);
  for (const job of jobs) {
    if (json) output.writeRecord(toJobRecord(job));
    else output.print(describeJob(job));
  }
  if (jobs.length === 0 && !json) output.print(noJobs);
  return exitCodes.done;
}

/** Describes a job in one line. */
export function describeJob(job: ListedJob): string {
  if (job.state === null) return `${job.id}  cannot be read: ${describeError(job.error)}`;
  const file = job.error?.file?.url ?? null;
  return [job.id, job.name, describeTransfer(job), file].filter((part) => part !== null).join('  ');
}

/** Converts a job to a record of `--json`: `type` is `job`, so that the type of the job is `jobType`. */
export function toJobRecord({ type: jobType, ...job }: ListedJob): object {
  if (job.state === null) return { ...job, type: 'job', jobType, error: toFailureRecord(job.error) };
  const { id, name, ...snapshot } = job;
  return { type: 'job', id, name, jobType, ...transferForm.toRecord(snapshot) };
}
