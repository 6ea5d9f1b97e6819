import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { installedPackage } from './test/support/installed-package.js';

/** They set the apartment of the JavaScript thread, which no other file may have chosen before. */
const ownProcess = ['test/native/*-apartment.native.test.ts'];
/** They call what the package does not have: the addon's entries for tests, or modules of lib that are not entries of the package. */
const repository = ['bits-calls', 'bits-sinks', 'lane', 'syncmgr-command-line'].map(
  (name) => `test/native/${name}.native.test.ts`,
);
/** They use nothing of BITS, so they can run at the same time as its tests. */
const synchronisation = ['abi', 'ctm', 'prebuild-check', 'prebuilt', 'sync', 'syncmgr', 'winsync'].map(
  (name) => `test/**/${name}{,-*}.native.test.ts`,
);
/** In each process that runs on the package. */
const testedBinary = 'test/package/tested-binary.native.test.ts';
const anchoredProcess = 'test/native/anchor-process.mjs';
const anchoredBits = [anchoredProcess, 'test/native/anchors.ts'];

type ProjectTests = NonNullable<TestProjectInlineConfiguration['test']>;

/** A project whose tests run on the package as it was installed from the tarball: its `dist` and its prebuilt binary. */
function onPackage(test: ProjectTests) {
  return { extends: true as const, plugins: [installedPackage()], test: { ...test, env: { PREBUILDS_ONLY: '1' } } };
}

/**
 * The suites that load the addon, for Node on Windows; `node scripts/wine.mjs test` runs them: the tests of BITS in one process, and the
 * others in another at the same time. They test the package that is installed from the tarball. Only the tests of the project
 * `repository` run on `lib` and on the addon in `build`.
 *
 * In each, one file after the other: they share the machine's one BITS service and its one registry. All files of a project in one child
 * process, since the start of each takes Wine more than two seconds; a crash in it fails the run.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    fileParallelism: false,
    globalSetup: 'test/native/wine-session.ts',
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A connection that closes waits half a second for its threads: on a busy machine, references are released after that.
    expect: { poll: { interval: 10, timeout: 50_000 } },
    projects: [
      onPackage({
        name: 'bits',
        include: ['test/**/*.native.test.ts'],
        exclude: [...synchronisation, ...ownProcess, ...repository],
        setupFiles: anchoredBits,
        isolate: false,
      }),
      onPackage({
        name: 'synchronisation',
        include: [...synchronisation, testedBinary],
        exclude: [...ownProcess, ...repository],
        setupFiles: anchoredProcess,
        isolate: false,
      }),
      onPackage({ name: 'apartment', include: ownProcess }),
      { extends: true, test: { name: 'repository', include: repository, setupFiles: anchoredBits, isolate: false } },
    ],
  },
});
