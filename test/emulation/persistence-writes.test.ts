import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobDirectory } from '../../lib/bits/emulation/persistence/job-directory.js';
import type { StoredJob } from '../../lib/bits/emulation/persistence/job-store.js';
import type { StateFileError } from '../../lib/bits/emulation/persistence/state-errors.js';
import { StateWriter } from '../../lib/bits/emulation/persistence/state-writer.js';
import { createEmulation } from '../../lib/emulation.js';
import { patternOf, until } from './support/downloads.js';
import { LoopbackServer } from './support/http-server.js';
import { StateFolder } from './support/state-folder.js';

/** Puts a folder at the path of a state file, which rename() cannot replace. @returns a function that removes it */
async function block(folder: StateFolder, id: string): Promise<() => Promise<void>> {
  const { path } = await folder.read(id);
  await rm(path);
  await mkdir(path);
  return () => rmdir(path);
}

function diskFull(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
}

function storedJob(id: string): StoredJob {
  const limits = { notifyFlags: 3, minimumRetryDelay: 600, noProgressTimeout: 60, errorCount: 0, lastActivity: 0 };
  return {
    id,
    type: 0,
    displayName: id,
    description: '',
    state: 3,
    priority: 2,
    ...limits,
    error: null,
    files: [],
    group: null,
  };
}

describe('a state file that cannot be written', () => {
  it('is reported once and does not prevent others from being written', async () => {
    await using folder = await StateFolder.create();
    const { manager } = await folder.open();
    const [first, second] = [await manager.createJob('a', 0), await manager.createJob('b', 0)];
    const unblock = await block(folder, first.id);
    for (const description of ['one', 'two']) {
      await Promise.all([first.setDescription(description), second.setDescription(description)]);
    }
    expect((await folder.read(second.id)).content.job.description).toBe('two');
    expect(folder.errors).toMatchObject([{ name: 'StateFileError', code: 'ERR_STATE_FILE_WRITE', jobId: first.id }]);
    expect(folder.errors[0]?.cause).toMatchObject({ code: expect.stringMatching(/EISDIR|ENOTEMPTY|EPERM|EEXIST/) });
    expect(await first.getDescription()).toBe('two');
    await unblock();
  });

  it('is written when the obstacle is removed and the job changes', async () => {
    await using folder = await StateFolder.create();
    const { manager } = await folder.open();
    const job = await manager.createJob('a', 0);
    const unblock = await block(folder, job.id);
    await job.setDescription('one');
    await unblock();
    await job.setDescription('two');
    expect((await folder.read(job.id)).content.job.description).toBe('two');
  });

  it('is written when the obstacle is removed and the emulation is closed', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('a', 0);
    const unblock = await block(folder, job.id);
    await job.setDescription('one');
    await unblock();
    await emulation.close();
    expect((await folder.read(job.id)).content.job.description).toBe('one');
  });

  it('makes close() reject with a typed error after the jobs have been released to other emulations', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const [first, second] = [await manager.createJob('a', 0), await manager.createJob('b', 0)];
    await block(folder, first.id);
    await Promise.all([first.setDescription('one'), second.setDescription('one')]);
    await expect(emulation.close()).rejects.toMatchObject({ code: 'ERR_STATE_FILE_WRITE', jobId: first.id });
    expect(await folder.find()).toEqual([second.id]);
  });

  it('makes the last close() of a connection reject with a typed error', async () => {
    await using folder = await StateFolder.create();
    const emulation = createEmulation({
      clock: 'real',
      transport: 'http',
      stateDirectory: folder.path,
      onStateError: () => {},
    });
    const backend = emulation.openBackend();
    const job = await (await backend.bits.openManager()).createJob('a', 0);
    const unblock = await block(folder, job.id);
    await job.setDescription('one');
    await expect(backend.close()).rejects.toMatchObject({ code: 'ERR_STATE_FILE_WRITE', jobId: job.id });
    await unblock();
    await emulation.close();
    expect((await folder.read(job.id)).content.job.description).toBe('one');
  });

  it('emits a warning of the process without a listener', async () => {
    await using folder = await StateFolder.create();
    await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: folder.path });
    const job = await (await emulation.openBackend().bits.openManager()).createJob('a', 0);
    const unblock = await block(folder, job.id);
    const warned = once(process, 'warning');
    await job.setDescription('one');
    expect(await warned).toMatchObject([{ code: 'ERR_STATE_FILE_WRITE', jobId: job.id }]);
    await unblock();
  });
});

describe('a full disk', () => {
  it('loses no state once there is space again', async () => {
    await using folder = await StateFolder.create();
    const written = new Map<string, string>();
    const errors: StateFileError[] = [];
    let full = true;
    const directory = new JobDirectory(folder.path, {
      onStateError: (error) => errors.push(error),
      write: async (path, content) => {
        if (full && written.size >= 2) throw diskFull();
        written.set(path, content);
      },
    });
    const ids = Array.from({ length: 6 }, (_, index) => `{0000000${index}-0000-0000-0000-000000000000}`);
    for (const id of ids) directory.save(id, () => storedJob(id));
    await expect(directory.flush()).rejects.toMatchObject({ code: 'ERR_STATE_FILE_WRITE', cause: { code: 'ENOSPC' } });
    expect(written.size).toBe(2);
    expect(errors.map(({ jobId }) => jobId)).toEqual(ids.slice(2));
    full = false;
    await directory.flush();
    expect([...written.values()].map((content) => JSON.parse(content).job.id)).toEqual(ids);
    await directory.release();
  });
});

describe('StateWriter', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('repeats a failed write after one second, then after two, and reports it once', async () => {
    const reported: string[] = [];
    let attempts = 0;
    const writer = new StateWriter<string>(
      async () => {
        attempts += 1;
        if (attempts < 3) throw diskFull();
      },
      (id) => reported.push(id),
    );
    writer.change('a', () => 'state');
    await writer.written('a');
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(attempts).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(attempts).toBe(3);
    expect(reported).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(attempts).toBe(3);
    expect(await writer.flush()).toEqual(new Map());
  });

  it('writes the latest state of each job, one write at a time for a job', async () => {
    const log: string[] = [];
    const pending: (() => void)[] = [];
    const writer = new StateWriter<string>(
      (id, state) => {
        log.push(`${id} ${state}`);
        return new Promise((resolve) => pending.push(resolve));
      },
      () => {},
    );
    let state = 'one';
    writer.change('a', () => state);
    await Promise.resolve();
    expect(log).toEqual(['a one']);
    state = 'two';
    writer.change('a', () => state);
    writer.change('b', null);
    state = 'three';
    await Promise.resolve();
    expect(log).toEqual(['a one', 'b null']);
    for (const end of pending.splice(0)) end();
    await vi.waitFor(() => expect(log).toEqual(['a one', 'b null', 'a three']));
    const flushed = writer.flush();
    for (const end of pending.splice(0)) end();
    expect(await flushed).toEqual(new Map());
  });
});

describe('closing a connection during a download', () => {
  it('stores the bytes that are on disk', async () => {
    await using folder = await StateFolder.create();
    await using server = await LoopbackServer.start();
    const content = patternOf(3_000_000);
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('x', 0);
    const remoteName = server.serve('/a', { content, holdAt: 2_000_000 });
    await job.addFileSet([{ remoteName, localName: folder.pathOf('a') }]);
    await job.resume();
    await until(job, (_, bytes) => bytes > 0n);
    await emulation.close();
    const [file] = (await folder.read(job.id)).content.job.files;
    const { size } = await stat(String(file?.temporaryName));
    expect(file).toMatchObject({ transferred: String(size), done: false });
    expect(size).toBeGreaterThan(0);
    expect(content.subarray(0, size).equals(await readFile(String(file?.temporaryName)))).toBe(true);
    expect(await readdir(folder.path)).toEqual([(await folder.list())[0]]);
    expect(join(folder.path, (await folder.list())[0] ?? '')).toBe((await folder.read(job.id)).path);
  });
});
