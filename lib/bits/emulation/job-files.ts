import { sizeUnknown } from '../constants.js';
import type { ProgressRecord } from '../verbs.js';
import type { JobFile } from './job-file.js';
import type { Transport } from './transport.js';

/**
 * The sum over a job's files. The total is unknown while that of any file is; without files everything is 0, and known.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_job_progress.
 */
export function progressOf(files: readonly JobFile[]): ProgressRecord {
  let bytesTotal = 0n;
  let bytesTransferred = 0n;
  for (const { total, transferred } of files) {
    bytesTransferred += transferred;
    bytesTotal = total === null || bytesTotal === sizeUnknown ? sizeUnknown : bytesTotal + total;
  }
  return {
    bytesTotal,
    bytesTransferred,
    filesTotal: files.length,
    filesTransferred: files.filter(({ done }) => done).length,
  };
}

/** Puts the whole files under their final names; the first that fails stops it, and can be tried again. @throws {Refusal} */
export async function commitFiles(transport: Transport, files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (!file.done || file.completed) continue;
    await transport.commit(file);
    file.completed = true;
  }
}

/** Deletes what is not under its final name; false when some of it is still there. */
export async function discardFiles(transport: Transport, files: readonly JobFile[]): Promise<boolean> {
  let deleted = true;
  for (const file of files) {
    if (!file.completed && !(await transport.discard(file))) deleted = false;
  }
  return deleted;
}
