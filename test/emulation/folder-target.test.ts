import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { Downloads, patternOf } from './support/downloads.js';

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
