import { win32 } from 'node:path';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { ContentTransferExportNames } from '../verbs.js';
import { EmulatedLibrary, type EmulatedLibraryOptions } from './library.js';

/** The architecture of the emulated process. */
const processArchitecture = 'x64';

/** The notification libraries on the disk of the emulated machine. */
export class Libraries {
  readonly #libraries = new Map<string, EmulatedLibrary>();

  /** Adds a library to the disk, or replaces it. */
  add(path: string, options: EmulatedLibraryOptions | undefined): EmulatedLibrary {
    const library = new EmulatedLibrary(path, options);
    this.#libraries.set(keyOf(path), library);
    return library;
  }

  /**
   * Loads a library and binds the three functions (`LoadLibraryExW`, `GetProcAddress`).
   * @throws {HResultError} `ERROR_MOD_NOT_FOUND`, `ERROR_BAD_EXE_FORMAT` or `ERROR_PROC_NOT_FOUND`
   */
  load(path: string, names: ContentTransferExportNames): EmulatedLibrary {
    const library = this.#libraries.get(keyOf(path));
    if (library === undefined)
      throw new HResultError(hresults.ERROR_MOD_NOT_FOUND, 'LoadLibraryExW', `file not found: ${path}`);
    if (library.architecture !== processArchitecture) {
      throw new HResultError(hresults.ERROR_BAD_EXE_FORMAT, 'LoadLibraryExW', formatProblem(library));
    }
    const wanted = [names.progress, names.success, names.error];
    const missing = wanted.filter((name) => !library.exports.includes(name));
    if (missing.length > 0) {
      const present = wanted.filter((name) => library.exports.includes(name));
      const context = `${path} exports ${listOf(present)}, and lacks ${listOf(missing)}`;
      throw new HResultError(hresults.ERROR_PROC_NOT_FOUND, 'GetProcAddress', context);
    }
    return library;
  }
}

function formatProblem({ path, architecture }: EmulatedLibrary): string {
  if (architecture === null) return `${path} is not a library`;
  return `${path} is built for ${architecture}, and this process is ${processArchitecture}`;
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none of the three' : names.join(', ');
}

/** Returns the key of a path: Windows compares paths without case, and normalises separators and dots. */
function keyOf(path: string): string {
  return win32.normalize(path).toUpperCase();
}
