import { isHResult } from '../../com/error.js';
import type { BitsJob, CreateBitsJobOptions } from '../job.js';
import { isMissingCall } from '../versions.js';

/**
 * Gives a job of an earlier call the settings of this call, such as headers with a new token, another priority or another transfer policy. The
 * settings that BITS accepts only before the first `resume()` are not changed, and a transferred job is left as it is.
 * @throws {HResultError} as `job.configure()` does
 */
export async function renewSettings(job: BitsJob, options: CreateBitsJobOptions): Promise<void> {
  if ((await job.getState()) === 'transferred') return;
  const { name: _name, type: _type, files: _files, signal: _signal, ...settings } = options;
  const { dynamicContent: _dynamic, maximumDownloadSize: _size, highPerformance: _performance, ...renewed } = settings;
  const { method: _method, ...http } = settings.http ?? {};
  try {
    // Pins are accepted only while the job is suspended.
    if (http.certificatePins !== undefined) await job.suspend();
    await job.configure({ ...renewed, http });
    if (http.headers === undefined) await removeHeaders(job);
  } catch (error) {
    const isLate = isHResult(error, 'BG_E_INVALID_STATE') && (await job.getState()) === 'transferred';
    if (!isLate) throw error;
  }
}

/** Removes the headers of the earlier call. */
async function removeHeaders(job: BitsJob): Promise<void> {
  try {
    await job.configure({ http: { headers: {} } });
  } catch (error) {
    // A BITS that has no headers of jobs has none to remove.
    if (!isMissingCall(error)) throw error;
  }
}
