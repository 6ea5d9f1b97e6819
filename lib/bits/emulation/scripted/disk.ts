import { requireText } from '../../../com/arguments.js';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import { isWindowsPath } from '../file-names.js';
import { type Content, contentOf } from './file-content.js';

/**
 * The disk of a scripted emulation. It is in memory, and each folder exists. Windows paths are compared without case, and with either
 * slash.
 */
export class ScriptedFiles {
  readonly #files = new Map<string, Content>();
  readonly #modified = new Map<string, number>();
  readonly #readOnly = new Set<string>();
  /** Temporary files, whose content grows while they are transferred. */
  readonly #temporary = new Map<string, () => Content | undefined>();

  /** Returns the bytes of a file; undefined if it does not exist. @throws {RangeError} for a generated file of more than 256 MiB */
  read(path: string): Uint8Array | undefined {
    return this.content(path)?.read();
  }

  has(path: string): boolean {
    return this.content(path) !== undefined;
  }

  /** Returns the size of a file in bytes; undefined if it does not exist. */
  size(path: string): bigint | undefined {
    return this.content(path)?.size;
  }

  /** Returns the time stamp that the server sent with the file (`Last-Modified`); undefined if there is none, or no such file. */
  modified(path: string): Date | undefined {
    const time = this.#modified.get(normalize(path));
    return time === undefined ? undefined : new Date(time);
  }

  write(path: string, bytes: Uint8Array): void {
    const name = normalize(path);
    this.#files.set(name, contentOf(bytes));
    this.#setModified(name, null);
  }

  delete(path: string): boolean {
    const name = normalize(path);
    this.#setModified(name, null);
    return this.#files.delete(name);
  }

  /** Makes a folder (or a file) read-only, or writable again. */
  setReadOnly(path: string, readOnly = true): void {
    if (readOnly) this.#readOnly.add(normalize(path));
    else this.#readOnly.delete(normalize(path));
  }

  /** @internal Returns the content of a file, or of a temporary file that is shown; undefined if there is none. */
  content(path: string): Content | undefined {
    const name = normalize(path);
    return this.#files.get(name) ?? this.#temporary.get(name)?.();
  }

  /** @internal Shows a temporary file until it is hidden. */
  show(path: string, content: () => Content | undefined): void {
    this.#temporary.set(normalize(path), content);
  }

  /** @internal Hides a temporary file. */
  hide(path: string): void {
    this.#temporary.delete(normalize(path));
  }

  /** @internal Whether a file can be written. */
  isWritable(path: string): boolean {
    if (this.#readOnly.size === 0) return true;
    const name = normalize(path);
    for (const place of this.#readOnly) {
      if (name === place || name.startsWith(place.endsWith('/') ? place : `${place}/`)) return false;
    }
    return true;
  }

  /** @internal Writes a file. @throws {RefusedCall} `E_ACCESSDENIED` if it is read-only */
  put(path: string, content: Content, modified: Date | null = null): void {
    if (!this.isWritable(path)) refuse(hresults.E_ACCESSDENIED);
    const name = normalize(path);
    this.#files.set(name, content);
    this.#setModified(name, modified);
  }

  #setModified(name: string, modified: Date | null): void {
    if (modified === null) this.#modified.delete(name);
    else this.#modified.set(name, modified.getTime());
  }
}

function normalize(given: string): string {
  const path = requireText(given, 'path');
  const folder = /^[a-z]:[\\/]?$/i.test(path);
  return folder || isWindowsPath(path) || path.startsWith('\\\\') ? path.replaceAll('\\', '/').toLowerCase() : path;
}
