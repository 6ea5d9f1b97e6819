import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage } from '../../scripts/package.mjs';
import { packedTarball } from './packed.js';

// Windows selects the native backend: prebuilt.native.test.ts tests the same for it.
describe.runIf(process.platform !== 'win32')('the package, installed from its tarball into an empty folder', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await installPackage(mkdtempSync(join(tmpdir(), 'winprogress-package-')), await packedTarball());
  }, 120_000);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  /** The JSON that a script in that folder prints. */
  function answer(script: string, ...flags: string[]): unknown {
    const { WINPROGRESS_BACKEND: _, ...env } = process.env;
    return JSON.parse(execFileSync(process.execPath, [...flags, '-e', script], { cwd: folder, env, encoding: 'utf8' }));
  }

  it('runs no script at install', () => {
    const lock = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    expect(lock.packages['node_modules/winprogress']).toBeDefined();
    expect(Object.entries(lock.packages).filter(([, one]) => one.hasInstallScript)).toEqual([]);
  });

  it('connects to the emulation from an ES module', () => {
    const script = `
      import { connect } from 'winprogress';
      const connection = await connect();
      const report = await connection.probe();
      await connection.close();
      console.log(JSON.stringify({ backend: connection.backend, probe: typeof report }));`;
    expect(answer(script, '--input-type=module')).toEqual({ backend: 'emulation', probe: 'object' });
  });

  it('connects to the emulation from require()', () => {
    const script = `
      const { connect } = require('winprogress');
      (async () => {
        const connection = await connect();
        await connection.close();
        console.log(JSON.stringify({ backend: connection.backend }));
      })();`;
    expect(answer(script, '--input-type=commonjs')).toEqual({ backend: 'emulation' });
  });

  it('is the same package for import and require()', () => {
    const script = `
      const required = require('winprogress');
      import('winprogress').then((imported) => {
        console.log(JSON.stringify(required.HResultError === imported.HResultError && 'HResultError' in imported));
      });`;
    expect(answer(script, '--input-type=commonjs')).toBe(true);
  });

  it('accepts an explicitly created emulation', () => {
    const script = `
      import { connect } from 'winprogress';
      import { createEmulation } from 'winprogress/emulation';
      const connection = await connect({ backend: createEmulation() });
      await connection.close();
      console.log(JSON.stringify({ backend: connection.backend }));`;
    expect(answer(script, '--input-type=module')).toEqual({ backend: 'emulation' });
  });

  it('includes the command line', () => {
    const help = execFileSync(join(folder, 'node_modules', '.bin', 'winprogress'), ['--help'], { encoding: 'utf8' });
    for (const command of ['get', 'probe', 'demo']) expect(help).toMatch(new RegExp(`^\\s+${command}\\b`, 'm'));
  });
});
