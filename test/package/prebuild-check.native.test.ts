import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPortableExecutable } from '../../scripts/portable-executable.mjs';
import { checkPrebuild } from '../../scripts/prebuild.mjs';

const root = join(import.meta.dirname, '..', '..');
const prebuilt = join(root, 'prebuilds', `win32-${process.arch}`, 'winprogress.node');

describe('an entry that only tests call', () => {
  const built = join(root, 'build', 'Release', 'winprogress.node');

  it.each([
    ['prebuilt binary', prebuilt, { openQueueManager: true, attachGroup: false }],
    ['addon of this run', built, { openQueueManager: true, attachGroup: true }],
  ])('is looked for by its name in the %s', async (_binary, path, expected) => {
    const bytes = await readFile(path);
    const has = (name: string) => bytes.includes(name);
    expect({ openQueueManager: has('openQueueManager'), attachGroup: has('attachGroup') }).toEqual(expected);
  });
});

describe('the check of prebuilt binaries', () => {
  it('passes the one that was made', async () => {
    await expect(checkPrebuild(prebuilt, process.arch)).resolves.toBeUndefined();
  });

  it('reads the libraries that a binary needs at load time', async () => {
    const { imports } = await readPortableExecutable(process.execPath);
    expect(imports).toEqual(expect.arrayContaining(['kernel32.dll', 'ws2_32.dll']));
  });

  it('refuses a binary that is too large or needs more than Windows itself', async () => {
    await expect(checkPrebuild(process.execPath, process.arch)).rejects.toThrow(
      /bytes, more than.*imports .*ws2_32\.dll/,
    );
  });

  it('refuses a binary for another architecture', async () => {
    const other = process.arch === 'x64' ? 'arm64' : 'x64';
    await expect(checkPrebuild(prebuilt, other)).rejects.toThrow(`is built for ${process.arch}, not for ${other}`);
  });

  it('refuses what is no Windows binary', async () => {
    await expect(checkPrebuild(join(root, 'package.json'), 'x64')).rejects.toThrow('is not a Windows binary');
  });
});
