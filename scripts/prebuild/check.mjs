import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPortableExecutable } from '../portable-executable.mjs';
import { root } from '../process.mjs';

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

/** The required properties of each binary, and additional ones by linker and architecture. Zig's stack protector leaves no trace. */
const HARDENING = ['dynamic-base', 'nx-compat'];
const ADDITIONAL_HARDENING = {
  gnu: {
    x64: ['stack-protector', 'high-entropy-va'],
    ia32: ['stack-protector'],
  },
  lld: { arm64: ['high-entropy-va'] },
  msvc: {
    x64: ['stack-protector', 'high-entropy-va', 'control-flow-guard', 'eh-continuation', 'cet-compat'],
    ia32: ['stack-protector', 'control-flow-guard', 'cet-compat', 'safe-seh'],
    arm64: ['stack-protector', 'high-entropy-va', 'control-flow-guard'],
  },
};

/**
 * Throws if a binary must not be published: wrong architecture, too large, not stripped, with the time of its build, without the version of the package or a protection
 * of the compiler, with null pointers in place of Node-API, or importing a library that is not part of Windows.
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
    binary.linker !== 'msvc' && binary.timestamp !== 0 && 'contains the time of its build',
    binary.version !== numbers && `has version ${binary.version}, not ${numbers}`,
    missing.length > 0 && `is built without ${missing.join(', ')}`,
    binary.delayLoaded.some(({ value }) => value === 0n) && 'calls Node-API through null pointers',
    foreign.length > 0 && `imports ${foreign.join(', ')}`,
  ].filter(Boolean);
  if (faults.length > 0) throw new Error(`${path} ${faults.join('; ')}`);
}
