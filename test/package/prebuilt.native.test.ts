import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The folder in which the test run installed the packed tarball: npm may not be available on this host. */
function installedPackage(): string {
  const { WINPROGRESS_TEST_PACKAGE: folder } = process.env;
  if (folder === undefined) throw new Error('WINPROGRESS_TEST_PACKAGE names no folder; run `npm run test:native`');
  return folder;
}

/** Asks Sync Manager through COM for a handler that does not exist. */
const call = `await connection.syncmgr.registration.get('{6F1D0E1C-5B7C-4B1E-9A35-0C6A2D6F9B11}')`;

/** Connects, and prints the backend, the answer and the loaded file of the addon. */
const report = `
  const connection = await connect();
  const answer = ${call};
  await connection.close();
  process.report.excludeNetwork = true;
  const addon = process.report.getReport().sharedObjects.filter((path) => path.endsWith('.node'));
  console.log(JSON.stringify({ backend: connection.backend, answer, addon }));`;

const scripts = {
  import: ['--input-type=module', '-e', `import { connect } from 'winprogress'; ${report}`],
  require: [
    '--input-type=commonjs',
    '-e',
    `const { connect } = require('winprogress'); (async () => { ${report} })();`,
  ],
};

/** Starts the same program in a worker thread, after the main thread has loaded the addon, and in a second one. */
const workers = `
  import { Worker } from 'node:worker_threads';
  import { connect } from 'winprogress';
  const connection = await connect();
  const program = \`
    import { parentPort } from 'node:worker_threads';
    import { connect } from 'winprogress';
    const connection = await connect();
    const answer = ${call};
    await connection.close();
    parentPort.postMessage(connection.backend + ' ' + answer);\`;
  const answers = [1, 2].map(() => new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, execArgv: ['--input-type=module'] });
    let answer;
    worker.once('message', (message) => { answer = message; });
    worker.once('error', reject);
    worker.once('exit', (code) => resolve(answer + ' ' + code));
  }));
  console.log(JSON.stringify(await Promise.all(answers)));
  await connection.close();`;

/** Prints the error of connect(): its class, its code, and the last line of its message. */
const failure = `
  import { AddonLoadError, connect } from 'winprogress';
  try {
    await connect();
  } catch (error) {
    const { code, message, tried } = error;
    const isAddonLoadError = error instanceof AddonLoadError;
    console.log(JSON.stringify({ isAddonLoadError, code, cure: message.split('\\n').at(-1), tried: tried.map(({ what }) => what) }));
  }`;

interface RunOptions {
  readonly cwd?: string;
  readonly prebuildsOnly?: boolean;
}

function run(
  node: string,
  args: readonly string[],
  { cwd = installedPackage(), prebuildsOnly = true }: RunOptions = {},
): unknown {
  const { WINPROGRESS_BACKEND: _, PREBUILDS_ONLY: _2, ...env } = process.env;
  const output = execFileSync(node, [...args], {
    cwd,
    env: prebuildsOnly ? { ...env, PREBUILDS_ONLY: '1' } : env,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return JSON.parse(output);
}

const expected = {
  backend: 'native',
  answer: null,
  addon: [expect.stringMatching(new RegExp(`[\\\\/]prebuilds[\\\\/]win32-${process.arch}[\\\\/]winprogress\\.node$`))],
};

/** Windows may keep a process's program and current folder in use for a moment after its end. */
const removal = { recursive: true, force: true, maxRetries: 10 };

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
      rmSync(folder, removal);
    });

    it('loads from an ES module', () => {
      expect(run(renamed, scripts.import)).toEqual(expected);
    });

    it('loads from require()', () => {
      expect(run(renamed, scripts.require)).toEqual(expected);
    });
  });

  it('loads in two worker threads beside the main thread', () => {
    expect(run(process.execPath, ['--input-type=module', '-e', workers])).toEqual(['native null 0', 'native null 0']);
  });

  it('is not loaded without permission for addons, and connect() rejects with what to do', () => {
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const flags = [permission, '--allow-fs-read=*', '--input-type=module', '-e', failure];
    expect(run(process.execPath, flags)).toMatchObject({
      isAddonLoadError: true,
      code: 'ERR_WINPROGRESS_ADDON',
      cure: expect.stringContaining('add --allow-addons'),
    });
  });

  describe('in a folder with spaces and letters that are not ASCII', () => {
    let parent = '';
    let folder = '';
    const build = (): string => join(folder, 'node_modules', 'winprogress', 'build', 'Release');

    beforeAll(() => {
      parent = mkdtempSync(join(tmpdir(), 'winprogress-path-'));
      folder = join(parent, 'Größe von 文件 ‑ kopie');
      // cpSync of Node.js 22 misspells such a name on Windows.
      const copy = join(parent, 'copy');
      cpSync(installedPackage(), copy, { recursive: true });
      renameSync(copy, folder);
    });

    afterAll(() => {
      rmSync(parent, removal);
    });

    it('loads', () => {
      expect(run(process.execPath, scripts.import, { cwd: folder })).toEqual(expected);
    });

    it('loads beside a stale build, which connect() reports without PREBUILDS_ONLY', () => {
      mkdirSync(build(), { recursive: true });
      writeFileSync(join(build(), 'winprogress.node'), 'built for another version');
      try {
        expect(run(process.execPath, scripts.import, { cwd: folder })).toEqual(expected);
        const flags = ['--input-type=module', '-e', failure];
        expect(run(process.execPath, flags, { cwd: folder, prebuildsOnly: false })).toMatchObject({
          isAddonLoadError: true,
          cure: expect.stringContaining('delete it'),
          tried: [join(build(), 'winprogress.node')],
        });
      } finally {
        rmSync(join(build(), '..'), { recursive: true });
      }
    });
  });
});
