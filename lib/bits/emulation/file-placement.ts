import { hresults } from '../../com/hresult.js';
import type { TransferTerms } from '../http/transfer-terms.js';
import type { JobFile } from './job-file.js';
import type { JobHost } from './job-host.js';
import { identifyFile } from './persistence/file-identity.js';
import type { Transport } from './transport.js';
import type { ReplyOfUpload } from './upload-reply.js';

/** The part of a job that `Complete` and `Cancel` need. */
export interface PlacedJob {
  readonly files: readonly JobFile[];
  readonly reply: ReplyOfUpload | null;
  readonly settings: TransferTerms;
}

/**
 * Renames the complete files to their final names and deletes the temporary files of the others (`Complete`). Can be called again after a failure.
 * Resolves to `S_OK`, `BG_S_PARTIAL_COMPLETE` or `BG_S_UNABLE_TO_DELETE_FILES`.
 * @throws {RefusedCall}
 */
export async function placeFiles<Job extends PlacedJob>(host: JobHost<Job>, job: Job): Promise<number> {
  if (host.persistent) {
    // If the process is killed meanwhile, the next one finds which files have their final names.
    await recordPlacement(job.files);
    host.save(job);
    await host.saved(job);
  }
  try {
    await commitFiles(host.transport, job.files);
  } finally {
    host.save(job);
  }
  await job.reply?.place(host.transport, job.files);
  for (const file of job.files) file.validated ||= file.completed;
  const missing = job.files.filter((file) => !file.done);
  if (!(await discardFiles(host.transport, missing, job.settings))) return hresults.BG_S_UNABLE_TO_DELETE_FILES;
  return missing.length === 0 ? hresults.S_OK : hresults.BG_S_PARTIAL_COMPLETE;
}

/** Deletes the temporary files of a job, and that of its reply (`Cancel`). Resolves to whether all of them are deleted. */
export function discardAll(transport: Transport, { files, reply, settings }: PlacedJob): Promise<boolean> {
  const { file = null } = reply ?? {};
  return discardFiles(transport, file === null ? files : [...files, file], settings);
}

async function recordPlacement(files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (file.done && !file.completed && file.temporaryName !== null)
      file.placing = await identifyFile(file.temporaryName);
  }
}

async function commitFiles(transport: Transport, files: readonly JobFile[]): Promise<void> {
  for (const file of files) {
    if (!file.done || file.completed) continue;
    await transport.commit(file);
    file.completed = true;
    file.placing = null;
  }
}

async function discardFiles(transport: Transport, files: readonly JobFile[], terms: TransferTerms): Promise<boolean> {
  let deleted = true;
  for (const file of files) {
    if (!file.completed && !(await transport.discard(file, terms))) deleted = false;
  }
  return deleted;
}
