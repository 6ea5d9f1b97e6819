// Builds the addon into build/Release/winprogress.node: with cmake-js and MSVC on Windows, with plain CMake and MinGW
// on Linux. Only what changed is built again.
//
//   node scripts/build-addon.mjs [--rebuild] [--arch=x64] [--quiet]
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
 * @param {{ rebuild?: boolean, arch?: string, quiet?: boolean }} [options] `rebuild` starts from an empty folder;
 *   `arch` is Node's name of the target's architecture
 * @returns {Promise<string>} the path of the addon
 */
export async function buildAddon({ rebuild = false, arch, quiet = false } = {}) {
  if (process.platform === 'win32') {
    await buildWithCmakeJs({ rebuild, arch: arch ?? process.arch, quiet });
  } else if (process.platform === 'linux') {
    await withLock(join(root, '.wine', 'build-addon.lock'), () => crossBuild({ rebuild, arch: arch ?? 'x64', quiet }));
  } else {
    throw new Error(`the addon can be built on Windows and Linux, not on ${process.platform}`);
  }
  return addonPath;
}

async function buildWithCmakeJs({ rebuild, arch, quiet }) {
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');
  await run(process.execPath, [cmakeJs, rebuild ? 'rebuild' : 'compile', `--arch=${arch}`], { quiet });
}

async function crossBuild({ rebuild, arch, quiet }) {
  const toolchain = toolchains[arch];
  if (toolchain === undefined) {
    throw new Error(`Linux builds for ${Object.keys(toolchains).join(', ')}, not for ${arch}`);
  }
  const build = join(root, 'build');
  const home = await configuredHome(build);
  if (rebuild || (home !== undefined && home !== root)) await rm(build, { recursive: true, force: true });
  if (rebuild || home !== root) {
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
        `-DCMAKE_TOOLCHAIN_FILE=${join(root, toolchain)}`,
      ],
      { quiet },
    );
  }
  await run('cmake', ['--build', build, '--parallel', '2'], { quiet });
}

/** The source folder that a build folder was configured for: a repository that was moved must be configured anew. */
async function configuredHome(build) {
  try {
    const cache = await readFile(join(build, 'CMakeCache.txt'), 'utf8');
    return /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(cache)?.[1] ?? '';
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { rebuild: { type: 'boolean' }, arch: { type: 'string' }, quiet: { type: 'boolean' } },
  });
  try {
    await buildAddon(values);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
