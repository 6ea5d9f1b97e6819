import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { randomNumbers } from '../support/random.js';
import { CompiledProgram } from './support/compiled-program.js';
import { patternOf } from './support/downloads.js';
import { LoopbackServer } from './support/http-server.js';
import { StateFolder } from './support/state-folder.js';

const kills = 200;
/** Number of folders that are used in parallel. */
const lanes = 4;
/** The last call of the file system at which a process is killed: a download makes somewhat fewer. */
const lastCall = 45;
const content = patternOf(150_000);
const integrity = `sha256-${createHash('sha256').update(content).digest('base64')}`;
const key = 'the key';

/** Kills downloads and continues each in this process. Returns how many had not ended, and how many of these were continued. */
async function runLane(
  lane: number,
  url: string,
  program: CompiledProgram,
): Promise<{ killed: number; resumed: number }> {
  const random = randomNumbers(lane);
  const counts = { killed: 0, resumed: 0 };
  await using folder = await StateFolder.create();
  for (let run = 0; run < kills / lanes; run += 1) {
    const target = folder.pathOf(`run-${run}`);
    await mkdir(target);
    const path = `${target}/file`;
    const at = [String(1 + random(lastCall)), random(2) === 0 ? 'before' : 'after'];
    const child = program.start(folder.path, path, url, integrity, ...at);
    const killed = (await child.exit()) === null;
    counts.killed += killed ? 1 : 0;
    await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: folder.path });
    await using connection = await connect({ backend: emulation });
    const result = await connection.bits.download([{ url, path, integrity }], { key, interval: 5 });
    counts.resumed += result.resumed ? 1 : 0;
    expect(content.equals(await readFile(path))).toBe(true);
    expect(await readdir(target)).toEqual(['file']);
    expect(await connection.bits.jobs()).toEqual([]);
    await connection.close();
    await emulation.dispose();
    expect(await readdir(folder.path)).toEqual([]);
  }
  return counts;
}

describe('a process that is killed during a download with a key', () => {
  it(`leaves what the next call completes, and nothing else, ${kills} times`, async () => {
    await using server = await LoopbackServer.start();
    const url = server.serve('/a', { content });
    await using first = await StateFolder.create();
    const words = [first.path, first.pathOf('file'), url, integrity, String(Number.MAX_SAFE_INTEGER), 'before'];
    await using program = await CompiledProgram.create('./key-downloader.mjs', ...words);
    const counts = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, url, program)));
    const sum = (name: 'killed' | 'resumed') => counts.reduce((total, count) => total + count[name], 0);
    expect(sum('killed')).toBeGreaterThan(kills / 2);
    expect(sum('resumed')).toBeGreaterThan(kills / 8);
  }, 900_000);
});
