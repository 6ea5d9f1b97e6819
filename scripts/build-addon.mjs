// Builds the addon as build/Release/winprogress.node: with cmake-js and MSVC on Windows, with CMake and MinGW on Linux (arm64 with the
// Clang of Zig). Only what has changed is compiled.
//
//   node scripts/build-addon.mjs [--rebuild] [--arch=x64] [--quiet] [--test-entries]
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';
import { installZig, zigEnvironment } from './prebuild/zig.mjs';
import { root, run, which } from './process.mjs';

/** The path of the addon. */
export const addonPath = join(root, 'build', 'Release', 'winprogress.node');

/** CMake toolchain files for cross-compiling on Linux, by the architecture's name in Node.js. */
const toolchains = {
  x64: 'scripts/toolchain-mingw64.cmake',
  ia32: 'scripts/toolchain-mingw32.cmake',
  arm64: 'scripts/toolchain-zig-arm64.cmake',
};

/**
 * Builds the addon.
 *
 * @param {{ rebuild?: boolean, arch?: string, quiet?: boolean, testEntries?: boolean, folder?: string }} [options] `rebuild`
 *   starts with an empty folder; `arch` is the target architecture's name in Node.js; `testEntries` adds the entries that
 *   only tests and benchmarks call (default: false); `folder` is the parent of `build` (default: the repository), on Linux only
 * @returns {Promise<string>} the path of the addon
 */
export async function buildAddon({ rebuild = false, arch, quiet = false, testEntries = false, folder = root } = {}) {
  if (process.platform === 'win32') {
    await buildWithCmakeJs({ rebuild, arch: arch ?? process.arch, quiet, testEntries });
  } else if (process.platform === 'linux') {
    await withLock(join(root, '.wine', 'build-addon.lock'), () =>
      crossBuild({ rebuild, arch: arch ?? 'x64', quiet, testEntries, build: join(folder, 'build') }),
    );
  } else {
    throw new Error(`the addon can be built on Windows and Linux only, not on ${process.platform}`);
  }
  return join(folder, 'build', 'Release', 'winprogress.node');
}

async function buildWithCmakeJs({ rebuild, arch, quiet, testEntries }) {
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');
  const options = [`--arch=${arch}`, `--CD${testEntriesOption(testEntries)}`];
  // `compile` does not configure a folder again if its options have changed.
  for (const command of rebuild ? ['rebuild'] : ['configure', 'compile']) {
    await run(process.execPath, [cmakeJs, command, ...options], { quiet });
  }
}

/** The form for -D of CMake and --CD of cmake-js. */
function testEntriesOption(testEntries) {
  return `WINPROGRESS_TEST_ENTRIES=${testEntries ? 'ON' : 'OFF'}`;
}

async function crossBuild({ rebuild, arch, quiet, testEntries, build }) {
  const toolchain = toolchains[arch];
  if (toolchain === undefined) {
    throw new Error(`arch must be one of ${Object.keys(toolchains).join(', ')} on Linux, got ${arch}`);
  }
  const zig = arch === 'arm64' ? await installZig() : undefined;
  const env = { ...process.env, ...zigEnvironment };
  const toolchainFile = join(root, toolchain);
  const configured = await configuration(build);
  const isNew = rebuild || configured.toolchainFile !== toolchainFile;
  if (isNew) await rm(build, { recursive: true, force: true });
  if (isNew || configured.testEntries !== testEntries) {
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
        `-DCMAKE_TOOLCHAIN_FILE=${toolchainFile}`,
        ...(zig === undefined ? [] : [`-DZIG=${zig}`]),
      ],
      { quiet, env },
    );
  }
  await run('cmake', ['--build', build, '--parallel', '2'], { quiet, env });
}

/**
 * Reads the options of a configured build folder; one for another architecture, or of a repository that was moved, must be configured again.
 *
 * @returns {Promise<{ toolchainFile?: string, testEntries?: boolean }>}
 */
async function configuration(build) {
  try {
    const cache = await readFile(join(build, 'CMakeCache.txt'), 'utf8');
    return {
      toolchainFile: /^CMAKE_TOOLCHAIN_FILE:\w+=(.*)$/m.exec(cache)?.[1],
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
