// Builds the addon into build/Release/winprogress.node: with cmake-js and MSVC on Windows, with plain CMake and MinGW
// on Linux. Only what changed is built again.
//
//   node scripts/build-addon.mjs [--rebuild] [--arch=x64] [--quiet] [--test-entries]
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';
import { root, run, which } from './process.mjs';

/** Where the addon is written. */
export const addonPath = join(root, 'build', 'Release', 'winprogress.node');

/** CMake toolchain files of the architectures that Linux can build for, by Node's name of the architecture. */
const toolchains = { x64: 'scripts/toolchain-mingw64.cmake' };

/**
 * Builds the addon.
 *
 * @param {{ rebuild?: boolean, arch?: string, quiet?: boolean, testEntries?: boolean }} [options] `rebuild` starts from
 *   an empty folder; `arch` is Node's name of the target's architecture; `testEntries` adds what only the tests and
 *   benchmarks call (default: false)
 * @returns {Promise<string>} the path of the addon
 */
export async function buildAddon({ rebuild = false, arch, quiet = false, testEntries = false } = {}) {
  if (process.platform === 'win32') {
    await buildWithCmakeJs({ rebuild, arch: arch ?? process.arch, quiet, testEntries });
  } else if (process.platform === 'linux') {
    await withLock(join(root, '.wine', 'build-addon.lock'), () =>
      crossBuild({ rebuild, arch: arch ?? 'x64', quiet, testEntries }),
    );
  } else {
    throw new Error(`the addon can be built on Windows and Linux, not on ${process.platform}`);
  }
  return addonPath;
}

async function buildWithCmakeJs({ rebuild, arch, quiet, testEntries }) {
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');
  const options = [`--arch=${arch}`, `--CD${testEntriesOption(testEntries)}`];
  // `compile` does not configure a folder again whose options have changed.
  for (const command of rebuild ? ['rebuild'] : ['configure', 'compile']) {
    await run(process.execPath, [cmakeJs, command, ...options], { quiet });
  }
}

/** As CMake's -D and cmake-js's --CD take it. */
function testEntriesOption(testEntries) {
  return `WINPROGRESS_TEST_ENTRIES=${testEntries ? 'ON' : 'OFF'}`;
}

async function crossBuild({ rebuild, arch, quiet, testEntries }) {
  const toolchain = toolchains[arch];
  if (toolchain === undefined) {
    throw new Error(`Linux builds for ${Object.keys(toolchains).join(', ')}, not for ${arch}`);
  }
  const build = join(root, 'build');
  const { home, testEntries: configuredTestEntries } = await configuration(build);
  if (rebuild || (home !== undefined && home !== root)) await rm(build, { recursive: true, force: true });
  if (rebuild || home !== root || configuredTestEntries !== testEntries) {
    const generator = which('ninja') ? 'Ninja' : 'Unix Makefiles';
    await run(
      'cmake',
      [
        '-S',
        root,
        '-B',
        build,
        '-G',
        generator,
        '-DCMAKE_BUILD_TYPE=Release',
        `-D${testEntriesOption(testEntries)}`,
        `-DCMAKE_TOOLCHAIN_FILE=${join(root, toolchain)}`,
      ],
      { quiet },
    );
  }
  await run('cmake', ['--build', build, '--parallel', '2'], { quiet });
}

/**
 * What a build folder was configured for; a repository that was moved must be configured anew.
 *
 * @returns {Promise<{ home?: string, testEntries?: boolean }>}
 */
async function configuration(build) {
  try {
    const cache = await readFile(join(build, 'CMakeCache.txt'), 'utf8');
    return {
      home: /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(cache)?.[1] ?? '',
      testEntries: /^WINPROGRESS_TEST_ENTRIES:BOOL=ON$/m.test(cache),
    };
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      rebuild: { type: 'boolean' },
      arch: { type: 'string' },
      quiet: { type: 'boolean' },
      'test-entries': { type: 'boolean' },
    },
  });
  try {
    const { 'test-entries': testEntries, ...options } = values;
    await buildAddon({ ...options, testEntries });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
