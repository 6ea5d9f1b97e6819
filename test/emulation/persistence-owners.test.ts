import { mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompiledProgram } from './support/compiled-program.js';
import type { Child } from './support/process.js';
import { StateFolder } from './support/state-folder.js';

let program: CompiledProgram;

beforeAll(async () => {
  await using first = await StateFolder.create();
  program = await CompiledProgram.create('./owner.mjs', first.path, '1');
});

afterAll(async () => {
  await program[Symbol.asyncDispose]();
});

/** Starts a process that owns jobs of a folder; its first line reports that it is loaded. */
async function startOwner(folder: StateFolder, jobs = 0): Promise<Child> {
  const child = program.start(folder.path, String(jobs));
  await child.next();
  return child;
}

/** Lets a started process open the directory. @returns the GUIDs of its jobs */
async function openIn(child: Child): Promise<string[]> {
  child.write('open');
  const ids = await child.next();
  if (!Array.isArray(ids)) throw new Error(JSON.stringify(ids));
  return ids.map(String);
}

/** The name of the state file of a job. */
async function fileOf(folder: StateFolder, id: string): Promise<string> {
  return (await folder.list()).find((name) => name.startsWith(id.slice(1, -1))) ?? '';
}

describe('processes that start together with the same state directory', () => {
  it.each([2, 8])(
    'own each job of a killed process once (%i processes)',
    async (count) => {
      await using folder = await StateFolder.create();
      const killed = await startOwner(folder, 40);
      const created = await openIn(killed);
      expect(created).toHaveLength(40);
      const owners = await Promise.all(Array.from({ length: count }, () => startOwner(folder)));
      await killed.kill();
      const lists = await Promise.all(owners.map(openIn));
      expect(lists.flat().sort()).toEqual(created.sort());

      // Half of them are killed in turn; the jobs of the others keep their owner.
      const [dying, living] = [owners.slice(0, count / 2), owners.slice(count / 2)];
      await Promise.all(dying.map((owner) => owner.kill()));
      const heirs = await Promise.all(Array.from({ length: count }, () => startOwner(folder)));
      const inherited = await Promise.all(heirs.map(openIn));
      expect(inherited.flat().sort()).toEqual(
        lists
          .slice(0, count / 2)
          .flat()
          .sort(),
      );
      for (const child of [...living, ...heirs]) child.process.stdin?.end();
      await Promise.all([...living, ...heirs].map((child) => child.exit()));
      expect((await folder.find()).sort()).toEqual(created.sort());
      expect(folder.errors).toEqual([]);
    },
    300_000,
  );
});

describe('a job with a state directory', () => {
  it('belongs to one of two emulations of a process until that one is closed', async () => {
    await using folder = await StateFolder.create();
    const first = await folder.open();
    const job = await first.manager.createJob('x', 0);
    expect(await folder.find()).toEqual([]);
    await first.emulation.close();
    expect(await folder.find()).toEqual([job.id]);
  });

  it('is adopted although another process has the number of its owner', async () => {
    await using folder = await StateFolder.create();
    const { manager, emulation } = await folder.open();
    const { id } = await manager.createJob('x', 0);
    const name = await fileOf(folder, id);
    const [owner = ''] = (await readdir(folder.path)).filter((each) => each.endsWith('.owner'));
    const identity = JSON.parse(await readFile(join(folder.path, owner), 'utf8'));
    await emulation.close();
    expect(process.ppid).not.toBe(process.pid);
    // The process of the tests exists, but it started at another time.
    const earlier = { ...identity, processId: process.ppid };
    await writeFile(join(folder.path, owner), JSON.stringify(earlier));
    expect(await folder.find()).toEqual([id]);

    await rename(join(folder.path, await fileOf(folder, id)), join(folder.path, name));
    await writeFile(join(folder.path, owner), JSON.stringify({ ...identity, startedAt: 'ticks:1' }));
    expect(await folder.find()).toEqual([id]);
  });

  it('of an owner that cannot be looked up is adopted when the owner has stopped renewing its file', async () => {
    await using folder = await StateFolder.create();
    const { manager, emulation } = await folder.open();
    const { id } = await manager.createJob('x', 0);
    const [owner = ''] = (await readdir(folder.path)).filter((each) => each.endsWith('.owner'));
    const path = join(folder.path, owner);
    const identity = JSON.parse(await readFile(path, 'utf8'));
    await emulation.close();
    const elsewhere = JSON.stringify({ ...identity, scope: 'elsewhere', host: 'another machine' });
    await writeFile(path, elsewhere);
    expect(await folder.find()).toEqual([]);
    const longAgo = new Date(Date.now() - 10 * 60 * 1000);
    await utimes(path, longAgo, longAgo);
    expect(await folder.find()).toEqual([id]);
  });

  it('is adopted when the file of its owner is empty, a folder or missing', async () => {
    await using folder = await StateFolder.create();
    const { manager, emulation } = await folder.open();
    const { id } = await manager.createJob('x', 0);
    const [owner = ''] = (await readdir(folder.path)).filter((each) => each.endsWith('.owner'));
    await emulation.close();
    expect(await folder.find()).toEqual([id]);
    for (const content of ['', '{}', '[1]', '{"processId":-1}']) {
      await writeFile(join(folder.path, owner), content);
      expect(await folder.find()).toEqual([id]);
    }
    await mkdir(join(folder.path, owner));
    expect(await folder.find()).toEqual([id]);
  });
});

describe('the next owner of a state directory', () => {
  it('deletes owner files of ended owners and incomplete state files', async () => {
    await using folder = await StateFolder.create();
    const killed = await startOwner(folder, 1);
    const [id = ''] = await openIn(killed);
    await killed.kill();
    const name = await fileOf(folder, id);
    await writeFile(join(folder.path, `${name}.123456`), '{"format":');
    const { manager } = await folder.open();
    expect((await manager.enumJobs(0)).map((job) => job.id)).toEqual([id]);
    expect(await folder.list()).toEqual([expect.stringMatching(/\.json$/)]);
    expect((await readdir(folder.path)).filter((each) => each.endsWith('.owner'))).toHaveLength(1);
  }, 300_000);
});
