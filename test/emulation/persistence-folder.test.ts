import { spawnSync } from 'node:child_process';
import { rmdirSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lookUpStart } from '../../lib/bits/emulation/persistence/process-identity.js';
import { createEmulation, StateDirectoryError } from '../../lib/emulation.js';
import { StateFolder } from './support/state-folder.js';

const posix = process.platform !== 'win32';

function create(stateDirectory: string): () => void {
  return () => createEmulation({ clock: 'real', transport: 'http', stateDirectory });
}

/** A folder that this process cannot write to, even with all rights. */
async function readOnlyFolder(folder: StateFolder): Promise<string> {
  // Only the kernel itself refuses access to root.
  if (process.getuid?.() === 0) return '/proc/self';
  await mkdir(folder.path);
  await chmod(folder.path, 0o500);
  return folder.path;
}

describe('createEmulation() with a state directory', () => {
  it('throws a typed error when the path is a file', async () => {
    await using folder = await StateFolder.create();
    await writeFile(folder.path, '');
    expect(create(folder.path)).toThrow(StateDirectoryError);
    expect(create(folder.path)).toThrow(
      expect.objectContaining({
        name: 'StateDirectoryError',
        code: 'ERR_STATE_DIRECTORY',
        path: folder.path,
        message: expect.stringContaining('is not a folder'),
        cause: expect.objectContaining({ code: 'EEXIST' }),
      }),
    );
    expect(create(join(folder.path, 'below'))).toThrow(expect.objectContaining({ code: 'ERR_STATE_DIRECTORY' }));
  });

  it.runIf(posix)('throws a typed error when the folder cannot be written to', async () => {
    await using folder = await StateFolder.create();
    const path = await readOnlyFolder(folder);
    expect(create(path)).toThrow(expect.objectContaining({ name: 'StateDirectoryError', path }));
  });

  it.runIf(posix)(
    'throws a typed error for a relative folder when the current directory has been deleted',
    async () => {
      await using folder = await StateFolder.create();
      const before = process.cwd();
      await mkdir(folder.path);
      process.chdir(folder.path);
      rmdirSync(folder.path);
      try {
        expect(create('state')).toThrow(expect.objectContaining({ name: 'StateDirectoryError', path: 'state' }));
      } finally {
        process.chdir(before);
      }
    },
  );

  it('creates no file when another option is invalid', async () => {
    await using folder = await StateFolder.create();
    const options = { clock: 'real', transport: 'http', stateDirectory: folder.path } as const;
    expect(() => createEmulation({ ...options, timeSlice: -1 })).toThrow(RangeError);
    expect(await readdir(folder.root)).toEqual([]);
  });

  it.runIf(posix)('makes the folder and every file in it private', async () => {
    await using folder = await StateFolder.create();
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    const before = process.umask(0);
    try {
      const { manager } = await folder.open();
      await (await manager.createJob('x', 0)).setDescription('y');
      expect(await modeOf(folder.path)).toBe(0o700);
      const names = await readdir(folder.path);
      expect(names).toHaveLength(2);
      for (const name of names) expect(await modeOf(join(folder.path, name))).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it.runIf(posix)('makes an existing folder private', async () => {
    await using folder = await StateFolder.create();
    await mkdir(folder.path);
    await chmod(folder.path, 0o777);
    await folder.open();
    expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  });

  it('resolves a relative path immediately', async () => {
    await using folder = await StateFolder.create();
    const program = `
      import { createEmulation } from ${JSON.stringify(new URL('../../dist/emulation.js', import.meta.url).href)};
      const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: 'state' });
      process.chdir(${JSON.stringify(fileURLToPath(new URL('.', import.meta.url)))});
      const manager = await emulation.openBackend().bits.openManager();
      await manager.createJob('x', 0);
      await emulation.close();`;
    const options = { cwd: folder.root, encoding: 'utf8' } as const;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', program], options)).toMatchObject({ status: 0 });
    expect(await folder.find()).toHaveLength(1);
  });

  it('does not touch files that are not state files', async () => {
    await using folder = await StateFolder.create();
    await mkdir(folder.path);
    const strange = { 'a.json': 'no json', 'notes.txt': 'notes', 'b.json.123': 'half' };
    for (const [name, text] of Object.entries(strange)) await writeFile(join(folder.path, name), text);
    expect(await folder.find()).toEqual([]);
    expect(folder.errors).toMatchObject([{ path: join(folder.path, 'a.json'), jobId: null }]);
    for (const [name, text] of Object.entries(strange)) {
      expect(await readFile(join(folder.path, name), 'utf8')).toBe(text);
    }
  });
});

describe('lookUpStart()', () => {
  it.runIf(posix)('returns when a process started, and detects one that does not exist', () => {
    const found = lookUpStart(process.pid);
    expect(found).toEqual({ startedAt: expect.stringMatching(/^ms:\d{13}$/), ended: false });
    expect(lookUpStart(process.pid)).toEqual(found);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    expect(lookUpStart(pid)).toBeUndefined();
  });
});
