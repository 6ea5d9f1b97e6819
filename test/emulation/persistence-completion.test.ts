import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CompiledProgram } from './support/compiled-program.js';
import { patternOf, until } from './support/downloads.js';
import { LoopbackServer } from './support/http-server.js';
import { StateFolder } from './support/state-folder.js';
import { state } from './support/states.js';

const content = patternOf(5000);

/** Number of folders on which one process works: each of them is interrupted at another point. */
const folders = 8;

/** A folder with a transferred job of some files, whose emulation is closed. */
async function transferred(server: LoopbackServer, names: readonly string[]): Promise<StateFolder & { id: string }> {
  const folder = await StateFolder.create();
  const { emulation, manager } = await folder.open();
  const job = await manager.createJob('x', 0);
  const remoteName = server.serve('/a', { content });
  await job.addFileSet(names.map((name) => ({ remoteName, localName: folder.pathOf(name) })));
  await job.resume();
  await until(job, (now) => now === state.transferred);
  await emulation.close();
  return Object.assign(folder, { id: job.id });
}

/** Completes the rest of the job, and expects every file in its place and no other file. */
async function expectCompletion(folder: StateFolder, names: readonly string[]): Promise<void> {
  const { emulation, manager } = await folder.open();
  for (const job of await manager.enumJobs(0)) expect(await job.complete()).toBe(0);
  await emulation.close();
  expect((await readdir(folder.root)).sort()).toEqual([...names, 'state'].sort());
  for (const name of names) expect(content.equals(await readFile(folder.pathOf(name)))).toBe(true);
  expect(await readdir(folder.path)).toEqual([]);
  expect(folder.errors).toEqual([]);
}

describe('complete()', () => {
  it.each([1, 3])(
    'can be repeated after the process was killed at any point of it (%i files)',
    async (count) => {
      const names = ['a', 'b', 'c'].slice(0, count);
      await using server = await LoopbackServer.start();
      await using first = await transferred(server, names);
      const words = [String(Number.MAX_SAFE_INTEGER), first.path];
      await using program = await CompiledProgram.create('./completer.mjs', ...words);
      let kills = 0;
      for (let n = 1, ended = 0; ended === 0; n += folders) {
        const all = await Promise.all(Array.from({ length: folders }, () => transferred(server, names)));
        const child = program.start(String(n), ...all.map(({ path }) => path));
        while ((await child.next()) !== undefined) ended += 1;
        expect(await child.exit()).toBe(ended === folders ? 0 : null);
        for (const folder of all) {
          await expectCompletion(folder, names);
          await folder[Symbol.asyncDispose]();
        }
        kills += folders - ended;
      }
      // At least: the journal is opened and renamed, each file is renamed, the state file is deleted.
      expect(kills).toBeGreaterThan(count + 3);
    },
    300_000,
  );

  it('puts the remaining files in place once an obstacle is removed, in another process too', async () => {
    const names = ['a', 'b', 'c'];
    await using server = await LoopbackServer.start();
    await using folder = await transferred(server, names);
    await mkdir(folder.pathOf('b'));
    const { emulation, manager } = await folder.open();
    const job = await manager.getJob(folder.id);
    await expect(job.complete()).rejects.toMatchObject({ code: 'E_ACCESSDENIED' });
    expect(existsSync(folder.pathOf('a'))).toBe(true);
    await emulation.close();

    const second = await folder.open();
    const again = await second.manager.getJob(folder.id);
    expect((await again.enumFiles()).map(({ completed }) => completed)).toEqual([true, false, false]);
    await second.emulation.close();
    await rmdir(folder.pathOf('b'));
    await expectCompletion(folder, names);
  });

  it('that was interrupted leaves the files that are in place to cancel()', async () => {
    await using server = await LoopbackServer.start();
    await using folder = await transferred(server, ['a', 'b']);
    await mkdir(folder.pathOf('b'));
    const first = await folder.open();
    await expect((await first.manager.getJob(folder.id)).complete()).rejects.toMatchObject({ code: 'E_ACCESSDENIED' });
    await first.emulation.close();
    const second = await folder.open();
    expect(await (await second.manager.getJob(folder.id)).cancel()).toBe(0);
    expect((await readdir(folder.root)).sort()).toEqual(['a', 'b', 'state']);
    expect(content.equals(await readFile(folder.pathOf('a')))).toBe(true);
  });
});
