import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NativeConnection } from '../../lib/native.js';
import { caught } from '../support/caught.js';
import { koffi } from './koffi-com.js';
import { openNativeConnection } from './syncmgr-library.js';

const clsid = '{0B9F6C6D-8F0E-4E0B-9C5B-5C0E6B1D7A01}';
const classes = 'HKCU\\Software\\Classes\\CLSID';
const key = `${classes}\\${clsid}`;
const program = { clsid, description: 'A handler', command: '"C:\\a.exe"', scope: 'user' } as const;

function reg(...args: string[]): void {
  execFileSync('reg', args, { stdio: 'ignore' });
}

/** Without a value: `reg add` writes an empty default value. */
function createKey(): void {
  const registry = koffi.load('advapi32.dll');
  const create = registry.func(
    'uint32_t __stdcall RegCreateKeyW(uint64_t hive, const char16_t *key, _Out_ uint64_t *out)',
  );
  const out = [0n];
  const currentUser = 0xffff_ffff_8000_0001n;
  expect(create(currentUser, key.replace('HKCU\\', ''), out)).toBe(0);
  registry.func('uint32_t __stdcall RegCloseKey(uint64_t key)')(out[0]);
}

function exists(path: string): boolean {
  try {
    reg('query', path);
    return true;
  } catch {
    return false;
  }
}

describe('the class of a handler in the registry', () => {
  let connection: NativeConnection;

  beforeEach(() => {
    connection = openNativeConnection();
  });

  afterEach(async () => {
    await connection.close();
    if (exists(key)) reg('delete', key, '/f');
  });

  it.each(['', '*', 'no guid', '\\', `${clsid}\\LocalServer32`, '..'])(
    'is not read under the id %j, which would be another subtree',
    async (id) => {
      const { syncmgr } = connection;
      await syncmgr.writeClass(program);
      expect(() => syncmgr.deleteClass(id, 'user')).toThrow(TypeError);
      expect(() => syncmgr.writeClass({ ...program, clsid: id })).toThrow(TypeError);
      expect(exists(`${key}\\LocalServer32`)).toBe(true);
    },
  );

  const changes: readonly [string, readonly string[]][] = [
    ['an in-process server beside it', [`${key}\\InprocServer32`, '/ve', '/d', 'C:\\a.dll']],
    ['another value in its key', [key, '/v', 'AppID', '/d', clsid]],
    ['another value in LocalServer32', [`${key}\\LocalServer32`, '/v', 'ServerExecutable', '/d', 'C:\\a.exe']],
    ['a key below LocalServer32', [`${key}\\LocalServer32\\Deeper`, '/ve', '/d', '']],
    ['another command line', [`${key}\\LocalServer32`, '/ve', '/d', 'C:\\b.exe']],
    ['a command line of another type', [`${key}\\LocalServer32`, '/ve', '/t', 'REG_DWORD', '/d', '1']],
    ['another command line with the mark of this package', [key, '/v', 'winprogress', '/d', 'C:\\b.exe']],
  ];

  it.each(changes)('is neither removed nor replaced with %s', async (_change, args) => {
    await connection.syncmgr.writeClass(program);
    reg('add', ...args, '/f');
    expect(await caught(connection.syncmgr.deleteClass(clsid, 'user'))).toMatchObject({ code: 'REGDB_E_INVALIDVALUE' });
    expect(await caught(connection.syncmgr.writeClass(program))).toMatchObject({ code: 'ERROR_ALREADY_EXISTS' });
    expect(exists(`${key}\\LocalServer32`)).toBe(true);
  });

  it('is neither removed nor replaced when it has an in-process server only', async () => {
    reg('add', `${key}\\InprocServer32`, '/ve', '/d', 'C:\\a.dll', '/f');
    expect(await caught(connection.syncmgr.deleteClass(clsid, 'user'))).toMatchObject({ code: 'REGDB_E_INVALIDVALUE' });
    expect(await caught(connection.syncmgr.writeClass(program))).toMatchObject({ code: 'ERROR_ALREADY_EXISTS' });
    expect(exists(`${key}\\InprocServer32`)).toBe(true);
  });

  it.each([
    ['after its key alone', () => createKey()],
    ['after the mark', () => reg('add', key, '/v', 'winprogress', '/d', 'C:\\b.exe', '/f')],
  ])('is written after a write that was interrupted %s', async (_state, interrupt) => {
    interrupt();
    await connection.syncmgr.writeClass(program);
    await connection.syncmgr.deleteClass(clsid, 'user');
    expect(exists(key)).toBe(false);
  });
});
