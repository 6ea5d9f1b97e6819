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
/** Number of folders that are used in parallel. */
const lanes = 4;
/** The last modifying file system call at which a process is killed: two to ten jobs make about as many. */
const lastCall = 250;
const content = patternOf(150_000);

/** The output of the processes of one folder about their jobs. */
class Ledger {
  /** Jobs that have been created and whose completion has not begun. */
  readonly open = new Set<string>();
  /** Jobs whose completion has begun: they may have ended. */
  readonly ending = new Set<string>();
  readonly ended = new Set<string>();
  readonly paths: string[] = [];
  readonly errors: unknown[] = [];

  /** Records a line that a process has printed. */
  read(line: unknown): void {
    if (!Array.isArray(line)) return;
    const [step, value] = line;
    if (step === 'created') {
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
  compare(found: string[]): void {
    expect(found.filter((id) => this.ended.has(id))).toEqual([]);
    expect([...this.open].filter((id) => !found.includes(id))).toEqual([]);
    for (const id of this.ending) if (!found.includes(id)) this.ended.add(id);
    for (const id of found) this.open.add(id);
    this.ending.clear();
  }
}

async function readAll(child: Child, ledger: Ledger): Promise<void> {
  for (let line = await child.next(); line !== undefined; line = await child.next()) ledger.read(line);
}

async function runLane(lane: number, url: string, program: CompiledProgram): Promise<Ledger> {
  const random = randomNumbers(lane);
  const ledger = new Ledger();
  await using folder = await StateFolder.create();
  for (let run = 0; run <= kills / lanes; run += 1) {
    const last = run === kills / lanes;
    const end = last ? [] : [String(1 + random(lastCall)), random(2) === 0 ? 'before' : 'after'];
    const child = program.start(folder.path, folder.root, url, `${run}-`, ...end);
    const first = await child.next();
    if (!Array.isArray(first) || first[0] !== 'found')
      throw new Error(`lane ${lane}, run ${run}: ${JSON.stringify(first)}`);
    ledger.compare(first[1]);
    await readAll(child, ledger);
    expect(await child.exit()).toBe(last ? 0 : null);
  }
  expect(ledger.open).toEqual(new Set());
  expect(ledger.ending).toEqual(new Set());
  for (const path of ledger.paths) expect(content.equals(await readFile(path))).toBe(true);
  expect((await readdir(folder.root)).filter((name) => name.includes('BIT'))).toEqual([]);
  expect(await readdir(join(folder.path))).toEqual([]);
  return ledger;
}

describe('a process that is killed at random moments', () => {
  it(`loses no job and damages no file, ${kills} times`, async () => {
    await using server = await LoopbackServer.start();
    const url = server.serve('/a', { content });
    await using first = await StateFolder.create();
    const words = [first.path, first.root, url, 'first-', String(lastCall), 'after'];
    await using program = await CompiledProgram.create('./downloader.mjs', ...words);
    const ledgers = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, url, program)));
    expect(ledgers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(ledgers.reduce((sum, { ended }) => sum + ended.size, 0)).toBeGreaterThan(kills / 2);
  }, 300_000);
});
