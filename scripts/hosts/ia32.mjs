import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildContentTransferLibrary } from '../fixtures/content-transfer-library.mjs';
import { prebuiltPath } from '../prebuild.mjs';
import { installTool } from '../tools.mjs';
import { buildRandomNumbers } from '../wine/setup.mjs';
import { runWindows, runWindowsNode, toWindowsPath, wineFolder } from '../wine.mjs';

/** The last version that npm has as a package of Node.js for 32 bits. */
const VERSION = '22.23.2';

const TIMEOUT = 180_000;

/** Where Debian's package wine32 has the loader of 32-bit programs. */
const loader = '/usr/lib/wine/wine';
const command = 'dpkg --add-architecture i386 && apt-get update && apt-get install --no-install-recommends wine32:i386';

/** A prefix of its own: that of the other tests is for 64 bits. */
const prefix = join(wineFolder, 'prefix-ia32');
const wine = { WINEPREFIX: prefix, WINEARCH: 'win32' };

/** Whether this machine runs Windows programs for 32 bits. */
export const canRunIa32 = process.platform === 'win32' || existsSync(loader);

/**
 * Calls real COM through the binary for ia32 of an installed package, in Node.js for 32 bits. The test tools have no binaries for ia32, so it is one
 * program: test/package/programs/smoke.mjs.
 *
 * @param {string} consumer the folder in which the package is installed
 * @returns {Promise<{ version: string, starts: string, result: string, passed: boolean }>} a row for the table of hosts
 */
export async function testIa32Host(consumer) {
  const host = { version: `${VERSION}, 32 bits`, starts: 'no', passed: false };
  if (!canRunIa32)
    return { ...host, starts: 'not tested', result: `wine32 is not installed: ${command}`, passed: true };
  if (process.platform === 'linux') await setUp();
  const { ia32 } = await buildContentTransferLibrary();
  const node = join(await installTool('node-win-x86', VERSION), 'bin', 'node.exe');
  const program = join('test', 'package', 'programs', 'smoke.mjs');
  const { code, stdout, stderr } = await runWindowsNode([program, toWindowsPath(ia32)], {
    node,
    env: { ...wine, PREBUILDS_ONLY: '1', WINPROGRESS_TEST_PACKAGE: toWindowsPath(consumer) },
    output: 'capture',
    timeout: TIMEOUT,
  });
  // Wine returns 0 for some crashes.
  if (code !== 0 || stdout === '') return { ...host, result: `ended with code ${code}: ${stderr.trim()}` };
  const found = JSON.parse(stdout);
  const passed = isDeepStrictEqual(found, expected(consumer));
  return { ...host, starts: 'yes', result: passed ? 'smoke test passed' : `smoke test found ${stdout.trim()}`, passed };
}

function expected(consumer) {
  return {
    arch: 'ia32',
    hasBits: true,
    download: { state: 'acknowledged', bytesTransferred: '1000000', isSame: true },
    session: { provider: 'destination', stage: 'changeApplication', completedWork: 3, totalWork: 11 },
    notification: 'S_OK',
    addons: [toWindowsPath(prebuiltPath('ia32', join(consumer, 'node_modules', 'winprogress')))],
  };
}

/** Creates the prefix, if it does not exist. */
async function setUp() {
  const library = join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
  if (existsSync(library)) return;
  await rm(prefix, { recursive: true, force: true });
  await mkdir(prefix, { recursive: true });
  for (const [program, ...args] of [
    ['wineboot', '-i'],
    ['winecfg', '-v', 'win10'],
  ]) {
    const { code, stderr } = await runWindows(program, args, { env: wine, output: 'capture', timeout: TIMEOUT });
    if (code !== 0) throw new Error(`${program} ended with code ${code} in a prefix for 32 bits\n${stderr}`);
  }
  await buildRandomNumbers(library, 'ia32');
}
