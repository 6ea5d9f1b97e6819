import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, link, mkdir, readFile, rename, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StateFolder } from './support/state-folder.js';

type Job = Parameters<Parameters<StateFolder['edit']>[1]>[0];

/** A folder with the state file of one job of one file, `a`, whose emulation is closed, and of a second, good job. */
async function storedJob(): Promise<StateFolder & { id: string; good: string }> {
  const folder = await StateFolder.create();
  const { emulation, manager } = await folder.open();
  const [job, good] = [await manager.createJob('x', 0), await manager.createJob('good', 0)];
  await job.addFileSet([{ remoteName: 'http://files.example/a', localName: folder.pathOf('a') }]);
  await emulation.close();
  return Object.assign(folder, { id: job.id, good: good.id });
}

function fileOf(job: Job): Record<string, unknown> {
  const [file] = job.files;
  if (file === undefined) throw new Error('the job has no file');
  return file;
}

/** Expects that only the good job is found, and that the other one's file is reported and stays as it is. */
async function expectRefused(folder: StateFolder & { id: string; good: string }, reason: RegExp): Promise<void> {
  const { path } = await folder.read(folder.id);
  const before = await readFile(path, 'utf8');
  expect(await folder.find()).toEqual([folder.good]);
  expect(folder.errors).toMatchObject([{ code: 'ERR_STATE_FILE_REFUSED', path, jobId: folder.id }]);
  expect(folder.errors[0]?.message).toMatch(reason);
  expect(await readFile(path, 'utf8')).toBe(before);
}

const changes: Record<string, [change: (job: Job) => void, reason: RegExp]> = {
  'an unknown type': [(job) => Object.assign(job, { type: 7 }), /type must be/],
  'an unknown priority': [(job) => Object.assign(job, { priority: 9 }), /priority must be/],
  'a priority that is not whole': [(job) => Object.assign(job, { priority: 1.5 }), /priority must be/],
  'an unknown state': [(job) => Object.assign(job, { state: 17 }), /state 17/],
  'the state acknowledged': [(job) => Object.assign(job, { state: 7 }), /state 7/],
  'the state canceled': [(job) => Object.assign(job, { state: 8 }), /state 8/],
  'the state error without an error': [(job) => Object.assign(job, { state: 4 }), /must have an error/],
  'the GUID of another job': [(job) => Object.assign(job, { id: '{11111111-1111-1111-1111-111111111111}' }), /another/],
  'unknown notification flags': [(job) => Object.assign(job, { notifyFlags: 0x1000 }), /notifyFlags/],
  'a name that is too long': [(job) => Object.assign(job, { displayName: 'x'.repeat(257) }), /at most 256/],
  'files that are not a list': [(job) => Object.assign(job, { files: {} }), /files must be an array/],
  'a time outside of the calendar': [(job) => Object.assign(job, { lastActivity: 1e300 }), /lastActivity/],
  'a missing property': [(job) => delete job.description, /description must be a string/],
  'properties of a prototype': [(job) => Object.assign(job, { files: [{ __proto__: fileOf(job) }] }), /must be/],
  'a relative local name': [(job) => Object.assign(fileOf(job), { localName: 'a' }), /not a full path/],
  'a remote name that is not a URL': [(job) => Object.assign(fileOf(job), { remoteName: 'a' }), /E_INVALIDARG/],
  'a negative count of bytes': [(job) => Object.assign(fileOf(job), { transferred: '-1' }), /not a decimal/],
  'an upload session that is not one': [(job) => Object.assign(fileOf(job), { uploadSession: '{' }), /uploadSession/],
  'the URL of a local file as a reply': [
    (job) => Object.assign(fileOf(job), { replyUrl: 'file:///etc/passwd' }),
    /replyUrl/,
  ],
  'a count of bytes as a number': [(job) => Object.assign(fileOf(job), { transferred: 1 }), /must be a string/],
};

describe('a state file', () => {
  it.each(Object.keys(changes))('is refused when it contains %s, and the others are usable', async (name) => {
    await using folder = await storedJob();
    const [change, reason] = changes[name] ?? [];
    if (change === undefined || reason === undefined) throw new Error(name);
    await folder.edit(folder.id, change);
    await expectRefused(folder, reason);
  });

  it.each([
    ['nothing', ''],
    ['text that is not JSON', 'garbage'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another format', '{"format":1,"owner":null,"job":{}}'],
    ['an object without a job', '{"format":2}'],
    ['nested lists', '['.repeat(100_000)],
  ])('with a truncated job is refused when it contains %s, and the others are usable', async (_, content) => {
    await using folder = await storedJob();
    const { path } = await folder.read(folder.id);
    await writeFile(path, content);
    expect(await folder.find()).toEqual([folder.good]);
    expect(folder.errors).toMatchObject([{ code: 'ERR_STATE_FILE_REFUSED', path, jobId: folder.id }]);
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('is refused when it is truncated at any length', async () => {
    await using folder = await storedJob();
    const { path } = await folder.read(folder.id);
    const { size } = await stat(path);
    for (let length = size - 2; length >= 0; length -= 97) {
      await truncate(path, length);
      expect(await folder.find()).toEqual([folder.good]);
      expect(folder.errors.splice(0)).toMatchObject([{ jobId: folder.id }]);
    }
  });

  it('is refused without being read when it is huge', async () => {
    await using folder = await storedJob();
    const { path } = await folder.read(folder.id);
    await truncate(path, 1024 ** 4);
    expect(await folder.find()).toEqual([folder.good]);
    expect(folder.errors).toMatchObject([{ path, message: expect.stringMatching(/at most \d+ are read/) }]);
  });

  it('is refused when another one contains the same job, group or temporary file', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const [first, second] = [await manager.createJob('x', 0), await manager.createJob('y', 0)];
    await emulation.close();
    const temporaryName = folder.pathOf('.BIT0.tmp');
    const file = { total: null, transferred: '0', version: null, done: false, placing: null, completed: false };
    const name = { remoteName: 'http://files.example/a', localName: folder.pathOf('a') };
    for (const { id } of [first, second]) {
      await folder.edit(id, (job) => job.files.push({ ...file, ...name, temporaryName, temporaryTag: null }));
    }
    expect(await folder.find()).toHaveLength(1);
    expect(folder.errors.splice(0)).toMatchObject([{ message: expect.stringMatching(/same temporary file/) }]);

    const group = { id: first.id, groupJobId: null, notifyFlags: 0, notifyClass: '', displayName: '', description: '' };
    for (const { id } of [first, second]) await folder.edit(id, (job) => Object.assign(job, { files: [], group }));
    expect(await folder.find()).toHaveLength(1);
    expect(folder.errors.splice(0)).toMatchObject([{ message: expect.stringMatching(/same group/) }]);

    await folder.edit(second.id, (job) => Object.assign(job, { group: null }));
    const { path } = await folder.read(first.id);
    await copyFile(path, join(folder.path, `${first.id.slice(1, -1)}.${'0'.repeat(32)}.json`));
    expect((await folder.find()).sort()).toEqual([first.id, second.id].sort());
    expect(folder.errors.splice(0)).toMatchObject([{ message: expect.stringMatching(/same job/) }]);
  });

  it('of a job with a living owner is not replaced by another one with the same job', async () => {
    await using folder = await StateFolder.create();
    const { manager } = await folder.open();
    const job = await manager.createJob('x', 0);
    const { path } = await folder.read(job.id);
    await copyFile(path, join(folder.path, `${job.id.slice(1, -1)}.json`));
    expect(await folder.find()).toEqual([]);
    expect(folder.errors).toMatchObject([{ jobId: job.id, message: expect.stringMatching(/same job/) }]);
  });

  it.runIf(process.platform !== 'win32')('is refused at once when it is not a regular file', async () => {
    await using folder = await storedJob();
    const nameOf = (digit: string) => join(folder.path, `${digit.repeat(8)}-1111-1111-1111-111111111111.json`);
    execFileSync('mkfifo', [nameOf('A'), join(folder.path, 'x.json')]);
    await mkdir(nameOf('B'));
    await symlink((await folder.read(folder.id)).path, nameOf('C'));
    await symlink('/dev/zero', nameOf('D'));
    expect((await folder.find()).sort()).toEqual([folder.id, folder.good].sort());
    expect(folder.errors.map(({ path }) => basename(path).slice(0, 2)).sort()).toEqual(['AA', 'BB', 'CC', 'DD', 'x.']);
  });
});

describe('the path of a temporary file in a state file', () => {
  /** Writes a path into the state file, and makes the next owner cancel every job that it finds. */
  async function cancelWith(folder: StateFolder & { id: string }, temporaryName: string): Promise<void> {
    await folder.edit(folder.id, (job) => Object.assign(fileOf(job), { temporaryName }));
    const { emulation, manager } = await folder.open();
    for (const job of await manager.enumJobs(0)) await job.cancel();
    await emulation.close();
  }

  it.each([
    ['another file of the folder', 'precious'],
    ['a file of another folder', 'other/.BIT1234.tmp'],
    ['the target itself', 'a'],
    ['a path with dots', 'other/../.BIT1234.tmp'],
  ])('is not followed when it leads to %s', async (_, name) => {
    await using folder = await storedJob();
    await mkdir(folder.pathOf('other'));
    const path = `${folder.root}/${name}`;
    await writeFile(path, 'precious');
    await cancelWith(folder, path);
    expect(existsSync(path)).toBe(true);
    expect(folder.errors).toMatchObject([{ code: 'ERR_STATE_FILE_REFUSED', jobId: folder.id }]);
  });

  it.runIf(process.platform !== 'win32')('is not followed when it is a link', async () => {
    await using folder = await storedJob();
    await writeFile(folder.pathOf('precious'), 'precious');
    await symlink(folder.pathOf('precious'), folder.pathOf('.BIT1234.tmp'));
    await cancelWith(folder, folder.pathOf('.BIT1234.tmp'));
    expect(readFileSync(folder.pathOf('precious'), 'utf8')).toBe('precious');
    expect(folder.errors).toMatchObject([{ message: expect.stringMatching(/not a regular file/) }]);
  });

  it('is followed when it is the temporary file of the job', async () => {
    await using folder = await storedJob();
    await writeFile(folder.pathOf('.BIT1234.tmp'), 'bytes');
    await cancelWith(folder, folder.pathOf('.BIT1234.tmp'));
    expect(existsSync(folder.pathOf('.BIT1234.tmp'))).toBe(false);
    expect(folder.errors).toEqual([]);
  });
});

describe('the bytes of a job on disk', () => {
  it('override its state file', async () => {
    await using folder = await storedJob();
    await writeFile(folder.pathOf('.BIT1234.tmp'), 'five!');
    await folder.edit(folder.id, (job) =>
      Object.assign(fileOf(job), { temporaryName: folder.pathOf('.BIT1234.tmp'), total: '9', transferred: '3' }),
    );
    const { manager } = await folder.open();
    const job = await manager.getJob(folder.id);
    expect(await job.getProgress()).toMatchObject({ bytesTransferred: 5n, bytesTotal: 9n, filesTransferred: 0 });
  });

  it('make a transferred job wait for transfer time again when bytes are missing', async () => {
    await using folder = await storedJob();
    await writeFile(folder.pathOf('.BIT1234.tmp'), 'five!');
    await folder.edit(folder.id, (job) => {
      Object.assign(job, { state: 6 });
      const temporaryName = folder.pathOf('.BIT1234.tmp');
      Object.assign(fileOf(job), { temporaryName, total: '9', transferred: '9', done: true });
    });
    const { emulation } = await folder.open();
    await emulation.close();
    expect((await folder.read(folder.id)).content.job).toMatchObject({
      state: expect.not.toBeOneOf([6]),
      files: [{ transferred: '5', done: false }],
    });
  });

  it('include a temporary file that was created right before a kill: it is deleted', async () => {
    await using folder = await storedJob();
    const { content } = await folder.read(folder.id);
    const path = folder.pathOf(`.BIT${String(content.job.files[0]?.temporaryTag)}.tmp`);
    await writeFile(path, 'not a known version');
    await link(path, folder.pathOf('kept'));
    await rename(folder.pathOf('kept'), folder.pathOf('.BIT5678.tmp'));
    await folder.find();
    expect(existsSync(path)).toBe(false);
    expect(existsSync(folder.pathOf('.BIT5678.tmp'))).toBe(true);
  });
});
