import { HResultError, isHResult } from '../../com/error.js';
import type { BitsJob, CreateBitsJobOptions } from '../job.js';

/**
 * Gives a job of an earlier call the settings of this call, such as headers with a new token, another priority or another transfer policy. The
 * settings that BITS accepts only before the first `resume()` are not changed. The job is suspended for it; a transferred job is left as it is.
 * @throws {HResultError} as `job.configure()` does
 */
export async function renewSettings(job: BitsJob, options: CreateBitsJobOptions): Promise<void> {
  if (!(await suspend(job))) return;
  const { name: _name, type: _type, files: _files, signal: _signal, ...settings } = options;
  const { dynamicContent: _dynamic, maximumDownloadSize: _size, highPerformance: _performance, ...renewed } = settings;
  const { method: _method, ...http } = settings.http ?? {};
  await job.configure({ ...renewed, http });
  if (http.headers === undefined) await removeHeaders(job);
}

/** Suspends the job if it is active. Resolves to false if it is transferred. */
async function suspend(job: BitsJob): Promise<boolean> {
  const state = await job.getState();
  if (state === 'transferred') return false;
  if (state === 'suspended' || state === 'error') return true;
  try {
    await job.suspend();
    return true;
  } catch (error) {
    if (isHResult(error, 'BG_E_INVALID_STATE')) return false;
    throw error;
  }
}

/** Removes the headers of the earlier call. */
async function removeHeaders(job: BitsJob): Promise<void> {
  try {
    await job.configure({ http: { headers: {} } });
  } catch (error) {
    // A BITS that has no headers of jobs has none to remove.
    if (!(error instanceof HResultError)) throw error;
  }
}
