import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { win32 } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import { functionNames, libraryPath, openNativeConnection } from './ctm-library.js';

const other = process.arch === 'ia32' ? 'x64' : 'ia32';

let connection: NativeConnection;
let folder: string;

beforeEach(() => {
  connection = openNativeConnection();
  folder = mkdtempSync(win32.join(tmpdir(), 'winprogress-ctm-'));
});

afterEach(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (path: string) => connection.ctm.openLibrary(path, functionNames);

async function failureOf(path: string): Promise<{ hresult: string; operation: string; context: string | undefined }> {
  const error: unknown = await open(path).catch((reason: unknown) => reason);
  if (!(error instanceof HResultError)) throw new TypeError(`no HResultError: ${String(error)}`);
  return { hresult: error.hresult.toString(16), operation: error.operation, context: error.context };
}

function write(name: string, content: string | Uint8Array): string {
  const path = win32.join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a library that cannot be loaded', () => {
  const operation = 'LoadLibraryExW';
  const notFound = '8007007e';
  const badFormat = '800700c1';

  it('does not exist', async () => {
    expect(await failureOf(win32.join(folder, 'none.dll'))).toEqual({
      hresult: notFound,
      operation,
      context: 'no such file',
    });
  });

  it('is in a folder that does not exist', async () => {
    expect(await failureOf(win32.join(folder, 'none', 'none.dll'))).toEqual({
      hresult: notFound,
      operation,
      context: 'no such file',
    });
  });

  it('requires a library that is missing', async () => {
    expect(await failureOf(libraryPath('needing'))).toEqual({
      hresult: notFound,
      operation,
      context: 'the file is there, but a library that it needs is missing',
    });
  });

  it('is built for another architecture', async () => {
    expect(await failureOf(libraryPath('', other))).toEqual({
      hresult: badFormat,
      operation,
      context: `built for ${other}, this process is ${process.arch}`,
    });
  });

  it.each([
    ['text', 'This is a text, not a library.'.repeat(100)],
    ['a short file', 'MZ'],
    ['a program of another system', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, ...new Array(4096).fill(0)])],
    ['a DOS program', new Uint8Array([0x4d, 0x5a, ...new Array(4096).fill(0)])],
  ])('is %s', async (_, content) => {
    expect(await failureOf(write('text.dll', content))).toEqual({
      hresult: badFormat,
      operation,
      context: 'not a library',
    });
  });

  it('is an empty file', async () => {
    expect(await failureOf(write('empty.dll', ''))).toMatchObject({ operation, context: 'not a library' });
  });

  it('is truncated', async () => {
    const path = write('cut.dll', readFileSync(libraryPath()).subarray(0, 600));
    expect(await failureOf(path)).toMatchObject({
      operation,
      hresult: badFormat,
      context: expect.stringMatching(/^built for .* damaged/),
    });
  });

  it('is a folder', async () => {
    const path = win32.join(folder, 'folder.dll');
    mkdirSync(path);
    expect(await failureOf(path)).toMatchObject({ operation, context: 'a folder, not a library' });
  });
});

describe('the name of a library', () => {
  it('requires no extension, and none is appended', async () => {
    const bare = win32.join(folder, 'content_transfer');
    await copyFile(libraryPath(), `${bare}.dll`);
    expect(await failureOf(bare)).toMatchObject({ context: 'no such file' });
    await copyFile(libraryPath(), bare);
    await (await open(bare)).close();
  });

  it('can contain any characters', async () => {
    const path = win32.join(folder, 'пример \u{1F4E6}.dll');
    await copyFile(libraryPath(), path);
    await (await open(path)).close();
  });
});

describe('a dependency of a library', () => {
  const needing = libraryPath('needing');
  const complete = win32.join(win32.dirname(needing), '..', 'complete', 'Release');
  const missing = { hresult: '8007007e', context: 'the file is there, but a library that it needs is missing' };

  it('is found in the folder of the library', async () => {
    await (await open(win32.join(complete, win32.basename(needing)))).close();
  });

  it('is not searched in PATH', async () => {
    const before = process.env.PATH;
    process.env.PATH = `${complete};${before ?? ''}`;
    try {
      expect(await failureOf(needing)).toMatchObject(missing);
    } finally {
      process.env.PATH = before;
    }
  });

  it('is not searched in the current folder of the process', async () => {
    const before = process.cwd();
    process.chdir(complete);
    try {
      expect(await failureOf(needing)).toMatchObject(missing);
    } finally {
      process.chdir(before);
    }
  });
});
