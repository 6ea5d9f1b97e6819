import { defineConfig } from 'vitest/config';

/** The suites that need no addon: everything but `*.native.test.ts`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.native.test.ts'],
    globalSetup: ['scripts/build-library.mjs'],
    pool: 'forks',
    retry: 0,
  },
});
