import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const elsewhere = ['**/*.native.test.ts', '**/*.site.test.ts'];

/**
 * The suites that need no addon. A child process runs many files, since loading the library and the test tools again for each would take as
 * long as the tests themselves.
 */
export default defineConfig({
  test: {
    globalSetup: 'scripts/build-library.mjs',
    pool: 'forks',
    isolate: false,
    maxWorkers: availableParallelism(),
    retry: 0,
    // Only a test that hangs takes so long, however busy the machine is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'emulation', include: ['test/**/*.test.ts'], exclude: [...elsewhere, 'test/package/**'] },
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
