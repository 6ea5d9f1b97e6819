import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { wrongValue } from '../../../com/arguments.js';
import { describeThrown, errorCode } from '../../../com/thrown.js';
import { StateDirectoryError } from './state-errors.js';

/** The permissions of other users in a mode. */
const permissionsOfOthers = 0o077;

/** The write permissions of the group and of others. */
const writePermissionsOfOthers = 0o022;

/** The maximum size of a file that is read, in bytes: a job with 10,000 files has some 10 MB. */
const largestFile = 64 * 1024 * 1024;

/**
 * Creates the folder if it does not exist, and makes it private.
 * @returns its full path without links, which is the same for every name of the folder, and does not depend on the working directory
 * @throws {StateDirectoryError}
 */
export function openStateFolder(given: string): string {
  let path = given;
  try {
    path = resolve(given);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    makePrivate(path);
    return realpathSync.native(path);
  } catch (error) {
    throw error instanceof StateDirectoryError ? error : toDirectoryError(path, error);
  }
}

/** Converts an error of the file system to an error of the folder. */
export function toDirectoryError(path: string, error: unknown): StateDirectoryError {
  return new StateDirectoryError(path, describe(errorCode(error), error), error);
}

/**
 * Reads a regular file. Any other file could block forever, or lead to another place.
 * @throws {RangeError} for another kind of file, or one that is too large; the error of the file system
 */
export function readRegularFile(path: string): string {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw wrongValue('it is not a regular file');
    if (stats.size > largestFile) throw wrongValue(`it has ${stats.size} bytes, at most ${largestFile} are read`);
    const content = Buffer.alloc(stats.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < content.length; length += read) {
      read = readSync(descriptor, content, length, content.length - length, length);
    }
    return content.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a file of the state directory. A reader sees the old content or the new one, even after a power failure. */
export async function writeAtomically(path: string, content: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const bytes = Buffer.from(content);
  await writeFileAtomic(path, bytes, {
    mode: 0o600,
    // The library treats a short write, which a full disk causes, as a complete one. Writing the file before reserves the space or fails.
    tmpfileCreated: (temporary) => writeFile(temporary, bytes),
  });
  await syncFolder(dirname(path));
}

/** Deletes a file, if it exists, so that it does not return after a power failure. */
export async function deleteDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

/** Makes the folder private. Windows has no modes: the folder inherits the permissions of its parent. */
function makePrivate(path: string): void {
  const { mode, uid } = statSync(path);
  if (process.getuid === undefined || (mode & permissionsOfOthers) === 0) return;
  if (uid === process.getuid()) chmodSync(path, 0o700);
  else if ((mode & writePermissionsOfOthers) !== 0) {
    throw new StateDirectoryError(path, 'belongs to another user, and others may write to it');
  }
}

function describe(code: string, error: unknown): string {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `is not a folder (${code})`;
    case 'EROFS':
      return `is on a read-only file system (${code})`;
    case 'EACCES':
    case 'EPERM':
      return `cannot be written to (${code})`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `is on a full disk (${code})`;
    default:
      return `cannot be used: ${describeThrown(error)}`;
  }
}

/** Writes the names in a folder to the disk. Windows does so without a call, and cannot open a folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
