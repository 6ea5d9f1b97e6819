import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const content = bytes(3_000_000);
const fifths = [600_000, 1_200_000, 1_800_000, 2_400_000];

const kinds: readonly { kind: string; flags: readonly string[] }[] = [
  { kind: 'job', flags: [] },
  { kind: 'group', flags: ['--group'] },
];

describe('winprogress get', () => {
  it('downloads the file byte for byte', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const path = place.path('file.bin');
    const { code, stderr } = await place.run('get', server.url('file.bin'), path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it('resolves a relative path', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const relative = 'no-such-folder/../file.bin';
    const { lines } = await place.run('get', server.url('file.bin'), `${place.folder}/${relative}`, '--json');
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', path: place.path('file.bin') });
  });

  it.skipIf(process.platform === 'win32')('fails with E_INVALIDARG for a Windows path on other platforms', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const { code, lines } = await place.run('get', server.url('file.bin'), 'C:\\file.bin', '--json');
    expect({ code, record: parseRecord(lines.at(-1) ?? '') }).toMatchObject({
      code: 1,
      record: { code: 'E_INVALIDARG' },
    });
    expect(existsSync('C:\\file.bin')).toBe(false);
  });

  it('writes a done record with backend, bytes and files', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const path = place.path('file.bin');
    const { lines } = await place.run('get', server.url('file.bin'), path, '--json');
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({
      type: 'done',
      backend: 'emulation',
      bytes: String(content.length),
      path,
      files: [{ url: server.url('file.bin'), path, bytes: String(content.length), integrity: null }],
      resumed: false,
      completedElsewhere: false,
    });
  });

  it('writes progress while the file is downloaded', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: fifths } });
    const command = place.begin('get', server.url('file.bin'), place.path('file.bin'), '--json');
    const seen = new Set<string>();
    command.onRecord(({ type, bytesTransferred }) => {
      if (type !== 'progress' || typeof bytesTransferred !== 'string') return;
      if (fifths.includes(Number(bytesTransferred)) && !seen.has(bytesTransferred)) server.advance();
      seen.add(bytesTransferred);
    });
    expect((await command.ended).code).toBe(0);
    expect([...seen]).toEqual(expect.arrayContaining([...fifths.map(String), '3000000']));
  });

  it('writes byte counts as strings', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [1_500_000] } });
    const command = place.begin('get', server.url('file.bin'), place.path('file.bin'), '--json');
    const halfway = await command.record(({ bytesTransferred }) => bytesTransferred === '1500000');
    server.advance();
    await command.ended;
    expect(halfway).toEqual({
      type: 'progress',
      state: 'transferring',
      bytesTransferred: '1500000',
      bytesTotal: '3000000',
      filesTransferred: 0,
      filesTotal: 1,
      fraction: 0.5,
      bytesPerSecond: halfway.bytesPerSecond,
      remainingSeconds: halfway.remainingSeconds,
      waitingFor: null,
    });
  });

  it('writes null for total and fraction while the length is unknown', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, chunked: true, stops: [1_500_000] } });
    const path = place.path('file.bin');
    const command = place.begin('get', server.url('file.bin'), path, '--json');
    const halfway = await command.record(({ bytesTransferred }) => bytesTransferred === '1500000');
    server.advance();
    const { code, lines } = await command.ended;
    expect(halfway).toMatchObject({ bytesTotal: null, fraction: null });
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', bytes: '3000000' });
    expect(code).toBe(0);
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it('downloads an empty file', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ empty: { content: bytes(0) } });
    const path = place.path('empty');
    const { code, lines } = await place.run('get', server.url('empty'), path, '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', bytes: '0' });
    expect((await readFile(path)).length).toBe(0);
  });

  it('uses a group of the queue manager with --group', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const path = place.path('file.bin');
    const { code, lines } = await place.run('get', server.url('file.bin'), path, '--group', '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({
      type: 'done',
      backend: 'emulation',
      bytes: '3000000',
      path,
      implementation: 'queueManager',
    });
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it.each(kinds)('downloads the file again when it is run again ($kind)', async ({ flags }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const args = ['get', server.url('file.bin'), place.path('file.bin'), ...flags];
    const codes = [(await place.run(...args)).code, (await place.run(...args)).code];
    expect(codes).toEqual([0, 0]);
    expect(server.requests.filter(({ method, range }) => method === 'GET' && startOf(range) === 0)).toHaveLength(2);
  });

  it('prints lines without escape sequences when the output is not a terminal', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const path = place.path('file.bin');
    const { lines } = await place.run('get', server.url('file.bin'), path);
    expect(lines.at(-2)).toBe('100 %  3.0 MB of 3.0 MB  transferred');
    expect(lines.at(-1)).toBe(`${path}: 3.0 MB, done (emulation)`);
    expect(lines.join('')).not.toContain('\u001b');
  });
});

describe('winprogress get of a file that fails', () => {
  const notFound = { code: 'BG_E_HTTP_ERROR_404', hresult: 0x80190194, context: 'remoteFile' };

  it.each(kinds)(
    'exits with 1 and an error record that names the file and the HTTP status ($kind)',
    async ({ flags }) => {
      await using place = await Workplace.create();
      await using server = await TestServer.start({});
      const path = place.path('file.bin');
      const { code, lines, stderr } = await place.run('get', server.url('none.bin'), path, '--json', ...flags);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(parseRecord(lines.at(-1) ?? '')).toEqual({
        type: 'error',
        operation: 'IBackgroundCopyError.GetError',
        ...notFound,
        file: { url: server.url('none.bin'), path },
        httpStatus: 404,
        message: expect.stringContaining('BG_E_HTTP_ERROR_404'),
      });
      expect(existsSync(path)).toBe(false);
    },
  );

  it('writes the error in the last progress record, too', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    const { lines } = await place.run('get', server.url('none.bin'), place.path('file.bin'), '--json');
    const last = lines.map(parseRecord).findLast(({ type }) => type === 'progress');
    expect(last).toMatchObject({ state: 'error', error: notFound });
  });

  it('prints the error with the file and the HTTP status in one line on standard error', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    const [url, path] = [server.url('none.bin'), place.path('file.bin')];
    const { code, stderr } = await place.run('get', url, path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*BG_E_HTTP_ERROR_404 \(0x80190194\).*\n$/);
    expect(stderr).toContain(`; HTTP status 404; file ${url} (${path})\n`);
  });

  it('writes a transient error for a connection that is closed early', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, cutAt: 1_000_000 } });
    const command = place.begin('get', server.url('file.bin'), place.path('file.bin'), '--json');
    const { error } = await command.record(({ state }) => state === 'transientError');
    command.interrupt();
    await command.ended;
    expect(error).toMatchObject({ operation: 'IBackgroundCopyError.GetError', context: expect.any(String) });
  });
});

describe('winprogress get to files that another run downloads', () => {
  it.each([
    { names: ['one.bin'], targets: /one\.bin$/ },
    { names: ['one.bin', 'two.bin', 'three.bin'], targets: /one\.bin and 2 other files$/ },
  ])('fails with ERR_DOWNLOAD_IN_USE, and names the targets: $names', async ({ names, targets }) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [1_500_000] } });
    const files = names.flatMap((name) => [server.url('file.bin'), place.path(name)]);
    const first = place.start('get', ...files, '--json');
    await first.record(({ bytesTransferred }) => bytesTransferred === '1500000');
    const second = await place.run('get', ...files, '--json');
    server.advance();
    expect((await first.ended).code).toBe(0);
    expect(second.code).toBe(1);
    expect(parseRecord(second.lines.at(-1) ?? '')).toMatchObject({
      type: 'error',
      code: 'ERR_DOWNLOAD_IN_USE',
      message: expect.stringMatching(targets),
    });
  });
});

describe('winprogress get of a file that BITS does not accept', () => {
  const accepted = 'http://127.0.0.1:9/a';

  it.each(
    kinds.flatMap(({ kind, flags }) => [
      { kind, flags, reason: 'a space in its URL', url: `${accepted} b`, name: 'b', context: 'remoteFile' },
      {
        kind,
        flags,
        reason: 'a letter in its URL that is not ASCII',
        url: `${accepted}é`,
        name: 'b',
        context: 'remoteFile',
      },
      { kind, flags, reason: 'a wildcard in its name', url: accepted, name: 'b*', context: 'localFile' },
      { kind, flags, reason: 'a name that is too long', url: accepted, name: 'b'.repeat(260), context: 'localFile' },
      { kind, flags, reason: 'the name of a folder', url: accepted, name: 'state', context: 'localFile' },
    ]),
  )('names the file and the part that is refused ($kind): $reason', async ({ flags, url, name, context }) => {
    await using place = await Workplace.create();
    const path = place.path(name);
    const others = [accepted, place.path('a'), accepted, place.path('c')];
    for (const args of [
      [url, path],
      [...others, url, path],
    ]) {
      const { code, lines } = await place.run('get', ...args, '--json', ...flags);
      const record = parseRecord(lines.at(-1) ?? '');
      expect({ code, record }).toMatchObject({ code: 1, record: { context, file: { url, path } } });
    }
    expect(await jobsOf(place)).toEqual([]);
  });

  it('prints the file and the part that is refused', async () => {
    await using place = await Workplace.create();
    const path = place.path('a*');
    const { stderr } = await place.run('get', accepted, path);
    expect(stderr).toMatch(/^error: .*E_INVALIDARG \(0x80070057\), localFile; file /);
    expect(stderr).toContain(`; file ${accepted} (${path})\n`);
  });
});

async function jobsOf(place: Workplace): Promise<readonly unknown[]> {
  return (await place.run('jobs', '--json')).lines;
}

describe('winprogress get whose reader closes the pipe', () => {
  it('completes the download without an error', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [1_500_000] } });
    const path = place.path('file.bin');
    const command = place.start('get', server.url('file.bin'), path, '--json');
    await command.record(({ bytesTransferred }) => bytesTransferred === '1500000');
    command.stopReading();
    server.advance();
    const { code, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(content.equals(await readFile(path))).toBe(true);
  });
});

function startOf(range: string | undefined): number {
  return Number(/^bytes=(\d+)-/.exec(range ?? 'bytes=0-')?.[1]);
}
