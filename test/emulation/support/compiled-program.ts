import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Child, start } from './process.js';

/**
 * A program of this folder in one file, with the library as it is published, and with compiled code. Its start takes half the processor time
 * of other starts, for tests with hundreds of them.
 */
export class CompiledProgram implements AsyncDisposable {
  readonly #folder: string;
  readonly #file: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, 'program.cjs');
  }

  /**
   * @param program a module without top-level await
   * @param words the arguments of a first run: what it executes is compiled for the other runs
   */
  static async create(program: string, ...words: string[]): Promise<CompiledProgram> {
    const compiled = new CompiledProgram(await mkdtemp(join(tmpdir(), 'winprogress-program-')));
    await build({
      entryPoints: [fileURLToPath(new URL(program, import.meta.url))],
      outfile: compiled.#file,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
      // It would be the addon's, which no program of this folder loads.
      logOverride: { 'empty-import-meta': 'silent' },
    });
    const first = start('./run-compiled.cjs', 'store', compiled.#file, ...words);
    first.process.stdin?.end();
    while ((await first.next()) !== undefined);
    const code = await first.exit();
    if (code !== 0) throw new Error(`the first run of ${program} ended with ${code}`);
    return compiled;
  }

  start(...words: string[]): Child {
    return start('./run-compiled.cjs', 'use', this.#file, ...words);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
