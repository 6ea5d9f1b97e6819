import { type Clock, sleep } from '../../com/clock.js';
import { HResultError, isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { errorCode } from '../../com/thrown.js';
import type { BitsJob } from '../job.js';
import type { LocalFiles } from '../machine-verbs.js';
import { completeUnlessEnded } from '../transfer/endings.js';
import { BitsDownloadError } from './error.js';
import type { RequestedFile } from './request.js';

/** Milliseconds before each further attempt to rename a file to its final name: 32 seconds in all. */
const delays = [250, 250, 500, 1000, 2000, 4000, 8000, 16_000] as const;

/** The results of Windows while another program, such as a virus scanner, has the file open. */
const held = [hresults.ERROR_SHARING_VIOLATION, hresults.ERROR_LOCK_VIOLATION, hresults.E_ACCESSDENIED] as const;

const heldCodes: ReadonlySet<unknown> = new Set(['EBUSY', 'EPERM', 'EACCES']);

/** Completes a job, and retries while another program has a file open. @returns false if another program has completed it meanwhile */
export async function completeJob(clock: Clock, job: BitsJob, files: readonly RequestedFile[]): Promise<boolean> {
  const complete = async () => {
    const { outcome } = await retryHeld(clock, () => job.complete());
    if (outcome === 'BG_S_PARTIAL_COMPLETE') throw incomplete(files);
  };
  return await completeUnlessEnded(job, complete, canceled);
}

/** Renames a verified file to its final name, and retries while another program has it open. @throws {HResultError} `E_ACCESSDENIED` */
export async function renameFile(clock: Clock, files: LocalFiles, from: string, file: RequestedFile): Promise<void> {
  try {
    await retryHeld(clock, () => files.rename(from, file.path));
  } catch (cause) {
    if (cause instanceof HResultError) throw cause;
    throw new HResultError(hresults.E_ACCESSDENIED, 'MoveFileExW', 'localFile', {
      cause,
      file: { url: file.given.url, path: file.path },
    });
  }
}

export function canceled(): BitsDownloadError {
  return new BitsDownloadError('ERR_DOWNLOAD_CANCELED', 'another program cancelled the job');
}

export function incomplete(files: readonly RequestedFile[]): BitsDownloadError {
  const paths = files.map(({ path }) => path).join(', ');
  const file = files.length === 1 ? files[0]?.given : undefined;
  return new BitsDownloadError(
    'ERR_DOWNLOAD_INCOMPLETE',
    `the job was completed before all of its files were transferred: ${paths}`,
    file,
  );
}

/** Calls a function, and retries it while another program has the file open. @throws the error of the last attempt */
export async function retryHeld<T>(clock: Clock, act: () => Promise<T>): Promise<T> {
  for (const delay of delays) {
    try {
      return await act();
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    await sleep(clock, delay);
  }
  return await act();
}

function isHeld(error: unknown): boolean {
  return isHResult(error, ...held) || heldCodes.has(errorCode(error));
}
