import { HResultError } from '../../com/error.js';
import type { BitsJob } from '../job.js';
import { cancelJob } from '../transfer/endings.js';
import type { DownloadContext } from './context.js';
import { type DownloadRequest, hasKey, stagingPathOf } from './request.js';

/** A job that an earlier download with the same key has left. */
export interface KeptJob {
  readonly job: BitsJob;
  /** The URLs of its files: a mirror may have been in use. */
  readonly urls: readonly string[];
  /** Whether its files have staging paths. */
  readonly staged: boolean;
}

/** Milliseconds after which a job without files and description is considered to be one whose creation was interrupted. */
const creationLimit = 60_000;

/**
 * Finds the job of the key of a request. Jobs of the key for other files, further jobs of the key, and jobs whose creation was interrupted are
 * cancelled. With `existing: 'replace'` all are.
 */
export async function findKeptJob(context: DownloadContext, request: DownloadRequest): Promise<KeptJob | null> {
  const { key, existing } = request;
  if (key === null || existing === 'ignore') return null;
  let found: KeptJob | null = null;
  for (const job of await context.bits.jobs()) {
    // A service may list jobs that have ended.
    if (await hasEnded(job)) continue;
    const description = await job.getDescription().catch(() => '');
    if (hasKey(description, key)) {
      const kept: KeptJob | null =
        found === null && existing === 'resume' ? await toKept(job, description, request) : null;
      if (kept === null) await cancelJob(job);
      else found = kept;
    } else if (description === '' && (await isInterrupted(context, job, request))) await cancelJob(job);
  }
  return found;
}

/** Returns the job and whether its files have staging paths; null for a job with other files. */
async function toKept(
  job: BitsJob,
  description: string,
  { job: wanted, files, key }: DownloadRequest,
): Promise<KeptJob | null> {
  if (description !== wanted.description || key === null) return null;
  const found = await job.files();
  const urls = found.map(({ url }) => url);
  const paths = found.map(({ path }) => path);
  if (
    isSame(
      paths,
      files.map(({ path }) => path),
    )
  )
    return { job, urls, staged: false };
  const staged = isSame(
    paths,
    files.map(({ path }) => stagingPathOf(path, key)),
  );
  return staged ? { job, urls, staged } : null;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length && left.every((path, index) => path.toLowerCase() === right[index]?.toLowerCase())
  );
}

/** Whether a process ended after it created this job and before it set the description. The default name contains a digest of the key. */
async function isInterrupted({ clock }: DownloadContext, job: BitsJob, request: DownloadRequest): Promise<boolean> {
  try {
    if ((await job.getDisplayName()) !== request.job.name || (await job.files()).length > 0) return false;
    return !request.named || clock.now() - (await job.getTimes()).created.getTime() > creationLimit;
  } catch (error) {
    // The job has ended meanwhile, or this BITS does not have the times of a job.
    if (error instanceof HResultError) return false;
    throw error;
  }
}

/** Whether a job has ended; true also if it can no longer be read. */
async function hasEnded(job: BitsJob): Promise<boolean> {
  const state = await job.getState().catch(() => 'canceled');
  return state === 'acknowledged' || state === 'canceled';
}
