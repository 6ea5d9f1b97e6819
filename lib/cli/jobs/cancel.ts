import { type Bits, type BitsJobFilter, HResultError } from '../../index.js';
import { describeError, toFailureRecord } from '../errors.js';
import { type ExitCode, exitCodes } from '../output.js';
import { ownNames } from '../transfer/requests.js';
import { findJob } from './find.js';
import type { JobSurroundings } from './list.js';

/** The jobs that `winprogress jobs clean` cancels: those that meet all given conditions. */
export interface CleanOptions {
  readonly name?: string | RegExp | undefined;
  readonly description?: string | RegExp | undefined;
  /** Milliseconds since the creation of the job. */
  readonly olderThan?: number | undefined;
  /** Only list the jobs that would be cancelled. */
  readonly dryRun?: boolean | undefined;
}

interface Identity {
  readonly id: string;
  readonly name: string | null;
}

interface Outcome {
  readonly canceled: readonly Identity[];
  readonly failed: readonly { readonly job: Identity; readonly error: HResultError }[];
}

/** Cancels one job, by its id, or by its display name if no other job has it. */
export async function cancelJob(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  surroundings: JobSurroundings,
): Promise<ExitCode> {
  const { job, name } = await findJob(bits, wanted);
  const identity = { id: job.id, name };
  try {
    await job.cancel();
  } catch (error) {
    if (!(error instanceof HResultError)) throw error;
    return report({ canceled: [], failed: [{ job: identity, error }] }, surroundings);
  }
  return report({ canceled: [identity], failed: [] }, surroundings);
}

/** Cancels all jobs with a display name or a description; without both, the unfinished transfers of this command line that are not running. */
export async function cleanJobs(
  bits: Pick<Bits, 'snapshot' | 'cancelJobs'>,
  { name, description, olderThan, dryRun = false }: CleanOptions,
  surroundings: JobSurroundings,
  now = Date.now(),
): Promise<ExitCode> {
  const rest = { description, createdBefore: olderThan === undefined ? undefined : new Date(now - olderThan) };
  if (name !== undefined) return await cleanMatching(bits, { ...rest, name }, dryRun, surroundings);
  if (description !== undefined) return await cleanMatching(bits, { ...rest, description }, dryRun, surroundings);
  return await cleanMatching(bits, { ...rest, name: ownNames, states: idleStates }, dryRun, surroundings);
}

const idleStates = ['queued', 'suspended', 'error', 'transientError', 'transferred'] as const;

async function cleanMatching(
  bits: Pick<Bits, 'snapshot' | 'cancelJobs'>,
  filter: BitsJobFilter & Parameters<Bits['cancelJobs']>[0],
  dryRun: boolean,
  surroundings: JobSurroundings,
): Promise<ExitCode> {
  if (dryRun) return listSelected(await bits.snapshot(filter), surroundings);
  return report(await bits.cancelJobs(filter), surroundings);
}

function listSelected(jobs: readonly Identity[], { json, output }: JobSurroundings): ExitCode {
  for (const { id, name } of jobs) {
    if (json) output.writeRecord({ type: 'selected', id, name });
    else output.print(`${id}  would be cancelled  ${name ?? ''}`.trimEnd());
  }
  if (json) output.writeRecord({ type: 'done', canceled: 0 });
  else output.print(`${count(jobs.length)} would be cancelled.`);
  return exitCodes.done;
}

function report({ canceled, failed }: Outcome, { json, output }: JobSurroundings): ExitCode {
  for (const { id, name } of canceled) {
    if (json) output.writeRecord({ type: 'canceled', id, name });
    else output.print(`${id}  cancelled  ${name ?? ''}`.trimEnd());
  }
  for (const { job, error } of failed) {
    const { id, name } = job;
    if (json) output.writeRecord({ type: 'notCanceled', id, name, error: toFailureRecord(error) });
    else output.warn(`${id}  ${describeError(error)}`);
  }
  if (json) output.writeRecord({ type: 'done', canceled: canceled.length });
  else output.print(`${count(canceled.length)} cancelled.`);
  return failed.length === 0 ? exitCodes.done : exitCodes.failed;
}

function count(jobs: number): string {
  return `${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
}
