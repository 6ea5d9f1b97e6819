import { defineConfig } from 'vitest/config';

/**
 * The suites that load the addon, for Node on Windows; `node scripts/wine.mjs test` runs them.
 *
 * One file after the other: they share the machine's one BITS service and its one registry. Forks, since a native crash
 * in a worker thread would take the whole run along.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.native.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
