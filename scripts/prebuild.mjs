// Builds prebuilds/win32-<arch>/winprogress.node with prebuildify and our own build, and checks the result.
//
//   node scripts/prebuild.mjs [--arch=x64] [--twice]
//
// Without --arch, all architectures that this system can build. --twice builds each again in another folder, and fails unless both
// binaries have the same bytes.
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { addonPath } from './build-addon.mjs';
import { withLock } from './lock.mjs';
import { readPortableExecutable } from './portable-executable.mjs';
import { checkPrebuild } from './prebuild/check.mjs';
import { root } from './process.mjs';

/** The architectures with a binary in the package, by their names in Node.js. */
export const architectures = ['x64', 'ia32', 'arm64'];

/** The path of a prebuilt binary in a package. */
export function prebuiltPath(arch, folder = root) {
  return join(folder, 'prebuilds', `win32-${arch}`, 'winprogress.node');
}

/**
 * Builds the prebuilt binary of an architecture.
 *
 * @param {{ arch?: string, quiet?: boolean }} [options] `arch` is its name in Node.js (default: x64)
 * @returns {Promise<string>} the path of the binary
 */
export async function prebuild({ arch = 'x64', quiet = false } = {}) {
  if (!architectures.includes(arch))
    throw new Error(`no prebuilt binary for ${arch}, only ${architectures.join(', ')}`);
  // build/ in the repository is for the architecture that the tests load.
  const isOther = process.platform === 'linux' && arch !== 'x64';
  const binary = prebuiltPath(arch);
  await withLock(join(root, '.wine', 'prebuild.lock'), async () => {
    await runPrebuildify({ arch, quiet, cwd: isOther ? join(root, 'build', `win32-${arch}`) : root, out: root });
    await checkPrebuild(binary, arch);
    if (isOther) return;
    // prebuildify moves the binary; programs run from the repository load it from where it was built.
    await mkdir(dirname(addonPath), { recursive: true });
    await copyFile(binary, addonPath);
  });
  return binary;
}

/**
 * Builds the binary of an architecture again, from nothing and in another folder, and compares it.
 *
 * @param {string} arch
 * @throws {Error} if the bytes differ
 */
export async function checkReproducible(arch) {
  if (process.platform !== 'linux') throw new Error('--twice compares the cross-compiled binaries of Linux only');
  const folder = join(root, 'build', 'again', arch);
  await runPrebuildify({ arch, quiet: false, cwd: folder, out: folder });
  const [first, second] = await Promise.all([readFile(prebuiltPath(arch)), readFile(prebuiltPath(arch, folder))]);
  if (!first.equals(second)) {
    const at = first.findIndex((byte, index) => byte !== second[index]);
    throw new Error(`two builds for ${arch} differ: ${first.length} and ${second.length} bytes, first at ${at}`);
  }
}

async function runPrebuildify({ arch, quiet, cwd, out }) {
  const prebuildify = promisify(createRequire(import.meta.url)('prebuildify'));
  const shim = fileURLToPath(new URL('prebuild/node-gyp.mjs', import.meta.url));
  await mkdir(cwd, { recursive: true });
  await prebuildify({
    name: 'winprogress',
    cwd,
    out,
    platform: 'win32',
    arch,
    napi: true,
    quiet,
    // prebuildify calls an executable like node-gyp; a shell allows a command with an argument.
    shell: true,
    nodeGyp: `"${process.execPath}" "${shim}"`,
    // The linker strips. The program of binutils would also write the time into the binary.
    strip: false,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { arch: { type: 'string' }, twice: { type: 'boolean' } } });
  try {
    for (const arch of values.arch === undefined ? architectures : [values.arch]) {
      const path = await prebuild({ arch });
      if (values.twice) await checkReproducible(arch);
      const { bytes, imports } = await readPortableExecutable(path);
      console.log(`${path}: ${bytes} bytes, imports ${imports.join(', ')}${values.twice ? ', reproducible' : ''}`);
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
