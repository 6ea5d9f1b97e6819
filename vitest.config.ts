import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, so that no core is idle at the end of a run. */
const longest = [
  'bits.emulation',
  'persistence-kills',
  'download-kills',
  'persistence-completion',
  'demo',
  'fleet',
  'managers',
  'types',
  'documentation',
  'bundles',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const elsewhere = ['**/*.native.test.ts', '**/*.site.test.ts'];

/** A folder in memory if there is room in it: the tests ask what a program writes before it is killed, not how fast the disk is. */
function temporaryFolder(): string {
  const memory = '/dev/shm';
  if (process.env.TMPDIR !== undefined || !existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 * 1024 ** 3 ? memory : tmpdir();
}

/**
 * The suites that need no addon. A child process runs many files, since loading the library and the test tools again for each would take as
 * long as the tests themselves.
 */
export default defineConfig({
  test: {
    globalSetup: 'scripts/build-library.mjs',
    pool: 'forks',
    isolate: false,
    // Most objects of a test live as long as the test: with more room for new ones, fewer collections copy them.
    execArgv: ['--min-semi-space-size=32', '--max-semi-space-size=64'],
    // A repeated run transforms only the modules that have changed.
    experimental: { fsModuleCache: true },
    // More than there are cores, since tests wait for clocks, disks and other processes.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    retry: 0,
    // Only a test that hangs takes so long, however busy the machine is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'emulation',
          include: ['test/**/*.test.ts'],
          exclude: [...elsewhere, 'test/package/**'],
          env: { TMPDIR: temporaryFolder() },
        },
      },
      {
        // The package as a consumer gets it: with package managers, bundlers, compilers and test runners.
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          exclude: elsewhere,
          globalSetup: 'test/package/packed.ts',
        },
      },
    ],
  },
});
