// Builds test/host for this machine with Clang, once for each set of sanitizers, and runs the tests.
//
//   node scripts/host-tests.mjs [--filter=NAME]
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withLock } from './lock.mjs';
import { root, run, which } from './process.mjs';

/** The sanitizers that Clang can combine in a program. */
const SANITIZERS = ['address,undefined', 'thread'];
const TIMEOUT = 300_000;

/** The environment that makes a sanitizer stop at the first error, and print its location. */
const environment = {
  ...process.env,
  ASAN_OPTIONS: 'detect_stack_use_after_return=1:strict_init_order=1',
  TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

async function build(sanitizers) {
  const require = createRequire(import.meta.url);
  const folder = join(root, 'build', 'host', sanitizers.replace(',', '-'));
  const launcher = which('ccache');
  await mkdir(dirname(folder), { recursive: true });
  await run(
    'cmake',
    [
      '-S',
      join(root, 'test', 'host'),
      '-B',
      folder,
      '-G',
      which('ninja') ? 'Ninja' : 'Unix Makefiles',
      '-DCMAKE_CXX_COMPILER=clang++',
      `-DCMAKE_CXX_COMPILER_LAUNCHER=${launcher ?? ''}`,
      `-DSANITIZERS=${sanitizers}`,
      `-DNODE_ADDON_API_INCLUDE=${dirname(require.resolve('node-addon-api'))}`,
      `-DNODE_API_INCLUDE=${require('node-api-headers').include_dir}`,
    ],
    { quiet: true },
  );
  await run('nice', ['-n', '19', 'cmake', '--build', folder, '--parallel', '2'], { quiet: true });
  return join(folder, 'host-tests');
}

/**
 * Builds and runs the host tests.
 *
 * @param {{ filter?: string }} [options] `filter` is a doctest pattern of names with `*`
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>} the test cases of all sets of sanitizers
 */
export async function hostTests({ filter } = {}) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  await withLock(join(root, '.wine', 'host-tests.lock'), async () => {
    for (const sanitizers of SANITIZERS) {
      const program = await build(sanitizers);
      const { output, failure } = await run(program, filter === undefined ? [] : [`--test-case=${filter}`], {
        env: environment,
        quiet: true,
        timeout: TIMEOUT,
      }).then(
        (text) => ({ output: text, failure: undefined }),
        (error) => ({ output: error.message, failure: error }),
      );
      if (failure) console.error(`with ${sanitizers}: ${failure.message}`);
      const summary = /^\[doctest\] test cases: +\d+ \| +(\d+) passed \| +(\d+) failed \| +(\d+) skipped/m.exec(output);
      const [passed, failed, skipped] = summary === null ? [0, 0, 0] : summary.slice(1).map(Number);
      counts.passed += passed;
      // An error that a sanitizer finds, such as a leak at exit, is not the failure of a test.
      counts.failed += failure && failed === 0 ? 1 : failed;
      counts.skipped += skipped;
    }
  });
  if (counts.passed + counts.failed === 0) throw new Error('no test ran');
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { filter: { type: 'string' } } });
  try {
    const { passed, failed, skipped } = await hostTests(values);
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    if (failed > 0) process.exitCode = 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
