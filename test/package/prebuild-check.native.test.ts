import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPortableExecutable } from '../../scripts/portable-executable.mjs';
import { checkPrebuild } from '../../scripts/prebuild/check.mjs';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const prebuilt = join(root, 'prebuilds', `win32-${process.arch}`, 'winprogress.node');

describe('a test-only entry', () => {
  const built = join(root, 'build', 'Release', 'winprogress.node');

  it.each([
    ['prebuilt binary', prebuilt, { openQueueManager: true, attachGroup: false }],
    ['addon of this run', built, { openQueueManager: true, attachGroup: true }],
  ])('is found by its name in the %s', async (_binary, path, expected) => {
    const bytes = await readFile(path);
    const has = (name: string) => bytes.includes(name);
    expect({ openQueueManager: has('openQueueManager'), attachGroup: has('attachGroup') }).toEqual(expected);
  });
});

describe('the check of prebuilt binaries', () => {
  it('accepts the built ones', async () => {
    await expect(checkPrebuild(prebuilt, process.arch)).resolves.toBeUndefined();
  });

  it('reads the libraries that a binary requires at load time', async () => {
    const { imports } = await readPortableExecutable(process.execPath);
    expect(imports).toEqual(expect.arrayContaining(['kernel32.dll', 'ws2_32.dll']));
  });

  it('rejects a binary that is too large or requires more than Windows itself', async () => {
    await expect(checkPrebuild(process.execPath, process.arch)).rejects.toThrow(
      /bytes, more than.*imports .*ws2_32\.dll/,
    );
  });

  it('reads the version and the protections of a binary', async () => {
    const { version, hardening, linker } = await readPortableExecutable(prebuilt);
    expect(version).toBe(manifest.version.split('-')[0]);
    expect(hardening).toEqual(expect.arrayContaining(['dynamic-base', 'nx-compat', 'stack-protector']));
    expect(['gnu', 'msvc']).toContain(linker);
  });

  it("reads the output of Microsoft's linker", async () => {
    const { hardening, linker } = await readPortableExecutable(process.execPath);
    expect(linker).toBe('msvc');
    expect(hardening).toEqual(expect.arrayContaining(['dynamic-base', 'nx-compat', 'stack-protector']));
  });

  it('rejects a binary without a protection or with another version than the package', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'winprogress-prebuild-'));
    try {
      const changed = join(folder, 'winprogress.node');
      const binary = readFileSync(prebuilt);
      const characteristics = binary.readUInt32LE(0x3c) + 24 + 70;
      binary.writeUInt16LE(binary.readUInt16LE(characteristics) & ~0x0140, characteristics);
      binary.writeUInt16LE(99, binary.indexOf(Buffer.from([0xbd, 0x04, 0xef, 0xfe])) + 10);
      writeFileSync(changed, binary);
      await expect(checkPrebuild(changed, process.arch)).rejects.toThrow(
        /has version 99\.\d+\.\d+, not .*; is built without dynamic-base, nx-compat$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('accepts only binaries of MinGW that do not contain the time of their build, since two builds must be equal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'winprogress-prebuild-'));
    try {
      const changed = join(folder, 'winprogress.node');
      const binary = readFileSync(prebuilt);
      const { linker, timestamp } = await readPortableExecutable(prebuilt);
      binary.writeUInt32LE(timestamp + 1, binary.readUInt32LE(0x3c) + 8);
      writeFileSync(changed, binary);
      const check = checkPrebuild(changed, process.arch);
      if (linker === 'msvc') await expect(check).resolves.toBeUndefined();
      else await expect(check).rejects.toThrow(/contains the time of its build$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('rejects a binary that calls Node-API through a null pointer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'winprogress-prebuild-'));
    try {
      const changed = join(folder, 'winprogress.node');
      const binary = readFileSync(prebuilt);
      const pointer = (await readPortableExecutable(prebuilt)).delayLoaded.at(-1);
      if (pointer === undefined) throw new TypeError('the binary loads nothing from NODE.EXE');
      binary.fill(0, pointer.offset, pointer.offset + pointer.size);
      writeFileSync(changed, binary);
      await expect(checkPrebuild(changed, process.arch)).rejects.toThrow(/ calls Node-API through null pointers$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('rejects a binary for another architecture', async () => {
    const other = process.arch === 'x64' ? 'arm64' : 'x64';
    await expect(checkPrebuild(prebuilt, other)).rejects.toThrow(`is built for ${process.arch}, not for ${other}`);
  });

  it('rejects a file that is not a Windows binary', async () => {
    await expect(checkPrebuild(join(root, 'package.json'), 'x64')).rejects.toThrow('is not a Windows binary');
  });
});
