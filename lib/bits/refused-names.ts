import { shown } from '../com/arguments.js';
import { HResultError, isHResult } from '../com/error.js';
import { toFileEntry } from './files.js';
import type { FileName } from './verbs.js';

/** A full path of either form. */
const fullPath = /^(?:[a-z]:[\\/]|\\\\|\/)/i;
const windowsPath = /^(?:[a-z]:[\\/]|\\\\)/i;
const urlScheme = /^[a-z][a-z0-9+.-]+:/i;

/**
 * Throws the error of a call that adds files. COM does not report which name it refuses with `E_INVALIDARG`: the error names the first one that does
 * not have the form of a name, if there is one.
 */
export function explainNames(error: unknown, files: readonly FileName[]): never {
  if (isHResult(error, 'E_INVALIDARG') && /\.AddFile/.test(error.operation)) {
    for (const [index, file] of files.entries()) {
      const problem = problemOf(file);
      if (problem === null) continue;
      throw new HResultError(error.hresult, error.operation, `files[${index}].${problem}`, {
        file: toFileEntry(file),
        cause: error,
      });
    }
  }
  throw error;
}

function problemOf({ remoteName, localName }: FileName): string | null {
  if (!fullPath.test(localName)) return `path must be a full path, not ${shown(localName)}`;
  if (!fullPath.test(remoteName) && !urlScheme.test(remoteName)) {
    return `url must be a URL or a full path, not ${shown(remoteName)}`;
  }
  // After this, because the disk of a scripted emulation accepts both forms on every platform.
  if (windowsPath.test(localName) !== (process.platform === 'win32') && /^https?:/i.test(remoteName)) {
    return `path must be a full path of this platform (${process.platform}), not ${shown(localName)}`;
  }
  return null;
}
