import { defineConfig } from 'vitest/config';

/** The built site in a browser: `npm run test:site`. `npm test` does not run it, because the site takes minutes to build. */
export default defineConfig({
  test: {
    include: ['test/site/*.site.test.ts'],
    globalSetup: ['scripts/site/set-up.mjs'],
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
