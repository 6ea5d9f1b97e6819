import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const content = bytes(2_000_000);
const halfway = 1_000_000;
const hashOfContent = createHash('sha256').update(content).digest('hex');

const kinds: readonly { kind: string; flags: readonly string[] }[] = [
  { kind: 'job', flags: [] },
  { kind: 'group', flags: ['--group'] },
];

// On Windows, a process cannot send SIGINT to another process: Ctrl-C is an event of the console.
describe.runIf(process.platform !== 'win32')('winprogress get after Ctrl-C', () => {
  it.each(kinds)('is suspended and is resumed by the same command ($kind)', async ({ flags }) => {
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
    const earlierRequests = server.requests.length;
    const second = await place.run(...args);
    expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' });
    expect(parseRecord(second.lines.at(-1) ?? '')).toMatchObject({ type: 'done', bytes: '2000000' });
    expect(content.equals(await readFile(path))).toBe(true);
    const ranges = server.requests
      .slice(earlierRequests)
      .flatMap(({ method, range }) => (method === 'GET' ? [range] : []));
    expect(ranges).toEqual([expect.stringMatching(/^bytes=1000000-/)]);
  });

  it.each(
    kinds.flatMap(({ kind, flags }) => [
      { kind, flags, change: 'URL', other: 'other.bin', hash: [] },
      { kind, flags, change: 'hash', other: 'file.bin', hash: ['--sha256', hashOfContent] },
    ]),
  )('is cancelled by a download with another $change to the same file ($kind)', async ({ flags, other, hash }) => {
    await using place = await Workplace.create();
    const file = { content, stops: [halfway] };
    await using server = await TestServer.start({ 'file.bin': file, 'other.bin': { content } });
    const path = place.path('file.bin');
    const first = place.begin('get', server.url('file.bin'), path, '--json', ...flags);
    await first.record(({ bytesTransferred }) => bytesTransferred === String(halfway));
    first.interrupt();
    await first.ended;

    server.advance();
    const second = await place.run('get', server.url(other), path, '--json', ...flags, ...hash);
    expect(parseRecord(second.lines.at(-1) ?? '')).toMatchObject({ type: 'done', resumed: false });
    expect(content.equals(await readFile(path))).toBe(true);
    expect(await storedJobs(place)).toEqual([]);
    expect(await readdir(place.folder)).toEqual(['file.bin', 'state']);
  });

  it('prints how to resume the download', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const command = place.begin('get', server.url('file.bin'), place.path('file.bin'));
    await command.line((line) => line.includes('%'));
    command.interrupt();
    const { code, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Suspended. Run the same command again to resume.\n' });
  });

  it('is not resumed by a download to another path', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const first = place.begin('get', server.url('file.bin'), place.path('one.bin'), '--json');
    await first.record(({ bytesTransferred }) => bytesTransferred === String(halfway));
    first.interrupt();
    await first.ended;

    server.advance();
    const other = await place.run('get', server.url('file.bin'), place.path('two.bin'), '--json');
    expect(other.code).toBe(0);
    expect(content.equals(await readFile(place.path('two.bin')))).toBe(true);
    expect(existsSync(place.path('one.bin'))).toBe(false);
    expect((await storedJobs(place)).map(({ state }) => state)).toEqual(['suspended']);
  });
});

describe.runIf(process.platform !== 'win32')('winprogress get that fails after it has received bytes', () => {
  it.each(kinds)('keeps the job, and the same command resumes it ($kind)', async ({ flags }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [halfway] } });
    const path = place.path('file.bin');
    const args = ['get', server.url('file.bin'), path, '--json', ...flags];
    const first = place.begin(...args);
    await first.record(({ bytesTransferred }) => bytesTransferred === String(halfway));
    first.interrupt();
    await first.ended;

    server.put('file.bin', null);
    const second = await place.run(...args);
    expect(second.code).toBe(1);
    expect(parseRecord(second.lines.at(-1) ?? '')).toMatchObject({ type: 'error', code: 'BG_E_HTTP_ERROR_404' });

    server.put('file.bin', { content });
    const earlierRequests = server.requests.length;
    const third = await place.run(...args);
    expect(third.code).toBe(0);
    expect(content.equals(await readFile(path))).toBe(true);
    const ranges = server.requests
      .slice(earlierRequests)
      .flatMap(({ method, range }) => (method === 'GET' ? [range] : []));
    expect(ranges).toEqual([expect.stringMatching(/^bytes=1000000-/)]);
  });
});

describe('the job list', () => {
  it('is empty after a download', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    await place.run('get', server.url('file.bin'), place.path('file.bin'));
    expect(await storedJobs(place)).toEqual([]);
  });

  it.each(kinds)('is empty after a download that fails without having received bytes ($kind)', async ({ flags }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    await place.run('get', server.url('none.bin'), place.path('file.bin'), ...flags);
    expect(await storedJobs(place)).toEqual([]);
  });
});

/** The jobs that the emulation has stored for the next run. */
async function storedJobs(place: Workplace) {
  const { stateDirectory } = place;
  await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  await using connection = await connect({ backend: emulation });
  return await connection.bits.snapshot();
}
