// A reference library under test/reference that COM loads in process: built by MinGW, registered in a Wine prefix, for Linux only.
import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { prefix as defaultPrefix, toWindowsPath, wineFolder } from './wine/places.mjs';
import { runWindows } from './wine/run.mjs';

const WINDOWS_MILLISECONDS = 60_000;

/** One such library, with what is registered beside it. */
export class ReferenceLibrary {
  #name;
  #buildFolder;
  #files;

  /**
   * @param {string} name its folder under test/reference
   * @param {string} library the file that tests load
   * @param {readonly string[]} others what has to be registered before it
   */
  constructor(name, library, others = []) {
    this.#name = name;
    this.#buildFolder = join(wineFolder, name);
    this.#files = [...others, library].map((file) => join(this.#buildFolder, 'bin', file));
  }

  /**
   * Builds it and registers it in the Wine prefix that `WINEPREFIX` names, or else the project's own. Quick when nothing has changed.
   *
   * @returns {Promise<string>} the path of the library; what else was built lies beside it
   */
  install() {
    return this.#alone(async () => {
      await this.#build();
      const built = await this.#describe();
      if ((await this.#registered()) !== built) {
        for (const path of this.#files) await register(path);
        await writeFile(this.#stamp(), built);
      }
      return this.#files.at(-1);
    });
  }

  /** Takes the registration back. */
  uninstall() {
    return this.#alone(async () => {
      await this.#build();
      for (const path of [...this.#files].reverse()) await register(path, '/u');
      await rm(this.#stamp(), { force: true });
    });
  }

  /** Does what the command line says: `install` or `uninstall`. */
  async command() {
    if (argv[2] === 'install') await this.install();
    else if (argv[2] === 'uninstall') await this.uninstall();
    else {
      console.error(`usage: node scripts/${this.#name}.mjs install | uninstall`);
      process.exitCode = 2;
    }
  }

  #alone(work) {
    return withLock(join(wineFolder, `${this.#name}.lock`), work);
  }

  async #build() {
    if (!existsSync(join(this.#buildFolder, 'CMakeCache.txt'))) {
      const toolchain = join(root, 'scripts', 'toolchain-mingw64.cmake');
      const source = join('test', 'reference', this.#name);
      await run(
        'cmake',
        ['-S', source, '-B', this.#buildFolder, `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`, '-DCMAKE_BUILD_TYPE=Release'],
        { quiet: true },
      );
    }
    await run('cmake', ['--build', this.#buildFolder, '--parallel', '2'], { quiet: true });
  }

  /** What tells one build from another. */
  async #describe() {
    const times = await Promise.all(this.#files.map(async (path) => (await stat(path)).mtimeMs));
    return JSON.stringify({ files: this.#files, times });
  }

  /** What was built when the prefix was told of it; the prefix keeps it, so that it goes with the prefix. */
  async #registered() {
    try {
      return await readFile(this.#stamp(), 'utf8');
    } catch {
      return undefined;
    }
  }

  #stamp() {
    return join(prefix(), `winprogress-${this.#name}.json`);
  }
}

function prefix() {
  return env.WINEPREFIX ?? defaultPrefix;
}

async function register(path, ...options) {
  const { code } = await runWindows('regsvr32', ['/s', ...options, toWindowsPath(path)], {
    env: { WINEPREFIX: prefix() },
    timeout: WINDOWS_MILLISECONDS,
    output: 'capture',
  });
  if (code !== 0) throw new Error(`regsvr32 ${options.join(' ')} ${path} failed under Wine with code ${code}`);
}
