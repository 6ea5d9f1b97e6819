import { constants, type FileHandle, open, rm } from 'node:fs/promises';
import { hresults } from '../../com/hresult.js';
import { errorCode } from '../../com/thrown.js';
import { localFailure } from './http-results.js';
import { toLocalFailure } from './local-errors.js';
import { createTemporaryTag, temporaryPathOf } from './temporary-name.js';
import type { TransferFile } from './transfer-file.js';
import type { TransferObserver } from './transfer-terms.js';

/** The number of names that are tried. */
const nameAttempts = 100;

/**
 * Opens the file that receives the bytes until the job is completed: `BIT….tmp` in the destination folder, as with BITS, hidden by a dot on
 * POSIX. It is created exclusively under a name that cannot be guessed, so that an existing file is neither written to nor followed; an
 * existing file is opened only if it is a regular file.
 * @throws {TransferFailure} also when `signal` is aborted, which ends the search for a name
 */
export async function openTemporaryFile(
  file: TransferFile,
  signal: AbortSignal,
  createTag: () => string = createTemporaryTag,
): Promise<FileHandle> {
  if (file.direct) return await openDirectly(file);
  if (file.temporaryName !== null) {
    const handle = await reopen(file.temporaryName);
    if (handle !== null) return handle;
  }
  for (let attempt = 0; attempt < nameAttempts; attempt += 1) {
    if (signal.aborted) throw localFailure(hresults.ERROR_CANCELLED);
    // A saved tag is used: it finds the file that a killed process has left.
    file.temporaryTag ??= createTag();
    const name = temporaryPathOf(file.localName, file.temporaryTag);
    try {
      const handle = await open(name, 'wx+');
      file.temporaryName = name;
      return handle;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw toLocalFailure(error);
      file.temporaryTag = null;
    }
  }
  throw localFailure(hresults.ERROR_FILE_EXISTS);
}

/** Returns null if the file does not exist, or is not a regular file. */
async function reopen(name: string): Promise<FileHandle | null> {
  let handle: FileHandle;
  try {
    handle = await open(name, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'EISDIR', 'ENXIO'].includes(errorCode(error))) return null;
    throw toLocalFailure(error);
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return null;
}

/** Sets the time stamp of the remote file on the file, as BITS does. An invalid date of a server is ignored. */
export async function stampFile(handle: FileHandle, modified: string | Date | null): Promise<void> {
  const time = modified === null ? null : new Date(modified);
  if (time === null || Number.isNaN(time.getTime())) return;
  try {
    await handle.utimes(new Date(), time);
  } catch (error) {
    throw toLocalFailure(error);
  }
}

/** Opens the local file itself. An older file is emptied before the first byte. @throws {TransferFailure} */
async function openDirectly({ localName, transferred }: TransferFile): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(localName, constants.O_RDWR | constants.O_CREAT);
    if (transferred === 0n) await handle.truncate(0);
    return handle;
  } catch (error) {
    await handle?.close();
    throw toLocalFailure(error);
  }
}

/** Deletes the temporary file. Returns whether it is deleted. */
export async function discardFile(file: TransferFile): Promise<boolean> {
  if (file.temporaryName === null) return true;
  try {
    await rm(file.temporaryName, { force: true });
    file.temporaryName = null;
    return true;
  } catch {
    return false;
  }
}

/** Discards what was transferred: empties the temporary file when it is recorded that its version is unknown. @throws {TransferFailure} */
export async function restartFile(file: TransferFile, handle: FileHandle, observer: TransferObserver): Promise<void> {
  const isRecorded = file.known !== null;
  file.restart();
  if (isRecorded) await observer.restarting();
  try {
    await handle.truncate(0);
  } catch (error) {
    throw toLocalFailure(error);
  }
}
