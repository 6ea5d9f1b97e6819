import type { LocalFiles } from '../../machine-verbs.js';
import type { ScriptedFiles } from './disk.js';

/** The disk of a scripted emulation, as a download reads and renames its files. */
export class ScriptedLocalFiles implements LocalFiles {
  readonly #files: ScriptedFiles;

  constructor(files: ScriptedFiles) {
    this.#files = files;
  }

  async *read(path: string): AsyncIterable<Uint8Array> {
    yield this.#find(path);
  }

  async size(path: string): Promise<bigint | null> {
    return this.#files.size(path) ?? null;
  }

  async rename(from: string, to: string): Promise<void> {
    const content = this.#files.content(from) ?? missing(from);
    this.#files.put(to, content, this.#files.modified(from) ?? null);
    this.#files.delete(from);
  }

  async remove(path: string): Promise<void> {
    this.#files.delete(path);
  }

  #find(path: string): Uint8Array {
    return this.#files.read(path) ?? missing(path);
  }
}

function missing(path: string): never {
  throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
}
