// The reference providers of Windows Sync under test/reference/sync-provider.
//
//   node scripts/sync-provider.mjs install     builds them and registers them in the Wine prefix
//   node scripts/sync-provider.mjs uninstall   takes the registration back
import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { prefix as defaultPrefix, toWindowsPath, wineFolder } from './wine/places.mjs';
import { runWindows } from './wine/run.mjs';

const buildFolder = join(wineFolder, 'sync-provider');
const library = join(buildFolder, 'bin', 'sync_provider.dll');
const WINDOWS_MILLISECONDS = 60_000;

/**
 * Builds the providers and registers them in the Wine prefix that `WINEPREFIX` names, or else the project's own. Quick when nothing has
 * changed. For Linux only: the header is made by MinGW's widl.
 *
 * @returns {Promise<string>} the path of the library
 */
export function installSyncProvider() {
  return withLock(join(wineFolder, 'sync-provider.lock'), async () => {
    await build();
    const { mtimeMs } = await stat(library);
    const built = JSON.stringify({ library, mtimeMs });
    if ((await registered()) !== built) {
      await register();
      await writeFile(stamp(), built);
    }
    return library;
  });
}

/** Takes the registration back. */
export function uninstallSyncProvider() {
  return withLock(join(wineFolder, 'sync-provider.lock'), async () => {
    await build();
    await register('/u');
    await rm(stamp(), { force: true });
  });
}

async function build() {
  if (!existsSync(join(buildFolder, 'CMakeCache.txt'))) {
    const toolchain = join(root, 'scripts', 'toolchain-mingw64.cmake');
    const source = join('test', 'reference', 'sync-provider');
    await run(
      'cmake',
      ['-S', source, '-B', buildFolder, `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`, '-DCMAKE_BUILD_TYPE=Release'],
      { quiet: true },
    );
  }
  await run('cmake', ['--build', buildFolder, '--parallel', '2'], { quiet: true });
}

/** What was built when the prefix was told of it; the prefix keeps it, so that it goes with the prefix. */
async function registered() {
  try {
    return await readFile(stamp(), 'utf8');
  } catch {
    return undefined;
  }
}

function stamp() {
  return join(prefix(), 'winprogress-sync-provider.json');
}

function prefix() {
  return env.WINEPREFIX ?? defaultPrefix;
}

async function register(...options) {
  const { code } = await runWindows('regsvr32', ['/s', ...options, toWindowsPath(library)], {
    env: { WINEPREFIX: prefix() },
    timeout: WINDOWS_MILLISECONDS,
    output: 'capture',
  });
  if (code !== 0) throw new Error(`regsvr32 ${options.join(' ')} ${library} failed under Wine with code ${code}`);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const verbs = { install: installSyncProvider, uninstall: uninstallSyncProvider };
  const verb = verbs[argv[2]];
  if (verb) {
    await verb();
  } else {
    console.error('usage: node scripts/sync-provider.mjs install | uninstall');
    process.exitCode = 2;
  }
}
