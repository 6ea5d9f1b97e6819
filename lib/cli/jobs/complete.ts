import { type Bits, type BitsJob, type BitsReadTransferState, isHResult } from '../../index.js';
import { TransferError } from '../errors.js';
import { type ExitCode, exitCodes } from '../output.js';
import { describeState } from '../progress/transfers.js';
import { type FoundJob, findJob, toId } from './find.js';
import { checkHashes } from './hashes.js';
import type { JobSurroundings } from './list.js';

/**
 * Completes a transferred job, which moves its files to their final names. A job that has been completed already is not an error, so that the command
 * can be the notify command of a job.
 * @param hashes the SHA-256 of each file in hexadecimal, in the order of the files; an empty array to check none
 * @throws {TransferError} if the job is not transferred, or a temporary file has another hash; the job is not changed
 */
export async function completeJob(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  hashes: readonly string[],
  { json, output }: JobSurroundings,
  signal?: AbortSignal,
): Promise<ExitCode> {
  const found = await findUnlessGone(bits, wanted);
  const outcome = found === null ? 'gone' : await complete(found.job, hashes, signal);
  const record = { id: found?.job.id ?? wanted, name: found?.name ?? null };
  if (json) output.writeRecord({ type: 'completed', ...record, outcome });
  else output.print(`${record.id}  ${texts[outcome]}  ${record.name ?? ''}`.trimEnd());
  return exitCodes.done;
}

const texts = {
  completed: 'completed',
  alreadyCompleted: 'has been completed before',
  gone: 'is no longer in BITS',
} as const;

/** Finds a job. Resolves to null for an id that BITS does not know any more, because it does not keep completed jobs. */
async function findUnlessGone(bits: Pick<Bits, 'snapshot' | 'getJob'>, wanted: string): Promise<FoundJob | null> {
  try {
    return await findJob(bits, wanted);
  } catch (error) {
    if (toId(wanted) !== null && isHResult(error, 'BG_E_NOT_FOUND')) return null;
    throw error;
  }
}

async function complete(
  job: BitsJob,
  hashes: readonly string[],
  signal: AbortSignal | undefined,
): Promise<'completed' | 'alreadyCompleted'> {
  const { state, error } = await job.snapshot();
  if (state === 'acknowledged') return 'alreadyCompleted';
  if (state === 'error' && error !== null) throw error;
  if (state !== 'transferred') throw notTransferred(state);
  if (hashes.length > 0) await checkHashes(job, hashes, signal);
  signal?.throwIfAborted();
  try {
    const { outcome } = await job.complete();
    if (outcome !== 'BG_S_PARTIAL_COMPLETE') return 'completed';
  } catch (failure) {
    // Another process has ended the job since its state was read.
    if (!isHResult(failure, 'BG_E_INVALID_STATE')) throw failure;
    if ((await job.getState()) === 'acknowledged') return 'alreadyCompleted';
    throw failure;
  }
  throw new TransferError('ERR_TRANSFER_INCOMPLETE', 'files are missing (BG_S_PARTIAL_COMPLETE)');
}

function notTransferred(state: BitsReadTransferState): TransferError {
  if (state === 'canceled') return new TransferError('ERR_TRANSFER_CANCELED', 'the job has been cancelled');
  return new TransferError('ERR_TRANSFER_INCOMPLETE', `the job is not transferred: ${describeState(state)}`);
}
