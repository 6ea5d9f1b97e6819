import { lstatSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { wrongValue } from '../../../com/arguments.js';
import { codeOf } from './state-folder.js';

/** Creates 32 hexadecimal digits that cannot be guessed. Uses the global `crypto`, which Node.js loads when it is first used. */
export function createTemporaryTag(): string {
  return crypto.randomUUID().replaceAll('-', '').toUpperCase();
}

/** Whether a text is a valid tag. */
export function isTemporaryTag(text: string): boolean {
  return /^[0-9A-F]{32}$/.test(text);
}

/** Returns the path of the temporary file with a tag: in the folder of the file itself, hidden by a dot on POSIX. */
export function temporaryPathOf(localName: string, tag: string): string {
  return join(dirname(localName), `${process.platform === 'win32' ? '' : '.'}BIT${tag}.tmp`);
}

/** Where the bytes of a file are, or will be: a name is chosen when it is asked for. */
export function temporaryNameOf(file: {
  readonly localName: string;
  readonly direct: boolean;
  temporaryName: string | null;
  temporaryTag: string | null;
}): string {
  if (file.direct) return file.localName;
  if (file.temporaryName !== null) return file.temporaryName;
  file.temporaryTag ??= createTemporaryTag();
  return temporaryPathOf(file.localName, file.temporaryTag);
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
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
  }
}
