import { defineConfig } from 'vitest/config';

/** They set the apartment of the JavaScript thread, which no other file may have chosen before. */
const ownProcess = ['test/native/*-apartment.native.test.ts'];
/** They use nothing of BITS, so they can run at the same time as its tests. */
const synchronisation = ['abi', 'ctm', 'sync', 'syncmgr', 'winsync'].map(
  (name) => `test/**/${name}{,-*}.native.test.ts`,
);

/**
 * The suites that load the addon, for Node on Windows; `node scripts/wine.mjs test` runs them: the tests of BITS in one process, and the
 * others in another at the same time.
 *
 * In each, one file after the other: they share the machine's one BITS service and its one registry. All of them in one child process,
 * since the start of each takes Wine more than two seconds; a crash in it fails the run.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    fileParallelism: false,
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'bits',
          include: ['test/**/*.native.test.ts'],
          exclude: [...synchronisation, ...ownProcess],
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'synchronisation', include: synchronisation, exclude: ownProcess, isolate: false },
      },
      { extends: true, test: { name: 'apartment', include: ownProcess } },
    ],
  },
});
