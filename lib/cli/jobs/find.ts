import { type Bits, type BitsJob, isHResult, parseGuid } from '../../index.js';
import { UsageError, withHint } from '../errors.js';

/** The job that a command refers to. */
export interface FoundJob {
  readonly job: BitsJob;
  readonly name: string | null;
}

/**
 * Finds the job with an id, or the only job with a display name.
 * @param allUsers whether the name may be that of another user's job
 * @throws {UsageError} if no job, or more than one, has the name; the error of `getJob()` for the id of a job that cannot be used
 */
export async function findJob(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  allUsers = false,
): Promise<FoundJob> {
  const id = toId(wanted);
  if (id !== null) {
    const job = await bits.getJob(id).catch(explainMissing);
    return { job, name: await job.getDisplayName() };
  }
  const found = (await bits.snapshot({ allUsers })).filter(({ name }) => name === wanted);
  const [first, ...others] = found;
  if (first === undefined) throw new UsageError(`job not found: ${wanted}`);
  if (others.length > 0) {
    throw new UsageError(`${found.length} jobs have the name ${wanted}: ${found.map(({ id }) => id).join(', ')}`);
  }
  return { job: await bits.getJob(first.id), name: first.name };
}

/** Parses an id. Returns null for a name. */
export function toId(text: string): string | null {
  try {
    return parseGuid(text);
  } catch {
    return null;
  }
}

function explainMissing(error: unknown): never {
  if (!isHResult(error, 'BG_E_NOT_FOUND')) throw error;
  throw withHint(error, 'list the jobs with winprogress jobs');
}
