import type { Bits, BitsJob } from '../../index.js';
import { type ExitCode, exitCodes } from '../output.js';
import { findJob } from './find.js';
import type { JobSurroundings } from './list.js';

/** An action of a command on one job, and the word for it in the output. */
export interface JobAction {
  readonly done: 'resumed' | 'suspended' | 'taken';
  /** Whether it applies to jobs of other users, which only administrators can find by name. */
  readonly ofAllUsers?: boolean;
  act(job: BitsJob): Promise<unknown>;
}

export const suspendJob: JobAction = { done: 'suspended', act: (job) => job.suspend() };
export const resumeJob: JobAction = { done: 'resumed', act: (job) => job.resume() };
export const takeJob: JobAction = { done: 'taken', ofAllUsers: true, act: (job) => job.takeOwnership() };

/** Runs an action on one job. */
export async function actOn(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  { done, ofAllUsers = false, act }: JobAction,
  { json, output }: JobSurroundings,
): Promise<ExitCode> {
  const { job, name } = await findJob(bits, wanted, ofAllUsers);
  await act(job);
  if (json) output.writeRecord({ type: done, id: job.id, name });
  else output.print(`${job.id}  ${done}  ${name ?? ''}`.trimEnd());
  return exitCodes.done;
}
