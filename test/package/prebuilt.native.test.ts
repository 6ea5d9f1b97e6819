import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The folder in which the test run installed the packed tarball: npm may not be available on this host. */
function installedPackage(): string {
  const { WINPROGRESS_TEST_PACKAGE: folder } = process.env;
  if (folder === undefined) throw new Error('WINPROGRESS_TEST_PACKAGE names no folder; run `npm run test:native`');
  return folder;
}

/** Connects, and prints the backend and the loaded file of the addon. */
const report = `
  const connection = await connect();
  const classes = await connection.probe();
  await connection.close();
  process.report.excludeNetwork = true;
  const addon = process.report.getReport().sharedObjects.filter((path) => path.endsWith('.node'));
  console.log(JSON.stringify({ backend: connection.backend, probe: typeof classes, addon }));`;

const scripts = {
  import: ['--input-type=module', '-e', `import { connect } from 'winprogress'; ${report}`],
  require: [
    '--input-type=commonjs',
    '-e',
    `const { connect } = require('winprogress'); (async () => { ${report} })();`,
  ],
};

function run(node: string, args: readonly string[]): unknown {
  const { WINPROGRESS_BACKEND: _, ...env } = process.env;
  const output = execFileSync(node, [...args], {
    cwd: installedPackage(),
    env: { ...env, PREBUILDS_ONLY: '1' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return JSON.parse(output);
}

const expected = {
  backend: 'native',
  probe: 'object',
  addon: [expect.stringMatching(new RegExp(`[\\\\/]prebuilds[\\\\/]win32-${process.arch}[\\\\/]winprogress\\.node$`))],
};

describe('the prebuilt binary of the packed tarball, with PREBUILDS_ONLY=1', () => {
  it('loads from an ES module', () => {
    expect(run(process.execPath, scripts.import)).toEqual(expected);
  });

  it('loads from require()', () => {
    expect(run(process.execPath, scripts.require)).toEqual(expected);
  });

  describe('in a copy of node.exe with another name', () => {
    let folder = '';
    let renamed = '';

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'winprogress-host-'));
      renamed = join(folder, 'application.exe');
      copyFileSync(process.execPath, renamed);
    });

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('loads from an ES module', () => {
      expect(run(renamed, scripts.import)).toEqual(expected);
    });

    it('loads from require()', () => {
      expect(run(renamed, scripts.require)).toEqual(expected);
    });
  });
});
