import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// A process of its own takes its time where the machine has other things to do.
vi.setConfig({ testTimeout: 60_000 });

const content = bytes(2_000_000);
const halfway = 1_000_000;

const kinds: readonly { kind: string; flags: readonly string[] }[] = [
  { kind: 'job', flags: [] },
  { kind: 'group', flags: ['--group'] },
];

// Windows knows no signal that one process could send to another: there, Ctrl-C comes from the console alone.
describe.runIf(process.platform !== 'win32')('Ctrl-C', () => {
  it.each(kinds)('suspends, and the same command goes on from there ($kind)', async ({ flags }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const path = place.path('file.bin');
    const args = ['get', server.url('file.bin'), path, '--json', ...flags];

    const first = place.start(...args);
    await first.record(({ bytesTransferred }) => bytesTransferred === String(halfway));
    first.interrupt();
    const interrupted = await first.ended;
    expect({ code: interrupted.code, stderr: interrupted.stderr }).toEqual({ code: 130, stderr: '' });
    expect(parseRecord(interrupted.lines.at(-1) ?? '')).toMatchObject({ type: 'interrupted', suspended: true });
    expect(existsSync(path)).toBe(false);

    server.advance();
    const seenBefore = server.requests.length;
    const second = await place.run(...args);
    expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' });
    expect(parseRecord(second.lines.at(-1) ?? '')).toMatchObject({ type: 'done', bytes: '2000000' });
    expect(content.equals(await readFile(path))).toBe(true);
    const ranges = server.requests.slice(seenBefore).flatMap(({ method, range }) => (method === 'GET' ? [range] : []));
    expect(ranges).toEqual([expect.stringMatching(/^bytes=1000000-/)]);
  });

  it('says in words how to go on', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const command = place.start('get', server.url('file.bin'), place.path('file.bin'));
    await command.line((line) => line.includes('%'));
    command.interrupt();
    const { code, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Suspended. Run the same command again to resume.\n' });
  });

  it('leaves the unfinished download to another path alone', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const first = place.start('get', server.url('file.bin'), place.path('one.bin'), '--json');
    await first.record(({ bytesTransferred }) => bytesTransferred === String(halfway));
    first.interrupt();
    await first.ended;

    server.advance();
    const other = await place.run('get', server.url('file.bin'), place.path('two.bin'), '--json');
    expect(other.code).toBe(0);
    expect(content.equals(await readFile(place.path('two.bin')))).toBe(true);
    expect(existsSync(place.path('one.bin'))).toBe(false);
    expect((await leftJobs(place)).map(({ state }) => state)).toEqual(['suspended']);
  });
});

describe.runIf(process.platform !== 'win32')('a download that failed after it had brought something', () => {
  it.each(kinds)('is kept, and the same command goes on with it ($kind)', async ({ flags }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const path = place.path('file.bin');
    const args = ['get', server.url('file.bin'), path, '--json', ...flags];
    const first = place.start(...args);
    await first.record(({ bytesTransferred }) => bytesTransferred === String(halfway));
    first.interrupt();
    await first.ended;

    server.put('file.bin', null);
    const second = await place.run(...args);
    expect(second.code).toBe(1);
    expect(parseRecord(second.lines.at(-1) ?? '')).toMatchObject({ type: 'error', code: 'BG_E_HTTP_ERROR_404' });

    server.put('file.bin', { content });
    const seenBefore = server.requests.length;
    const third = await place.run(...args);
    expect(third.code).toBe(0);
    expect(content.equals(await readFile(path))).toBe(true);
    const ranges = server.requests.slice(seenBefore).flatMap(({ method, range }) => (method === 'GET' ? [range] : []));
    expect(ranges).toEqual([expect.stringMatching(/^bytes=1000000-/)]);
  });
});

describe('the queue', () => {
  it('holds nothing after a download is done', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    await place.run('get', server.url('file.bin'), place.path('file.bin'));
    expect(await leftJobs(place)).toEqual([]);
  });

  it.each(kinds)('holds nothing after a download failed that had brought nothing ($kind)', async ({ flags }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    await place.run('get', server.url('none.bin'), place.path('file.bin'), ...flags);
    expect(await leftJobs(place)).toEqual([]);
  });
});

/** The jobs that the emulation keeps for the next run. */
async function leftJobs(place: Workplace) {
  const { stateDirectory } = place;
  await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  await using connection = await connect({ backend: emulation });
  return await connection.bits.snapshot();
}
