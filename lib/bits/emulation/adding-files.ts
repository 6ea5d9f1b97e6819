import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { createTemporaryTag } from '../http/temporary-name.js';
import { protocolOf } from '../http/transfer-failure.js';
import { downloadType } from '../http/transfer-terms.js';
import type { FileName, FileRangeRecord } from '../verbs.js';
import { checkNames } from './file-names.js';
import { checkRanges } from './file-ranges.js';
import type { Job } from './job.js';
import { JobFile } from './job-file.js';
import { RandomAccess } from './random-access.js';

/** Adds all files to a job, or none. @throws {RefusedCall} */
export async function addFiles(
  job: Job,
  names: readonly FileName[],
  ranges: readonly FileRangeRecord[] | null = null,
): Promise<void> {
  job.requireOpen();
  if (job.held) refuse(hresults.ERROR_NOT_LOGGED_ON);
  if (names.length === 0) refuse(hresults.E_INVALIDARG);
  const count = job.files.length + names.length;
  if (job.type !== downloadType && count > 1) refuse(hresults.BG_E_TOO_MANY_FILES);
  if (!job.ownerElevated && count > job.host.filesPerJob) refuse(hresults.BG_E_TOO_MANY_FILES_IN_JOB);
  for (const name of names) checkNames(name);
  for (const name of names) await job.host.transport.checkNames(name, job.type);
  job.requireOpen();
  job.fileList.add(names.map((name) => createFile(job, name, ranges)));
  job.touch();
}

/**
 * Adds a file of which only ranges are downloaded. @throws {RefusedCall}
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-addfilewithranges.
 */
export async function addFileWithRanges(job: Job, name: FileName, ranges: readonly FileRangeRecord[]): Promise<void> {
  job.requireOpen();
  if (job.type !== downloadType) refuse(hresults.E_NOTIMPL);
  checkRanges(ranges, job.ownerElevated ? Number.POSITIVE_INFINITY : job.host.rangesPerFile);
  checkNames(name);
  // Since BITS 3.0 ranges need HTTP.
  if (protocolOf(name.remoteName) !== 'http') refuse(hresults.E_INVALIDARG);
  if (job.settings.dynamicContent || job.settings.onDemandMode) refuse(hresults.BG_E_UNSUPPORTED_JOB_CONFIGURATION);
  await addFiles(job, [name], ranges);
}

function createFile(job: Job, name: FileName, ranges: readonly FileRangeRecord[] | null): JobFile {
  const file = new JobFile(name, ranges);
  file.direct = job.settings.highPerformance;
  if (job.settings.onDemandMode) file.access = new RandomAccess(true, 0n);
  if (job.host.persistent) file.temporaryTag = createTemporaryTag();
  return file;
}
