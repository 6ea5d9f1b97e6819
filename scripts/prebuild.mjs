// Builds prebuilds/win32-<arch>/winprogress.node with prebuildify and our own build, and checks the result.
//
//   node scripts/prebuild.mjs [--arch=x64]
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { addonPath } from './build-addon.mjs';
import { withLock } from './lock.mjs';
import { readPortableExecutable } from './portable-executable.mjs';
import { root } from './process.mjs';

/** The maximum size of a binary with all four families. */
const MAXIMUM_BYTES = 1_000_000;

/** The libraries that each supported Windows has, and that the addon may import. */
const SYSTEM_LIBRARIES = new Set([
  'advapi32.dll',
  'crypt32.dll',
  'gdi32.dll',
  'kernel32.dll',
  'msvcrt.dll',
  'ole32.dll',
  'oleaut32.dll',
  'rpcrt4.dll',
  'user32.dll',
]);

/** The required properties of each binary, and additional ones by linker and architecture. */
const HARDENING = ['dynamic-base', 'nx-compat', 'stack-protector'];
const ADDITIONAL_HARDENING = {
  gnu: { x64: ['high-entropy-va'] },
  msvc: {
    x64: ['high-entropy-va', 'control-flow-guard', 'eh-continuation', 'cet-compat'],
    ia32: ['control-flow-guard', 'cet-compat', 'safe-seh'],
    arm64: ['high-entropy-va', 'control-flow-guard'],
  },
};

/** The architectures with a binary in the package, and the systems on which each can be built. */
const architectures = {
  x64: ['win32', 'linux'],
  ia32: ['win32'],
  arm64: ['win32'],
};

/**
 * Builds the prebuilt binary of an architecture.
 *
 * @param {{ arch?: string, quiet?: boolean }} [options] `arch` is its name in Node.js
 * @returns {Promise<string>} the path of the binary
 */
export async function prebuild({ arch = 'x64', quiet = false } = {}) {
  const hosts = architectures[arch];
  if (hosts === undefined)
    throw new Error(`no prebuilt binary for ${arch}, only ${Object.keys(architectures).join(', ')}`);
  if (!hosts.includes(process.platform))
    throw new Error(`${arch} is built on ${hosts.join(', ')}, not on ${process.platform}`);
  const binary = join(root, 'prebuilds', `win32-${arch}`, 'winprogress.node');
  await withLock(join(root, '.wine', 'prebuild.lock'), async () => {
    await runPrebuildify(arch, quiet);
    await checkPrebuild(binary, arch);
    // prebuildify moves the binary; programs run from the repository load it from where it was built.
    await mkdir(dirname(addonPath), { recursive: true });
    await copyFile(binary, addonPath);
  });
  return binary;
}

async function runPrebuildify(arch, quiet) {
  const prebuildify = promisify(createRequire(import.meta.url)('prebuildify'));
  const shim = fileURLToPath(new URL('prebuild/node-gyp.mjs', import.meta.url));
  await prebuildify({
    cwd: root,
    platform: 'win32',
    arch,
    napi: true,
    quiet,
    // prebuildify calls an executable like node-gyp; a shell allows a command with an argument.
    shell: true,
    nodeGyp: `"${process.execPath}" "${shim}"`,
    strip: process.platform === 'linux',
    stripBin: 'x86_64-w64-mingw32-strip',
  });
}

/**
 * Throws if a binary must not be published: wrong architecture, too large, not stripped, without the version of the package or a protection
 * of the compiler, or importing a library that is not part of Windows.
 *
 * @param {string} path
 * @param {string} arch
 */
export async function checkPrebuild(path, arch) {
  const binary = await readPortableExecutable(path);
  const foreign = binary.imports.filter((name) => !SYSTEM_LIBRARIES.has(name));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const [numbers] = version.split('-');
  const required = [...HARDENING, ...(ADDITIONAL_HARDENING[binary.linker][binary.arch] ?? [])];
  const missing = required.filter((name) => !binary.hardening.includes(name));
  const faults = [
    binary.arch !== arch && `is built for ${binary.arch}, not for ${arch}`,
    binary.bytes > MAXIMUM_BYTES && `has ${binary.bytes} bytes, more than ${MAXIMUM_BYTES}`,
    binary.hasSymbols && 'is not stripped',
    binary.version !== numbers && `has version ${binary.version}, not ${numbers}`,
    missing.length > 0 && `is built without ${missing.join(', ')}`,
    foreign.length > 0 && `imports ${foreign.join(', ')}`,
  ].filter(Boolean);
  if (faults.length > 0) throw new Error(`${path} ${faults.join('; ')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { arch: { type: 'string' } } });
  try {
    const path = await prebuild(values);
    const { bytes, imports } = await readPortableExecutable(path);
    console.log(`${path}: ${bytes} bytes, imports ${imports.join(', ')}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
