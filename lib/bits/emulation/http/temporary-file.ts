import { access, constants, type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import { localFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { createTemporaryTag, temporaryPathOf } from '../persistence/temporary-name.js';
import type { TransferFailure } from '../transfer-failure.js';
import { errorCode } from './http-client.js';

/** The number of names that are tried. */
const nameAttempts = 100;

/**
 * Opens the file that receives the bytes until the job is completed: `BIT….tmp` in the destination folder, as with BITS, hidden by a dot on
 * POSIX. It is created exclusively under a name that cannot be guessed, so that an existing file is neither written to nor followed; an
 * existing file is opened only if it is a regular file.
 * @throws {TransferFailure} also when `signal` is aborted, which ends the search for a name
 */
export async function openTemporaryFile(
  file: JobFile,
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

/** @throws {TransferFailure} `E_ACCESSDENIED` if the destination is a folder: nothing is downloaded then */
/** Opens the local file itself. An older file is emptied before the first byte. @throws {TransferFailure} */
async function openDirectly({ localName, transferred }: JobFile): Promise<FileHandle> {
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

export async function checkPlace(localName: string): Promise<void> {
  if (await isFolder(localName)) throw localFailure(hresults.E_ACCESSDENIED);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

/**
 * @throws {RefusedCall} `E_INVALIDARG` if the name is not a full path on this platform, `E_ACCESSDENIED` for a folder, or if it cannot be
 * written
 */
export async function checkDestination(localName: string): Promise<void> {
  if (!isAbsolute(localName)) refuse(hresults.E_INVALIDARG);
  if (await isFolder(localName)) refuse(hresults.E_ACCESSDENIED);
  for (const path of [dirname(localName), localName]) {
    try {
      await access(path, constants.W_OK);
    } catch (error) {
      if (hresultOf(error) === hresults.E_ACCESSDENIED) refuse(hresults.E_ACCESSDENIED);
    }
  }
}

/** @throws {RefusedCall} `E_INVALIDARG` for a name that is not a full path, `E_ACCESSDENIED` for a file that cannot be read */
export async function checkSource(localName: string): Promise<void> {
  if (!isAbsolute(localName)) refuse(hresults.E_INVALIDARG);
  if (await isFolder(localName)) refuse(hresults.E_ACCESSDENIED);
  try {
    await access(localName, constants.R_OK);
  } catch (error) {
    // A file that is missing is looked for when it is transferred.
    if (hresultOf(error) === hresults.E_ACCESSDENIED) refuse(hresults.E_ACCESSDENIED);
  }
}

/** @throws {RefusedCall} the error of the file system as an HRESULT */
export async function commitFile(file: JobFile): Promise<void> {
  const { temporaryName } = file;
  if (file.direct) {
    if (await isThere(file.localName)) return;
    file.restart();
    refuse(hresults.ERROR_FILE_NOT_FOUND);
  }
  if (temporaryName === null) refuse(hresults.ERROR_FILE_NOT_FOUND);
  // Platforms report different errors if the destination is a folder; this is the one of Windows.
  if (await isFolder(file.localName)) refuse(hresults.E_ACCESSDENIED);
  try {
    await rename(temporaryName, file.localName);
    file.temporaryName = null;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || (await isThere(temporaryName))) refuse(hresultOf(error));
    // Resuming the job downloads it again.
    file.restart();
    refuse(hresults.ERROR_FILE_NOT_FOUND);
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

/** Deletes the temporary file. Returns whether it is deleted. */
export async function discardFile(file: JobFile): Promise<boolean> {
  if (file.temporaryName === null) return true;
  try {
    await rm(file.temporaryName, { force: true });
    file.temporaryName = null;
    return true;
  } catch {
    return false;
  }
}

/** Truncates the file. @throws {TransferFailure} */
export async function truncateFile(handle: FileHandle): Promise<void> {
  try {
    await handle.truncate(0);
  } catch (error) {
    throw toLocalFailure(error);
  }
}

export function toLocalFailure(error: unknown): TransferFailure {
  return localFailure(hresultOf(error));
}

/** Returns the HRESULT of the corresponding Win32 error. */
export function hresultOf(error: unknown): number {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return hresults.E_ACCESSDENIED;
    case 'ENOENT':
    case 'ENOTDIR':
      return hresults.ERROR_PATH_NOT_FOUND;
    case 'ENOSPC':
    case 'EDQUOT':
      return hresults.ERROR_DISK_FULL;
    case 'EFBIG':
      return hresults.ERROR_FILE_TOO_LARGE;
    case 'EISDIR':
    case 'ENOTEMPTY':
      return hresults.E_ACCESSDENIED;
    case 'EEXIST':
      return hresults.ERROR_FILE_EXISTS;
    case 'ELOOP':
      return hresults.ERROR_CANT_RESOLVE_FILENAME;
    case 'EIO':
      return hresults.ERROR_IO_DEVICE;
    case 'EINVAL':
      return hresults.ERROR_INVALID_NAME;
    case 'EXDEV':
      return hresults.ERROR_NOT_SAME_DEVICE;
    case 'ENXIO':
    case 'ENODEV':
      return hresults.ERROR_BAD_FILE_TYPE;
    case 'EBUSY':
    case 'ETXTBSY':
      return hresults.ERROR_SHARING_VIOLATION;
    case 'ENAMETOOLONG':
      return hresults.ERROR_FILENAME_EXCED_RANGE;
    case 'EMFILE':
    case 'ENFILE':
      return hresults.ERROR_TOO_MANY_OPEN_FILES;
    default:
      return hresults.E_FAIL;
  }
}
