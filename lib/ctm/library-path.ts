import { win32 } from 'node:path';
import { requireText, shown, wrongValue } from '../com/arguments.js';

const drive = /^[a-z]:[\\/]/i;
const device = /^[\\/]{2}[?.](?:[\\/]|$)|^\\\?\?\\/;
const unc = /^[\\/]{2}/;

/**
 * Checks that the path of a library is absolute and local, so that no search determines which library is loaded.
 * @param posixPaths whether paths that begin with `/` are absolute, as on every platform except Windows
 * @returns the path; one with a drive in the form that `LoadLibraryExW` requires, with backslashes
 * @throws {TypeError} if it is not a string; {RangeError} if it is relative, on a network share, or a device path
 */
export function requireLibraryPath(value: unknown, posixPaths = process.platform !== 'win32'): string {
  const path = requireText(value, 'library');
  const refuse = (reason: string) =>
    wrongValue(`library must be an absolute local path, and ${shown(path)} is ${reason}`);
  if (path === '') throw refuse('empty');
  if (device.test(path)) throw refuse('a device path');
  if (unc.test(path)) throw refuse('a UNC path');
  if (drive.test(path)) return win32.normalize(path);
  if (posixPaths && path.startsWith('/')) return path;
  throw refuse(win32.isAbsolute(path) ? 'relative to the current drive' : 'relative');
}
