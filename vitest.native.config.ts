import { defineConfig } from 'vitest/config';

const include = ['test/**/*.native.test.ts'];
/** They set the apartment of the JavaScript thread, which no other file may have chosen before. */
const ownProcess = ['test/native/*-apartment.native.test.ts'];

/**
 * The suites that load the addon, for Node on Windows; `node scripts/wine.mjs test` runs them.
 *
 * One file after the other: they share the machine's one BITS service and its one registry. All in one child process, since the start
 * of each takes Wine more than two seconds; a crash in it fails the run.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    fileParallelism: false,
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'shared', include, exclude: ownProcess, isolate: false } },
      { extends: true, test: { name: 'apartment', include: ownProcess } },
    ],
  },
});
