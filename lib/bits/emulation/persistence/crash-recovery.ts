import { temporaryPathOf } from '../../http/temporary-name.js';
import { jobState } from '../job-enumerations.js';
import type { StoredFile } from '../job-file.js';
import { identifyFileSync, isSameFile } from './file-identity.js';
import type { StoredJob } from './job-store.js';
import { deleteIfPossible } from './ownership.js';

/** Corrects a record by the files on the disk: its process may have been killed after it was written. */
export function reconcile(job: StoredJob): StoredJob {
  const files = job.files.map(reconcileFile);
  const lost = files.some((file, index) => !file.done && job.files[index]?.done === true);
  const reply =
    job.reply === undefined
      ? undefined
      : { ...job.reply, file: job.reply.file === null ? null : reconcileFile(job.reply.file) };
  return { ...job, files, reply, state: lost && job.state === jobState.transferred ? jobState.queued : job.state };
}

function reconcileFile(file: StoredFile): StoredFile {
  if (file.completed) return file;
  if (file.temporaryName === null) {
    sweep(file);
    return { ...file, placing: null };
  }
  const temporary = identifyFileSync(file.temporaryName);
  if (temporary === null)
    return isInPlace(file) ? { ...file, completed: true, placing: null, temporaryName: null } : file;
  // The parts of a file with random access are counted by its record.
  if (file.access !== null) return { ...file, placing: null };
  // After a power failure a file may be shorter than what was written.
  const whole = file.done && temporary.size === file.transferred;
  return { ...file, placing: null, transferred: temporary.size, done: whole };
}

/** Deletes a temporary file that was created after the record was written: its content is unknown. */
function sweep({ localName, temporaryTag }: StoredFile): void {
  const path = temporaryTag === null ? null : temporaryPathOf(localName, temporaryTag);
  if (path !== null && identifyFileSync(path) !== null) deleteIfPossible(path);
}

/** Whether the process was killed after it had renamed the file, and before it could record that. */
function isInPlace({ placing, localName }: StoredFile): boolean {
  const present = placing === null ? null : identifyFileSync(localName);
  return placing !== null && present !== null && isSameFile(placing, present);
}
