import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** The program that the test run built from test/abi. */
function program(): string {
  const { WINPROGRESS_TEST_ABI: path } = process.env;
  if (path === undefined) throw new Error('WINPROGRESS_TEST_ABI names no program; run `npm run test:native`');
  return path;
}

/** MinGW has no syncmgr.h and syncregistration.h, and the order of the methods in its winsync.h is not verified. */
const headers = { msvc: [1, 1, 1], mingw: [0, 0, 0] };

describe('the interfaces that native/ declares', () => {
  it('agree with the headers of the compiler in IIDs, layouts, values and slots', () => {
    const { stdout, status } = spawnSync(program(), { encoding: 'utf8', timeout: 30_000 });
    const [syncmgr, winsync, registration] =
      headers[process.env.WINPROGRESS_TEST_COMPILER === 'msvc' ? 'msvc' : 'mingw'];
    expect(stdout.trim()).toMatch(/^[1-9]\d* compared, 0 differ; [^\n]*$/);
    expect(stdout).toContain(`syncmgr.h: ${syncmgr}, winsync.h: ${winsync}, syncregistration.h: ${registration}`);
    expect(status).toBe(0);
  });
});
