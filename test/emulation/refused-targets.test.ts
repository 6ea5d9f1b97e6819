import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readdir, readFile, rmdir, symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { state } from './support/states.js';

const content = patternOf(1000);
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

describe('a folder at the path of the local file', () => {
  it('is refused when the file is added, before a transfer', async () => {
    await using downloads = await Downloads.open();
    await mkdir(downloads.pathOf('a'));
    const url = downloads.server.serve('/a', { content });
    expect(await caught(downloads.createJob(url, 'a'))).toMatchObject({ code: 'E_ACCESSDENIED' });
    expect(downloads.server.requests).toEqual([]);
  });

  it('leaves no job: the same command succeeds after the folder is removed', async () => {
    await using downloads = await Downloads.open();
    const path = downloads.pathOf('a');
    await mkdir(path);
    const url = downloads.server.serve('/a', { content });
    const get = async () => {
      const words = [program, 'get', url, path, '--backend', 'emulation', '--json'];
      const env = { ...process.env, XDG_STATE_HOME: downloads.folder, HOME: downloads.folder };
      const child = spawn(process.execPath, words, { env, stdio: 'ignore' });
      const [code] = await once(child, 'exit');
      return code;
    };
    expect(await get()).not.toBe(0);
    expect((await readdir(downloads.folder)).sort()).toEqual(['a', 'winprogress']);
    await rmdir(path);
    expect(await get()).toBe(0);
    expect(content.equals(await readFile(path))).toBe(true);
  }, 300_000);
});

// Windows has no files of this kind in folders.
describe.skipIf(process.platform === 'win32')('a pipe at the path of the local file', () => {
  const createPipe = (path: string) => execFileSync('mkfifo', [path]);

  it('is refused when the file is added, before a transfer', async () => {
    await using downloads = await Downloads.open();
    createPipe(downloads.pathOf('a'));
    const url = downloads.server.serve('/a', { content });
    expect(await caught(downloads.createJob(url, 'a'))).toMatchObject({ code: 'ERROR_BAD_FILE_TYPE' });
    expect(downloads.server.requests).toEqual([]);
  });

  it('is refused through a link too', async () => {
    await using downloads = await Downloads.open();
    createPipe(downloads.pathOf('pipe'));
    await symlink(downloads.pathOf('pipe'), downloads.pathOf('a'));
    const url = downloads.server.serve('/a', { content });
    expect(await caught(downloads.createJob(url, 'a'))).toMatchObject({ code: 'ERROR_BAD_FILE_TYPE' });
  });

  it('is an error of the transfer if it was created after the file was added', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    createPipe(downloads.pathOf('a'));
    await job.resume();
    await until(job, (now) => now === state.error);
    expect(await job.getError()).toMatchObject({ hresult: 0x800700de });
    expect(downloads.server.requests).toEqual([]);
  });

  it('is not replaced by complete()', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await job.resume();
    await until(job, (now) => now === state.transferred);
    createPipe(downloads.pathOf('a'));
    expect(await caught(job.complete())).toMatchObject({ code: 'ERROR_BAD_FILE_TYPE' });
    expect((await lstat(downloads.pathOf('a'))).isFIFO()).toBe(true);
  });
});
