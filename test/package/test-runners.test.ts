import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage } from '../../scripts/package.mjs';
import { installTool } from '../../scripts/tools.mjs';
import { packedTarball } from './packed.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** A test of a user, on virtual time. `test` and `equal` come from the runner. */
const body = `
  const emulation = createEmulation({ clock: 'virtual' });
  const connection = await connect({ backend: emulation });
  const job = await connection.bits.createJob({ name: 'a' });
  equal(await job.getState(), 'suspended');
  await job.cancel();
  await connection.close();`;

const imports = `
  import { connect } from 'winprogress';
  import { createEmulation } from 'winprogress/emulation';`;

describe('a test of a user with the emulation', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await installPackage(mkdtempSync(join(tmpdir(), 'winprogress-runners-')), await packedTarball());
  }, 120_000);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  /** Writes a test file and runs it; returns everything that the runner prints. */
  async function runTest(file: string, text: string, args: readonly string[], options = ''): Promise<string> {
    writeFileSync(join(folder, file), text);
    const kept = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|JEST|NODE_TEST|WINPROGRESS)/.test(name));
    const env = { ...Object.fromEntries(kept), NODE_ENV: 'test', NODE_OPTIONS: options, NO_COLOR: '1' };
    const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env, timeout: 100_000 });
    return `${stdout}${stderr}`;
  }

  it('passes in node --test', async () => {
    const text = `import test from 'node:test'; import { equal } from 'node:assert/strict'; ${imports}
      test('job', async () => { ${body} });`;
    const output = await runTest('node.test.mjs', text, ['--test', 'node.test.mjs']);
    expect(output).toMatch(/\bpass 1\b/);
    expect(output).toMatch(/\bfail 0\b/);
  });

  it('passes in vitest', async () => {
    symlinkSync(join(root, 'node_modules', 'vitest'), join(folder, 'node_modules', 'vitest'), 'junction');
    const text = `import { expect, test } from 'vitest'; ${imports}
      const equal = (a, b) => expect(a).toBe(b);
      test('job', async () => { ${body} });`;
    const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'user.test.mjs'];
    expect(await runTest('user.test.mjs', text, args)).toMatch(/Tests {2}1 passed/);
  }, 120_000);

  it('passes in jest, with its modules of ECMAScript', async () => {
    const text = `${imports}
      const equal = (a, b) => expect(a).toBe(b);
      test('job', async () => { ${body} });`;
    const jest = join(await installTool('jest', '30.5.2'), 'bin', 'jest.js');
    writeFileSync(
      join(folder, 'jest.config.json'),
      JSON.stringify({ testMatch: ['**/jest-user.test.mjs'], transform: {} }),
    );
    const args = [jest, '--config=jest.config.json', '--rootDir=.', '--watchman=false'];
    const output = await runTest('jest-user.test.mjs', text, args, '--experimental-vm-modules');
    expect(output).toMatch(/Tests: {7}1 passed, 1 total/);
  }, 240_000);
});
