import { HResultError, isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { BitsJob } from '../job.js';
import type { BitsTransferSnapshot } from '../snapshot.js';
import type { BitsAbortAction } from './types.js';

/** Milliseconds that an interrupted transfer waits for its job to be cancelled or suspended. */
export const abandonLimit = 5000;

/** Cancels a job, which may have ended. */
export async function cancelJob(job: BitsJob): Promise<void> {
  try {
    await job.cancel();
  } catch (error) {
    if (!isHResult(error, hresults.BG_E_INVALID_STATE, hresults.BG_E_NOT_FOUND)) throw error;
  }
}

export async function leaveJob(job: BitsJob, action: BitsAbortAction): Promise<void> {
  if (action === 'cancel') await cancelJob(job);
  if (action === 'suspend') await job.suspend();
}

/** Returns the error of a job in the state ERROR; `BG_E_ERROR_INFORMATION_UNAVAILABLE` if BITS has none. */
export async function errorOf(job: BitsJob, { error }: BitsTransferSnapshot): Promise<HResultError> {
  const unavailable = () =>
    new HResultError(hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE, 'IBackgroundCopyJob.GetError');
  return error ?? (await job.getError()) ?? unavailable();
}

/**
 * Completes a job with `complete`.
 * @returns false if another program has completed it meanwhile
 * @throws the error that `canceled` returns, if another program has cancelled it
 */
export async function completeUnlessEnded(
  job: BitsJob,
  complete: () => Promise<void>,
  canceled: () => Error,
): Promise<boolean> {
  try {
    await complete();
    return true;
  } catch (error) {
    if (!isHResult(error, hresults.BG_E_INVALID_STATE, hresults.BG_E_NOT_FOUND)) throw error;
    const state = await job.getState().catch(() => null);
    if (state === 'canceled') throw canceled();
    if (state !== 'acknowledged') throw error;
    return false;
  }
}
