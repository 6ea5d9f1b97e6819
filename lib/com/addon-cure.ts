import { errorCode, isError } from './thrown.js';

// As in addon.ts: `import` would list all exports of the module at each start.
const { closeSync, openSync, readSync } = process.getBuiltinModule('node:fs');

/** The remedy if Node.js was started without permission for addons. */
const permissionCure =
  'Node.js was started without permission to load addons: add --allow-addons beside --permission, and remove --no-addons.';

const readCure =
  'Node.js was started without permission to read the package: add --allow-fs-read for its folder, and --allow-addons.';

/**
 * Failures of `LoadLibrary` by the English text of Windows that Node.js reports, or by the number that it reports on a Windows without English texts.
 * Source: https://learn.microsoft.com/windows/win32/debug/system-error-codes.
 */
const loadFailures: readonly (readonly [pattern: RegExp, cure: string])[] = [
  [
    // ERROR_ACCESS_DISABLED_BY_POLICY, of AppLocker and software restriction policies.
    /blocked by group policy|error: 1260\b/i,
    'A group policy of this computer blocks the file (ERROR_ACCESS_DISABLED_BY_POLICY): an administrator must add a DLL rule for it to AppLocker or to the software restriction policies.',
  ],
  [
    // ERROR_SYSTEM_INTEGRITY_POLICY_VIOLATION, 0x800711C7 as an HRESULT; ERROR_INVALID_IMAGE_HASH.
    /application control policy|cannot verify the digital signature|error: (?:4551|577)\b/i,
    'App Control for Business (WDAC) or Smart App Control blocks the file (0x800711C7): an administrator must allow its hash in the policy.',
  ],
  [
    // ERROR_VIRUS_INFECTED and ERROR_VIRUS_DELETED.
    /virus or potentially unwanted software|error: 22[56]\b/i,
    'The virus scanner of this computer blocks the file: restore it from quarantine, or install the package again after an exclusion for it.',
  ],
  [
    // ERROR_MOD_NOT_FOUND.
    /module could not be found|error: 126\b/i,
    'The file has been removed, or is in a place that Windows cannot load from: install the package again on a local disk.',
  ],
];

/** ERROR_BAD_EXE_FORMAT, in the words of Windows and of Wine. */
const badFormat = /not a valid Win32 application|bad exe format|error: 193\b/i;

/** The names of the architectures in Node.js, by `IMAGE_FILE_HEADER.Machine`. */
const machines: Readonly<Record<number, string>> = { 332: 'ia32', 34404: 'x64', 43620: 'arm64' };

/**
 * Returns the remedy for an error of Node.js in one sentence; undefined if none is known.
 * @param file the binary that could not be loaded
 */
export function cureOf(error: unknown, file?: string): string | undefined {
  const code = errorCode(error);
  if (code === 'ERR_DLOPEN_DISABLED') return permissionCure;
  if (code === 'ERR_ACCESS_DENIED') return readCure;
  if (file === undefined || !isError(error)) return undefined;
  if (badFormat.test(error.message)) return formatCure(file);
  return loadFailures.find(([pattern]) => pattern.test(error.message))?.[1];
}

function formatCure(file: string): string {
  const architecture = architectureOf(file);
  if (architecture === undefined)
    return `The file is damaged or not a Windows binary: delete it, and install the package again.`;
  if (architecture === process.arch) return `The file is damaged: delete it, and install the package again.`;
  return `The file is built for ${architecture}, this Node.js for ${process.arch}: delete it, or use Node.js for ${architecture}.`;
}

/** Returns the architecture of a Windows binary; undefined if the file is not one. */
function architectureOf(file: string): string | undefined {
  const start = readAt(file, 0, 64);
  if (start === undefined || start.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const header = readAt(file, start.readUInt32LE(0x3c), 6);
  if (header === undefined || header.toString('latin1', 0, 4) !== 'PE\0\0') return undefined;
  const machine = header.readUInt16LE(4);
  return machines[machine] ?? `machine 0x${machine.toString(16)}`;
}

function readAt(file: string, position: number, length: number): Buffer | undefined {
  try {
    const handle = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(length);
      return readSync(handle, buffer, 0, length, position) === length ? buffer : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}
