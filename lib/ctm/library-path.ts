import { win32 } from 'node:path';
import { requireText, shown, wrongValue } from '../com/arguments.js';

const drive = /^[a-z]:[\\/]/i;
const device = /^[\\/]{2}[?.](?:[\\/]|$)|^\\\?\?\\/;
const unc = /^[\\/]{2}/;

/**
 * Checks that a library is named by an absolute local path, so that no search decides what is loaded.
 * @param posixPaths whether paths that begin with `/` are absolute, as they are everywhere but on Windows
 * @returns the path; one with a drive in the form that `LoadLibraryExW` wants, with backslashes
 * @throws {TypeError} when it is not text; {RangeError} when it is relative, on a network share, or a device path
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
