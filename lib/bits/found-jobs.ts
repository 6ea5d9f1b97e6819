import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import type { CheckedJobFilter } from './job-filter.js';
import type { BitsJobSnapshot } from './job-list.js';
import type { JobListRecord, JobVerbs, ManagerVerbs, UnreadableJobRecord } from './verbs.js';

/** A job that `cancelJobs()` could not cancel. */
export interface BitsCancelFailure {
  readonly job: BitsJobSnapshot;
  readonly error: HResultError;
}

export interface BitsCanceledJobs extends JsonSerializable {
  /** The jobs that were cancelled, as they were before the call. */
  readonly canceled: readonly BitsJobSnapshot[];
  /** The jobs that could not be cancelled, such as those of another user (`E_ACCESSDENIED`). */
  readonly failed: readonly BitsCancelFailure[];
}

type ListRecord = JobListRecord | UnreadableJobRecord;

/**
 * Reads the list of jobs, and the further properties that the filter needs of each job in the list. A job that ends meanwhile, or that this user may
 * no longer use, is omitted.
 */
export async function readJobs(manager: ManagerVerbs, filter: CheckedJobFilter): Promise<ListRecord[]> {
  const listed = (await manager.snapshotJobs(filter.flags)).filter((record) => filter.selects(record));
  const { selectsJob } = filter;
  if (selectsJob === null) return listed;
  const selected = await Promise.all(listed.map(({ id }) => ifThere(manager, id, selectsJob)));
  return listed.filter((_, index) => selected[index] === true);
}

/** Opens the jobs with these ids; one that has ended is omitted. */
export async function openJobs(manager: ManagerVerbs, ids: readonly string[]): Promise<JobVerbs[]> {
  const jobs = await Promise.all(ids.map((id) => ifThere(manager, id, async (job) => job)));
  return jobs.filter((job) => job !== null);
}

/** Cancels each of the jobs. One that has ended by itself is neither cancelled nor failed. */
export async function cancelEach(manager: ManagerVerbs, jobs: readonly BitsJobSnapshot[]): Promise<BitsCanceledJobs> {
  const canceled: BitsJobSnapshot[] = [];
  const failed: BitsCancelFailure[] = [];
  for (const job of jobs) {
    try {
      await (await manager.getJob(job.id)).cancel();
      canceled.push(job);
    } catch (error) {
      if (!(error instanceof HResultError) || isHResult(error, hresults.RPC_E_DISCONNECTED)) throw error;
      if (!isHResult(error, ...ended)) failed.push({ job, error });
    }
  }
  return serializable({ canceled, failed });
}

/** The results of calls on a job in a final state. */
const ended = [hresults.BG_E_NOT_FOUND, hresults.BG_E_INVALID_STATE] as const;

/** The errors that concern all jobs: no job can be read, or BITS does not have what the filter needs. Any other error concerns one job. */
const general = [
  hresults.E_NOTIMPL,
  hresults.E_NOINTERFACE,
  hresults.RPC_E_DISCONNECTED,
  hresults.RPC_S_SERVER_UNAVAILABLE,
  hresults.CO_E_OBJNOTCONNECTED,
] as const;

/** Calls a function with a job. Resolves to null for a job that cannot be read: it has ended, or this user may not use it. */
async function ifThere<Result>(
  manager: ManagerVerbs,
  id: string,
  use: (job: JobVerbs) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await use(await manager.getJob(id));
  } catch (error) {
    if (!(error instanceof HResultError) || isHResult(error, ...general)) throw error;
    return null;
  }
}
