import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../support/random.js';
import { CompiledProgram } from './support/compiled-program.js';
import { patternOf } from './support/downloads.js';
import { LoopbackServer } from './support/http-server.js';
import type { Child } from './support/process.js';
import { StateFolder } from './support/state-folder.js';

const kills = 200;
/** Number of processes at the same time. */
const lanes = 2;
/** Number of state directories on which one process works: its kill interrupts each of them at another point. */
const directories = 10;
const runs = kills / lanes / directories;
/** The last modifying file system call at which the work on a directory is interrupted. */
const lastCall = 170;
const content = patternOf(100_000);

/** The output of the processes about the jobs of one directory. */
class Ledger {
  /** Jobs that have been created and whose completion has not begun. */
  readonly open = new Set<string>();
  /** Jobs whose completion has begun: they may have ended. */
  readonly ending = new Set<string>();
  readonly ended = new Set<string>();
  readonly paths: string[] = [];
  readonly errors: unknown[] = [];
  /** Number of processes that have found the jobs of the directory. */
  starts = 0;

  /** Records a line that a process has printed. */
  read(line: unknown): void {
    if (!Array.isArray(line)) return;
    const [, step, value] = line;
    if (step === 'found') this.#compare(value);
    else if (step === 'created') {
      this.open.add(value.id);
      this.paths.push(...value.paths);
    } else if (step === 'completing') {
      this.open.delete(value);
      this.ending.add(value);
    } else if (step === 'completed') {
      this.ending.delete(value);
      this.ended.add(value);
    } else if (step === 'error') this.errors.push(value);
  }

  /** Compares the jobs that a new process has found. */
  #compare(found: string[]): void {
    this.starts += 1;
    expect(found.filter((id) => this.ended.has(id))).toEqual([]);
    expect([...this.open].filter((id) => !found.includes(id))).toEqual([]);
    for (const id of this.ending) if (!found.includes(id)) this.ended.add(id);
    for (const id of found) this.open.add(id);
    this.ending.clear();
  }
}

async function readAll(child: Child, ledgers: readonly Ledger[]): Promise<void> {
  for (let line = await child.next(); line !== undefined; line = await child.next())
    if (Array.isArray(line)) ledgers[line[0]]?.read(line);
}

async function runLane(lane: number, url: string, program: CompiledProgram): Promise<readonly Ledger[]> {
  const random = randomNumbers(lane);
  await using parent = await StateFolder.create();
  const folders = await parent.createFolders(directories);
  const ledgers = folders.map(() => new Ledger());
  for (let run = 0; run <= runs; run += 1) {
    const last = run === runs;
    const points = folders.map(() => ({ n: 1 + random(lastCall), after: random(2) === 1 }));
    const child = program.start(url, `${run}-`, last ? '-' : JSON.stringify(points), ...folders);
    await readAll(child, ledgers);
    expect(await child.exit()).toBe(last ? 0 : null);
    expect(ledgers.map(({ starts }) => starts)).toEqual(folders.map(() => run + 1));
  }
  for (const { open, ending, paths } of ledgers) {
    expect(open).toEqual(new Set());
    expect(ending).toEqual(new Set());
    for (const path of paths) expect(content.equals(await readFile(path))).toBe(true);
  }
  for (const folder of folders) {
    expect((await readdir(folder)).filter((name) => name.includes('BIT'))).toEqual([]);
    expect(await readdir(join(folder, 'state'))).toEqual([]);
  }
  return ledgers;
}

describe('a process that is killed at random moments', () => {
  it(`loses no job and damages no file, in a state directory that is interrupted so ${kills} times`, async () => {
    await using server = await LoopbackServer.start();
    const url = server.serve('/a', { content });
    await using first = await StateFolder.create();
    const points = JSON.stringify([{ n: lastCall, after: true }]);
    const words = [url, 'first-', points, ...(await first.createFolders(1))];
    await using program = await CompiledProgram.create('./downloader.mjs', ...words);
    const lists = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, url, program)));
    const ledgers = lists.flat();
    expect(ledgers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(ledgers.reduce((sum, { ended }) => sum + ended.size, 0)).toBeGreaterThan(kills / 2);
  }, 300_000);
});
