import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockKey } from '../../lib/bits/download/key-lock.js';
import { lockFolder, lockFolderOf } from '../../lib/bits/download/lock-folder.js';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

const posix = process.platform !== 'win32';

/** A folder for locks. */
class Folder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'lock-')));
  }

  /** Leaves a lock whose process was killed, and returns its path. */
  async leaveLock(name: string): Promise<string> {
    const path = join(this.path, name);
    await mkdir(path);
    const program = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
    expect(spawnSync(process.execPath, ['-e', program, join(path, 'killed')])).toMatchObject({ signal: 'SIGKILL' });
    expect(await readdir(path)).toEqual(['killed']);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

describe.runIf(posix)('the lock of a key where sockets have names in the file system', () => {
  it('is refused while another one has it', async () => {
    const release = await lockKey('machine of the test', 'key', 'darwin');
    expect(await caught(lockKey('machine of the test', 'key', 'darwin'))).toMatchObject({
      code: 'ERR_DOWNLOAD_IN_USE',
    });
    await release();
    await (await lockKey('machine of the test', 'key', 'darwin'))();
  });

  it('leaves no file when it is released or refused', async () => {
    await using folder = await Folder.create();
    const path = join(folder.path, 'a');
    const release = await lockFolder(path);
    expect(await lockFolder(path)).toBeNull();
    await release?.();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('is acquired after its process was killed', async () => {
    await using folder = await Folder.create();
    const release = await lockFolder(await folder.leaveLock('a'));
    await release?.();
    expect([release === null, await readdir(folder.path)]).toEqual([false, []]);
  });

  it('is acquired by one of several that start after its process was killed', async () => {
    await using folder = await Folder.create();
    for (const name of ['a', 'b', 'c', 'd']) {
      const path = await folder.leaveLock(name);
      const releases = await Promise.all(Array.from({ length: 20 }, () => lockFolder(path)));
      expect(releases.filter((release) => release !== null)).toHaveLength(1);
      await Promise.all(releases.map((release) => release?.()));
    }
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('has a socket whose path is not truncated, however long the path of the temporary folder is', async () => {
    const name = 'winprogress-0123456789abcdef';
    const onMacOs = '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T';
    expect(lockFolderOf(name, onMacOs)).toBe(join(onMacOs, name));
    expect(lockFolderOf(name, join(onMacOs, 'a longer one'))).toBe(join('/tmp', name));
  });
});

describe('the lock of a key with a state directory', () => {
  it.runIf(posix)('is the same under each name of the directory', async () => {
    await using folder = await Folder.create();
    const open = (stateDirectory: string) => createEmulation({ clock: 'real', transport: 'http', stateDirectory });
    await using first = open(join(folder.path, 'state'));
    await symlink(join(folder.path, 'state'), join(folder.path, 'link'));
    await using second = open(join(folder.path, 'link'));
    await using connection = await connect({ backend: first });
    await using other = await connect({ backend: second });
    const files = [{ url: 'http://127.0.0.1:9/', path: join(folder.path, 'a') }];
    await using running = await connection.bits.openDownload(files, { key: 'key' });
    expect(await caught(other.bits.download(files, { key: 'key' }))).toMatchObject({ code: 'ERR_DOWNLOAD_IN_USE' });
    await running.cancel();
  });
});
