import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildAbi } from '../abi.mjs';
import { buildAddon } from '../build-addon.mjs';
import { buildLibrary } from '../build-library.mjs';
import { buildBitsService } from '../fixtures/bits-service.mjs';
import { buildContentTransferLibrary } from '../fixtures/content-transfer-library.mjs';
import { buildInProcessGroup } from '../fixtures/in-process-group.mjs';
import { installSyncManager } from '../fixtures/sync-manager.mjs';
import { installSyncProvider } from '../fixtures/sync-provider.mjs';
import { installPackage } from '../package.mjs';
import { checkPrebuild } from '../prebuild/check.mjs';
import { prebuild, prebuiltPath } from '../prebuild.mjs';
import { root } from '../process.mjs';
import { nativeReport, prefix, toWindowsPath, wineFolder } from './places.mjs';
import { checkRequirements } from './requirements.mjs';
import { runWindowsNode } from './run.mjs';
import { setup } from './setup.mjs';

/**
 * Builds the addon, packs and installs the package with it, and builds the programs and libraries that the native suite calls.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} the environment of the suite
 */
export async function prepareNative() {
  if (process.platform === 'linux') checkRequirements();
  // The setup waits for npm and for Wine most of the time.
  const [built] = await Promise.all([buildEverything(), setup()]);
  return { ...built, ...(process.platform === 'linux' ? await installReferenceServers() : {}) };
}

/** Everything that does not need Wine to be built. */
async function buildEverything() {
  await buildLibrary();
  await makeBinary();
  const [consumer, inProcessGroup, contentTransfer, abi] = await Promise.all([
    installPackage(join(wineFolder, 'consumer')),
    buildInProcessGroup(),
    buildContentTransferLibrary(),
    buildAbi(),
  ]);
  return {
    WINPROGRESS_TEST_ABI: toWindowsPath(abi),
    WINPROGRESS_TEST_COMPILER: process.platform === 'win32' ? 'msvc' : 'mingw',
    WINPROGRESS_TEST_PACKAGE: toWindowsPath(consumer),
    WINPROGRESS_TEST_GROUP: toWindowsPath(inProcessGroup),
    WINPROGRESS_TEST_CTM_X64: toWindowsPath(contentTransfer.x64),
    WINPROGRESS_TEST_CTM_IA32: toWindowsPath(contentTransfer.ia32),
  };
}

/** The parts of the native suite that run at the same time, with their projects in vitest.native.config.ts. */
export const nativeParts = { bits: ['bits', 'repository'], synchronisation: ['synchronisation', 'apartment'] };

/**
 * Runs the whole native suite: its parts at the same time.
 *
 * @param {NodeJS.ProcessEnv} env what `prepareNative` has returned
 * @param {{ timeout?: number }} [options] milliseconds
 * @returns {Promise<boolean>} whether all have passed; the report of each is in `nativeReport(part)`
 */
export async function runNativeParts(env, options) {
  const results = await Promise.all(
    Object.entries(nativeParts).map(([part, projects]) =>
      run(
        env,
        nativeReport(part),
        projects.map((name) => `--project=${name}`),
        options,
      ),
    ),
  );
  return results.every(Boolean);
}

/**
 * Runs files of the native suite, one after the other.
 *
 * @param {NodeJS.ProcessEnv} env what `prepareNative` has returned
 * @param {string[]} args arguments for vitest, such as a file or `-t name`
 * @param {{ timeout?: number }} [options] milliseconds
 * @returns {Promise<boolean>} whether they passed; the report is in `nativeReport()`
 */
export function runNativeFiles(env, args, options) {
  return run(env, nativeReport(), args, options);
}

/**
 * Runs vitest in Windows Node.
 *
 * An exit code of 0 is not sufficient: a process that crashed under Wine may return it. The tests have passed if vitest's own report says
 * so, with at least one test.
 */
async function run(env, report, args, { timeout } = {}) {
  await rm(report, { force: true });
  const { code } = await runWindowsNode(
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config=vitest.native.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${relative(root, report)}`,
      ...args,
    ],
    { timeout, env },
  );
  return hasPassed(code, report);
}

async function makeBinary() {
  if (process.env.WINPROGRESS_KEEP_PREBUILDS === '1') {
    // The release tests the binaries that it publishes.
    await checkPrebuild(prebuiltPath(process.arch), process.arch);
  } else if (process.platform === 'win32') {
    await prebuild({ arch: process.arch });
  } else {
    // prebuildify prints the whole output of a build or nothing; our build prints it if it has failed.
    await buildAddon({ quiet: true });
    await prebuild({ quiet: true });
  }
  // The same build with the entries for tests: one file is compiled. The binary of the package does not change.
  await buildAddon({ quiet: true, testEntries: true });
}

/**
 * Installs the legacy queue manager, Sync Manager, Sync Center and providers of Windows Sync, which Wine does not have, to test real
 * vtables.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} the paths of the libraries that tests script
 */
async function installReferenceServers() {
  process.env.WINEPREFIX = prefix;
  const { installQueueManager } = await import('../fixtures/queue-manager.mjs');
  const anchors = await installQueueManager({ quiet: true });
  return {
    WINPROGRESS_TEST_ANCHORS: toWindowsPath(anchors),
    WINPROGRESS_TEST_BITS: toWindowsPath(await buildBitsService()),
    WINPROGRESS_TEST_SYNCMGR: toWindowsPath(await installSyncManager()),
    WINPROGRESS_TEST_WINSYNC: toWindowsPath(await installSyncProvider()),
  };
}

async function hasPassed(code, path) {
  if (!existsSync(path)) {
    console.error('native suite: vitest has written no report: Windows Node ended before the tests');
    return false;
  }
  const report = JSON.parse(await readFile(path, 'utf8'));
  if (report.numTotalTests === 0) console.error('native suite: no test ran');
  if (code !== 0) console.error(`native suite: vitest ended with code ${code}`);
  return code === 0 && report.success === true && report.numTotalTests > 0;
}
