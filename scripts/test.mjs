// npm test: runs all checks and all suites, after installing the Debian packages they need on Linux. The last line is `N passed, N failed,
// N skipped`, summed over all suites; the exit code is 0 only if each step has run and nothing has failed.
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { clangTidy, describeRuns } from './clang-tidy.mjs';
import { hostTests } from './host-tests.mjs';
import { root, run } from './process.mjs';
import { installRequirements, nativeParts, nativeReport, prepareNative, runNativeParts } from './wine.mjs';

const emulationReport = join(root, '.wine', 'emulation-report.json');
const NATIVE_TIMEOUT = 16 * 60_000;
const counts = { passed: 0, failed: 0, skipped: 0 };
const failedSteps = [];

/**
 * Runs a step. A failure does not stop the following steps, so that one run shows all failures.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined if it has failed
 */
async function step(title, work) {
  console.log(`\n== ${title}`);
  const start = Date.now();
  try {
    const result = await work();
    console.log(`== ${title}: ok, ${((Date.now() - start) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    failedSteps.push(title);
    console.error(error.message);
    console.error(`== ${title}: FAILED`);
    return undefined;
  }
}

/** Runs the command of an installed package with this Node.js. */
function tool(name, ...args) {
  const require = createRequire(import.meta.url);
  const manifest = join(root, 'node_modules', name, 'package.json');
  const { bin } = require(manifest);
  const script = typeof bin === 'string' ? bin : (bin[name.split('/').at(-1)] ?? Object.values(bin)[0]);
  return run(process.execPath, [join(dirname(manifest), script), ...args]);
}

async function count(path) {
  let report;
  try {
    report = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new Error('vitest has written no report: it ended before the tests');
  }
  counts.passed += report.numPassedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  // A test that neither passed nor was skipped has failed: its process crashed, or its file could not be loaded.
  const settled = report.numPassedTests + report.numPendingTests + report.numTodoTests;
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numTotalTests - settled + unloaded.length;
  counts.failed += failed;
  if (report.numTotalTests === 0) throw new Error('no test ran');
  if (failed > 0 || !report.success) throw new Error(`${failed} failed`);
}

async function lintCpp() {
  const counts = await clangTidy();
  console.log(describeRuns(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}

async function hostSuite() {
  const { passed, failed, skipped } = await hostTests();
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0) throw new Error(`${failed} failed`);
}

async function checkCpp() {
  await step('lint of C++', lintCpp);
  await step('host suite', hostSuite);
}

async function emulationAndPackageSuites() {
  await rm(emulationReport, { force: true });
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${emulationReport}`];
  const failure = await tool('vitest', 'run', ...options).then(
    () => undefined,
    (error) => error,
  );
  await count(emulationReport);
  if (failure) throw failure;
}

async function nativeSuite(env) {
  const passed = await runNativeParts(env, { timeout: NATIVE_TIMEOUT });
  for (const part of Object.keys(nativeParts)) await count(nativeReport(part));
  if (!passed) throw new Error('the native suite has failed');
}

if (process.platform === 'linux') {
  try {
    await installRequirements();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

await step('types', () => tool('typescript', '-p', 'tsconfig.json'));
await step('format and lint of TypeScript', () =>
  tool('@biomejs/biome', 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'),
);
if (process.platform === 'linux') {
  await step('format of C++', () => run(process.execPath, [join('scripts', 'clang-format.mjs')]));
} else {
  console.log(
    '\n== format and lint of C++: checked on Linux only, since each version of clang-format has a taste of its own',
  );
}
await step('build', () => run(process.execPath, [join('scripts', 'build-library.mjs')]));
await step('emulation and package suites', emulationAndPackageSuites);
if (process.platform === 'win32' || process.platform === 'linux') {
  const env = await step('build for the native suite', prepareNative);
  // The tests wait for other processes most of the time. What runs beside them has the lowest priority.
  await Promise.all([
    env === undefined ? undefined : step('native suite', () => nativeSuite(env)),
    process.platform === 'linux' ? checkCpp() : undefined,
  ]);
} else {
  console.log(`\n== native suite: skipped on ${process.platform}, which has no COM`);
}

if (failedSteps.length > 0) console.error(`\nfailed: ${failedSteps.join(', ')}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = failedSteps.length > 0 ? 1 : 0;
