import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * The suites that need no addon: everything but `*.native.test.ts` and `*.site.test.ts`. A child process runs many files, since loading the library and the
 * test tools again for each would take as long as the tests themselves.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.native.test.ts', '**/*.site.test.ts'],
    globalSetup: ['scripts/build-library.mjs', 'test/package/packed.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: availableParallelism(),
    retry: 0,
    // Only a test that hangs takes so long, however busy the machine is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
