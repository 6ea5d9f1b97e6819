import { lstatSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';
import { wrongValue } from '../../../com/arguments.js';
import { errorCode } from '../../../com/thrown.js';

/** Whether a text is a valid tag. */
export function isTemporaryTag(text: string): boolean {
  return /^[0-9A-F]{32}$/.test(text);
}

const temporaryName = /^\.?BIT[0-9A-Z_-]+\.tmp$/i;

/**
 * Checks that a path from a state file can only be the temporary file of the job's own file: it is in the same folder, has the name of a
 * temporary file, and is a regular file or does not exist.
 * @throws {RangeError} if it may be another file
 */
export function requireOwnTemporaryFile(path: string, localName: string): void {
  if (!isAbsolute(path) || dirname(path) !== dirname(localName) || !temporaryName.test(basename(path))) {
    throw wrongValue(`${JSON.stringify(path)} is not a temporary file of ${JSON.stringify(localName)}`);
  }
  try {
    if (!lstatSync(path).isFile()) throw wrongValue(`${JSON.stringify(path)} is not a regular file`);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error))) throw error;
  }
}
