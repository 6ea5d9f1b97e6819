import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const program = `
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { connect } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
const folder = mkdtempSync(tmpdir() + '/winprogress-deleted-');
process.chdir(folder);
rmdirSync(folder);
const connection = await connect({ backend: 'emulation' });
const error = await connection.bits.download('http://127.0.0.1:1/file', 'file').catch((reason) => reason);
await connection.close();
console.log(JSON.stringify({ name: error.name, code: error.code, context: error.context }));
`;

const command = `
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
const folder = mkdtempSync(tmpdir() + '/winprogress-deleted-');
const state = mkdtempSync(tmpdir() + '/winprogress-state-');
process.on('exit', () => rmSync(state, { recursive: true }));
process.chdir(folder);
rmdirSync(folder);
process.argv = [process.argv[0], 'winprogress', 'get', 'http://127.0.0.1:1/file', 'file', '--json', '--state-directory', state];
await import(${JSON.stringify(new URL('../../dist/cli/main.js', import.meta.url).href)});
`;

// Windows does not delete the current directory of a process.
describe('a download to a relative path', () => {
  it.skipIf(process.platform === 'win32')(
    'rejects with ERROR_PATH_NOT_FOUND when the current directory has been deleted',
    () => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({ name: 'HResultError', code: 'ERROR_PATH_NOT_FOUND', context: 'localFile' });
    },
  );

  it.skipIf(process.platform === 'win32')('makes `winprogress get` fail with ERROR_PATH_NOT_FOUND', () => {
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', command], {
      encoding: 'utf8',
      env: { ...process.env, WINPROGRESS_BACKEND: 'emulation' },
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', code: 'ERROR_PATH_NOT_FOUND', context: 'localFile' });
  });
});
