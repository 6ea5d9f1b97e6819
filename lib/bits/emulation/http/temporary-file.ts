import { access, constants, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refusal.js';
import { localFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { createTemporaryTag, temporaryPathOf } from '../persistence/temporary-name.js';
import type { TransferFailure } from '../transport.js';
import { errorCode } from './exchange.js';

/**
 * The file in the destination's folder that takes the bytes until the job is completed: `BITxxxx.tmp`, as BITS has it, with a dot
 * before it where that hides a file.
 */
export async function openTemporaryFile(file: JobFile): Promise<FileHandle> {
  if (file.temporaryName !== null) {
    try {
      return await open(file.temporaryName, 'r+');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw toLocalFailure(error);
    }
  }
  for (;;) {
    file.temporaryTag ??= createTemporaryTag();
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
}

/** @throws {Refusal} `E_INVALIDARG` for a name that is no full path on this platform, `E_ACCESSDENIED` for a folder or one that cannot be written */
export async function checkDestination(localName: string): Promise<void> {
  if (!isAbsolute(localName)) refuse(hresults.E_INVALIDARG);
  const present = await stat(localName).catch(() => null);
  if (present?.isDirectory() === true) refuse(hresults.E_ACCESSDENIED);
  for (const path of [dirname(localName), localName]) {
    try {
      await access(path, constants.W_OK);
    } catch (error) {
      if (hresultOf(error) === hresults.E_ACCESSDENIED) refuse(hresults.E_ACCESSDENIED);
    }
  }
}

/** @throws {Refusal} what the file system says, as an HRESULT */
export async function commitFile(file: JobFile): Promise<void> {
  if (file.temporaryName === null) refuse(hresults.ERROR_FILE_NOT_FOUND);
  const present = await stat(file.localName).catch(() => null);
  // Platforms differ in what they say of a folder in the file's place; this is the word of Windows.
  if (present?.isDirectory() === true) refuse(hresults.E_ACCESSDENIED);
  try {
    await rename(file.temporaryName, file.localName);
    file.temporaryName = null;
  } catch (error) {
    refuse(hresultOf(error));
  }
}

/** False when the temporary file is still there. */
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

/** Makes the file empty again. @throws {TransferFailure} */
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

/** What a Win32 program would be told of the same trouble. */
function hresultOf(error: unknown): number {
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
    case 'EBUSY':
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
