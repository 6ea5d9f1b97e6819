import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildAbi } from '../abi.mjs';
import { buildAddon } from '../build-addon.mjs';
import { buildLibrary } from '../build-library.mjs';
import { buildContentTransferLibrary } from '../content-transfer-library.mjs';
import { buildBitsService } from '../fixtures/bits-service.mjs';
import { buildInProcessGroup } from '../in-process-group.mjs';
import { installPackage } from '../package.mjs';
import { prebuild } from '../prebuild.mjs';
import { root } from '../process.mjs';
import { installSyncManager } from '../sync-manager.mjs';
import { installSyncProvider } from '../sync-provider.mjs';
import { nativeReport, prefix, toWindowsPath, wineFolder } from './places.mjs';
import { checkRequirements } from './requirements.mjs';
import { runWindowsNode } from './run.mjs';
import { setup } from './setup.mjs';

/**
 * Builds the addon, packs and installs the package with it, and runs the native suite in Windows Node.
 *
 * An exit code of 0 is not enough: a process that crashed under Wine may show it too. The suite has passed when
 * vitest's own report says so as well, and counts at least one test.
 *
 * @param {string[]} [args] for vitest, such as a file or `-t name`
 * @param {{ timeout?: number }} [options] milliseconds
 * @returns {Promise<boolean>} whether it passed; the report stays in `nativeReport`
 */
export async function testNative(args = [], { timeout } = {}) {
  await rm(nativeReport, { force: true });
  if (process.platform === 'linux') checkRequirements();
  await setup();
  await buildLibrary();
  await makeBinary();
  const consumer = await installPackage(join(wineFolder, 'consumer'));
  const inProcessGroup = await buildInProcessGroup();
  const contentTransfer = await buildContentTransferLibrary();
  const abi = await buildAbi();
  const references = process.platform === 'linux' ? await installReferenceServers() : {};
  const { code } = await runWindowsNode(
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config=vitest.native.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${relative(root, nativeReport)}`,
      ...args,
    ],
    {
      timeout,
      env: {
        WINPROGRESS_TEST_ABI: toWindowsPath(abi),
        WINPROGRESS_TEST_COMPILER: process.platform === 'win32' ? 'msvc' : 'mingw',
        WINPROGRESS_TEST_PACKAGE: toWindowsPath(consumer),
        WINPROGRESS_TEST_GROUP: toWindowsPath(inProcessGroup),
        WINPROGRESS_TEST_CTM_X64: toWindowsPath(contentTransfer.x64),
        WINPROGRESS_TEST_CTM_IA32: toWindowsPath(contentTransfer.ia32),
        ...references,
      },
    },
  );
  return judge(code);
}

async function makeBinary() {
  if (process.platform === 'win32') {
    await prebuild({ arch: process.arch });
  } else {
    // prebuildify shows all or nothing of a build; ours shows what the compiler said when it has failed.
    await buildAddon({ quiet: true });
    await prebuild({ quiet: true });
  }
  // The same build with what the tests call beside it: one file is compiled again. The binary of the package is not touched.
  await buildAddon({ quiet: true, testEntries: true });
}

/**
 * The legacy queue manager, Sync Manager, Sync Center and providers of Windows Sync, which no Wine has, so that their vtables are met for
 * real.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} where the tests find those that they script
 */
async function installReferenceServers() {
  process.env.WINEPREFIX = prefix;
  const { installReference } = await import('../reference.mjs');
  await installReference({ quiet: true });
  return {
    WINPROGRESS_TEST_BITS: toWindowsPath(await buildBitsService()),
    WINPROGRESS_TEST_SYNCMGR: toWindowsPath(await installSyncManager()),
    WINPROGRESS_TEST_WINSYNC: toWindowsPath(await installSyncProvider()),
  };
}

async function judge(code) {
  if (!existsSync(nativeReport)) {
    console.error('native suite: vitest left no report; Windows Node ended before the tests did');
    return false;
  }
  const report = JSON.parse(await readFile(nativeReport, 'utf8'));
  if (report.numTotalTests === 0) console.error('native suite: no test ran');
  if (code !== 0) console.error(`native suite: vitest ended with code ${code}`);
  return code === 0 && report.success === true && report.numTotalTests > 0;
}
