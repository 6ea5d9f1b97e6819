// The reference COM servers under test/reference: real classes for the Wine prefix, which lacks them.
//
//   node scripts/reference.mjs install     builds them and registers them in the prefix
//   node scripts/reference.mjs uninstall   takes the registration back
//   node scripts/reference.mjs check       installs, then checks every method from a client process over real marshaling

import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { prefix as defaultPrefix, toWindowsPath, wineFolder } from './wine/places.mjs';
import { runWindows } from './wine/run.mjs';

const buildFolder = join(wineFolder, 'reference');
const programFolder = join(buildFolder, 'bin');

/** The server of `CLSID_BackgroundCopyQMgr`. `/UnregServer` and `/RegServer` switch its class off and on. */
export const queueManagerProgram = join(programFolder, 'queue-manager.exe');

const proxies = join(programFolder, 'queue-manager-proxies.dll');
const WINDOWS_MILLISECONDS = 60_000;

/**
 * Builds the reference servers and registers them in the Wine prefix that `WINEPREFIX` names, or else the project's own.
 * Quick when nothing has changed. On Windows it only says that they are for Wine.
 *
 * @param {{ quiet?: boolean }} [options]
 * @returns {Promise<void>}
 */
export async function installReference({ quiet = false } = {}) {
  if (isWindows(quiet)) return;
  await requirePrefix();
  await withLock(join(wineFolder, 'reference.lock'), async () => {
    // A server that still runs would serve on with what it was built from.
    if (await build()) await demand(queueManagerProgram, '/UnregServer');
    if ((await windows(queueManagerProgram, '/Registered')) === 0) return;
    await demand('regsvr32', '/s', toWindowsPath(proxies));
    await demand(queueManagerProgram, '/RegServer');
    await demand(queueManagerProgram, '/Registered');
  });
  say(quiet, `The reference servers are registered in ${prefix()}.`);
}

/**
 * Takes the registration of the reference servers back. What runs goes on for the clients it has.
 *
 * @param {{ quiet?: boolean }} [options]
 * @returns {Promise<void>}
 */
export async function uninstallReference({ quiet = false } = {}) {
  if (isWindows(quiet)) return;
  await requirePrefix();
  await withLock(join(wineFolder, 'reference.lock'), async () => {
    await build();
    await demand(queueManagerProgram, '/UnregServer');
    await demand('regsvr32', '/s', '/u', toWindowsPath(proxies));
  });
  say(quiet, `The reference servers are no longer registered in ${prefix()}.`);
}

async function check() {
  await installReference();
  if (platform === 'win32') return;
  const { checkQueueManager } = await import('../test/reference/check.mjs');
  await checkQueueManager({ prefix: prefix(), programFolder });
}

/** Resolves to whether the server's program is a new one. */
async function build() {
  const before = await modified(queueManagerProgram);
  try {
    await access(join(buildFolder, 'CMakeCache.txt'));
  } catch {
    const toolchain = join(root, 'scripts', 'toolchain-mingw64.cmake');
    await run(
      'cmake',
      ['-S', 'test/reference', '-B', buildFolder, `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`, '-DCMAKE_BUILD_TYPE=Release'],
      { quiet: true },
    );
  }
  await run('cmake', ['--build', buildFolder, '--parallel', '2'], { quiet: true });
  return (await modified(queueManagerProgram)) !== before;
}

async function modified(path) {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  }
}

function prefix() {
  return env.WINEPREFIX ?? defaultPrefix;
}

async function requirePrefix() {
  try {
    await access(join(prefix(), 'system.reg'));
  } catch {
    throw new Error(`There is no Wine prefix at ${prefix()}: run "node scripts/wine.mjs setup" first.`);
  }
}

async function windows(program, ...args) {
  const { code } = await runWindows(program, args, {
    env: { WINEPREFIX: prefix() },
    timeout: WINDOWS_MILLISECONDS,
    output: 'capture',
  });
  return code;
}

async function demand(program, ...args) {
  const code = await windows(program, ...args);
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} failed under Wine with code ${code}`);
}

function isWindows(quiet) {
  if (platform !== 'win32') return false;
  say(quiet, 'The reference servers are registered in the Wine prefix only: Windows has the classes themselves.');
  return true;
}

function say(quiet, text) {
  if (!quiet) console.log(text);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const verbs = { install: installReference, uninstall: uninstallReference, check };
  const verb = verbs[argv[2]];
  if (verb) {
    await verb();
  } else {
    console.error('usage: node scripts/reference.mjs install | uninstall | check');
    process.exitCode = 2;
  }
}
