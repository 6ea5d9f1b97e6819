import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { randomNumbers } from '../support/random.js';
import { CompiledProgram } from './support/compiled-program.js';
import { patternOf } from './support/downloads.js';
import { LoopbackServer } from './support/http-server.js';
import { StateFolder } from './support/state-folder.js';

const kills = 200;
/** Number of processes at the same time. */
const lanes = 2;
/** Number of downloads of one process: its kill interrupts each of them at another point. */
const downloads = 10;
const runs = kills / lanes / downloads;
/** The last call of the file system at which a download is interrupted: it makes somewhat fewer. */
const lastCall = 45;
const content = patternOf(150_000);
const integrity = `sha256-${createHash('sha256').update(content).digest('base64')}`;
const key = 'the key';

interface Counts {
  killed: number;
  resumed: number;
}

/** Continues a download in this process, and expects its file and nothing else. */
async function continueDownload(folder: string, url: string, counts: Counts): Promise<void> {
  const stateDirectory = join(folder, 'state');
  const path = join(folder, 'file');
  await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  await using connection = await connect({ backend: emulation });
  const result = await connection.bits.download([{ url, path, integrity }], { key, interval: 50 });
  counts.resumed += result.resumed ? 1 : 0;
  expect(content.equals(await readFile(path))).toBe(true);
  expect(await connection.bits.jobs()).toEqual([]);
  await connection.close();
  await emulation.close();
  expect((await readdir(folder)).sort()).toEqual(['file', 'state']);
  expect(await readdir(stateDirectory)).toEqual([]);
}

/** Kills processes that download, and continues each of their downloads. */
async function runLane(lane: number, url: string, program: CompiledProgram): Promise<Counts> {
  const random = randomNumbers(lane);
  const counts = { killed: 0, resumed: 0 };
  for (let run = 0; run < runs; run += 1) {
    await using parent = await StateFolder.create();
    const folders = await parent.createFolders(downloads);
    const points = folders.map(() => ({ n: 1 + random(lastCall), after: random(2) === 1 }));
    const child = program.start(url, integrity, JSON.stringify(points), ...folders);
    counts.killed += (await child.exit()) === null ? 1 : 0;
    await Promise.all(folders.map((folder) => continueDownload(folder, url, counts)));
  }
  return counts;
}

describe('a process that is killed during downloads with a key', () => {
  it(`leaves what the next call completes, and nothing else, in ${kills} downloads`, async () => {
    await using server = await LoopbackServer.start();
    const url = server.serve('/a', { content });
    await using first = await StateFolder.create();
    const points = JSON.stringify([{ n: Number.MAX_SAFE_INTEGER }]);
    const words = [url, integrity, points, ...(await first.createFolders(1))];
    await using program = await CompiledProgram.create('./key-downloader.mjs', ...words);
    const counts = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, url, program)));
    const sum = (name: keyof Counts) => counts.reduce((total, count) => total + count[name], 0);
    expect(sum('killed')).toBeGreaterThan((runs * lanes) / 2);
    expect(sum('resumed')).toBeGreaterThan(kills / 8);
  }, 900_000);
});
