// The reference servers of Sync Manager and Sync Center under test/reference/sync-manager: classes for the Wine prefix, which lacks them.
//
//   node scripts/sync-manager.mjs install     builds them and registers them in the prefix
//   node scripts/sync-manager.mjs uninstall   takes the registration back
import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { prefix as defaultPrefix, toWindowsPath, wineFolder } from './wine/places.mjs';
import { runWindows } from './wine/run.mjs';

const buildFolder = join(wineFolder, 'sync-manager');
const library = join(buildFolder, 'bin', 'sync_manager.dll');
const proxies = join(buildFolder, 'bin', 'sync-manager-proxies.dll');
const WINDOWS_MILLISECONDS = 60_000;

/**
 * Builds the servers and registers them in the Wine prefix that `WINEPREFIX` names, or else the project's own. Quick when nothing has
 * changed. For Linux only: on Windows the classes of Sync Center are the system's own.
 *
 * @returns {Promise<string>} the path of the library that tests script; proxies and client lie beside it
 */
export function installSyncManager() {
  return withLock(join(wineFolder, 'sync-manager.lock'), async () => {
    await build();
    const built = await describe();
    if ((await registered()) !== built) {
      for (const path of [proxies, library]) await register(path);
      await writeFile(stamp(), built);
    }
    return library;
  });
}

/** Takes the registration back. */
export function uninstallSyncManager() {
  return withLock(join(wineFolder, 'sync-manager.lock'), async () => {
    await build();
    for (const path of [library, proxies]) await register(path, '/u');
    await rm(stamp(), { force: true });
  });
}

async function build() {
  if (!existsSync(join(buildFolder, 'CMakeCache.txt'))) {
    const toolchain = join(root, 'scripts', 'toolchain-mingw64.cmake');
    const source = join('test', 'reference', 'sync-manager');
    await run(
      'cmake',
      ['-S', source, '-B', buildFolder, `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`, '-DCMAKE_BUILD_TYPE=Release'],
      { quiet: true },
    );
  }
  await run('cmake', ['--build', buildFolder, '--parallel', '2'], { quiet: true });
}

/** What tells one build from another. */
async function describe() {
  const times = await Promise.all([library, proxies].map(async (path) => (await stat(path)).mtimeMs));
  return JSON.stringify({ library, times });
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
  return join(prefix(), 'winprogress-sync-manager.json');
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

if (argv[1] === fileURLToPath(import.meta.url)) {
  const verbs = { install: installSyncManager, uninstall: uninstallSyncManager };
  const verb = verbs[argv[2]];
  if (verb) {
    await verb();
  } else {
    console.error('usage: node scripts/sync-manager.mjs install | uninstall');
    process.exitCode = 2;
  }
}
