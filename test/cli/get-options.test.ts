import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const one = bytes(100_000);
const two = bytes(50_000);
const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

const kinds: readonly { kind: string; flags: readonly string[] }[] = [
  { kind: 'job', flags: [] },
  { kind: 'group', flags: ['--group'] },
];

describe.each(kinds)('winprogress get ($kind)', ({ flags }) => {
  it('downloads several files in one job', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one }, 'two.bin': { content: two } });
    const args = ['one.bin', 'two.bin'].flatMap((name) => [server.url(name), place.path(name)]);
    const { code, lines } = await place.run('get', ...args, ...flags, '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({
      type: 'done',
      bytes: '150000',
      files: [{ bytes: '100000' }, { bytes: '50000' }],
    });
    expect(one.equals(await readFile(place.path('one.bin')))).toBe(true);
    expect(two.equals(await readFile(place.path('two.bin')))).toBe(true);
  });

  it('puts the files in place that have the hashes of --sha256', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one }, 'two.bin': { content: two } });
    const args = ['one.bin', 'two.bin'].flatMap((name) => [server.url(name), place.path(name)]);
    const hashes = ['--sha256', hashOf(one), '--sha256', hashOf(two)];
    expect((await place.run('get', ...args, ...hashes, ...flags)).code).toBe(0);
    expect(existsSync(place.path('two.bin'))).toBe(true);
  });

  it('fails without a file for another hash than that of --sha256', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one } });
    const args = [server.url('one.bin'), place.path('one.bin'), '--sha256', hashOf(two)];
    const { code, lines } = await place.run('get', ...args, ...flags, '--json');
    expect(code).toBe(1);
    expect(parseRecord(lines.at(-1) ?? '').code).toMatch(/^ERR_(?:DOWNLOAD|TRANSFER)_INTEGRITY$/);
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.bin'))).toEqual([]);
  });

  it('downloads again after another hash, and keeps none of the files', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one }, 'two.bin': { content: one } });
    const files = ['one.bin', 'two.bin'].flatMap((name) => [server.url(name), place.path(name)]);
    const args = ['get', ...files, '--sha256', hashOf(one), '--sha256', hashOf(two), ...flags];
    expect((await place.run(...args)).code).toBe(1);
    expect(readdirSync(place.folder)).toEqual(['state']);
    server.put('two.bin', { content: two });
    expect((await place.run(...args)).code).toBe(0);
    expect(two.equals(await readFile(place.path('two.bin')))).toBe(true);
  });

  it('sends the headers of --header', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one } });
    const headers = ['--header', 'X-Token: a:b c', '--header', 'X-Other:1'];
    expect((await place.run('get', server.url('one.bin'), place.path('one.bin'), ...headers, ...flags)).code).toBe(0);
    expect(server.requests.at(-1)?.headers).toMatchObject({ 'x-token': 'a:b c', 'x-other': '1' });
  });

  it('accepts the other settings of a job', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one, chunked: true } });
    const settings = ['--proxy', 'none', '--cost-policy', 'standard', '--dynamic', '--priority', 'foreground'];
    expect((await place.run('get', server.url('one.bin'), place.path('one.bin'), ...settings, ...flags)).code).toBe(0);
    expect(one.equals(await readFile(place.path('one.bin')))).toBe(true);
  });
});

describe('winprogress get', () => {
  it.each([
    ['a URL without a target', (url: string) => [url, 'one.bin', url]],
    ['a second address that is not a URL', (url: string) => [url, 'one.bin', 'two', 'two.bin']],
    ['two URLs for one target', (url: string) => [url, 'one.bin', `${url}?2`, './one.bin']],
    [
      'another number of hashes than files',
      (url: string) => [url, 'one.bin', '--sha256', hashOf(one), '--sha256', hashOf(one)],
    ],
    ['a header without a name', (url: string) => [url, 'one.bin', '--header', 'abc']],
    ['a header with a line break', (url: string) => [url, 'one.bin', '--header', 'X-Token: a\r\nX-Other: b']],
    ['a stall timeout without a unit', (url: string) => [url, 'one.bin', '--stall-timeout', '90']],
    ['a stall timeout for a group', (url: string) => [url, 'one.bin', '--stall-timeout', '90s', '--group']],
    ['a fallback for a group', (url: string) => [url, 'one.bin', '--fallback', 'http', '--group']],
    ['an unknown cost policy', (url: string) => [url, 'one.bin', '--cost-policy', 'cheap']],
  ])('exits with 2, and creates no job, for %s', async (_, args) => {
    await using place = await Workplace.create();
    const { code, lines } = await place.run('get', ...args('http://127.0.0.1:9/one.bin'));
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    await place.store(async (bits) => {
      expect(await bits.snapshot()).toEqual([]);
    });
  });

  it('fails after --stall-timeout without a byte, and the same command resumes the download', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one, stops: [40_000] } });
    const args = ['get', server.url('one.bin'), place.path('one.bin'), '--json'];
    const stalled = await place.run(...args, '--stall-timeout', '1s');
    expect(stalled.code).toBe(1);
    expect(parseRecord(stalled.lines.at(-1) ?? '')).toMatchObject({ type: 'error', code: 'ERR_DOWNLOAD_STALLED' });
    server.advance();
    const resumed = await place.run(...args);
    expect(parseRecord(resumed.lines.at(-1) ?? '')).toMatchObject({ type: 'done', resumed: true });
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=40000-/);
  });

  it('downloads without BITS with --fallback http where BITS cannot be used, and reports why', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one } });
    await place.store(async (bits) => {
      for (let index = 0; index < 60; index += 1) await bits.createJob({ name: `job ${index}` });
    });
    const args = ['get', server.url('one.bin'), place.path('one.bin'), '--fallback', 'http'];
    const { code, lines } = await place.run(...args, '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({
      type: 'done',
      by: 'http',
      fallbackReason: { code: 'BG_E_TOO_MANY_JOBS_PER_USER' },
    });
    expect(one.equals(await readFile(place.path('one.bin')))).toBe(true);
    expect((await place.run(...args)).stderr).toContain('downloaded without BITS: ');
  });

  it('resumes the download of a process that was killed', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content: one, stops: [40_000] } });
    const args = ['get', server.url('one.bin'), place.path('one.bin'), '--sha256', hashOf(one), '--json'];
    const killed = place.start(...args);
    await killed.record(({ bytesTransferred }) => bytesTransferred === '40000');
    killed.kill();
    await killed.ended;
    server.advance();
    const { code, lines } = await place.run(...args);
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', resumed: true });
    expect(one.equals(await readFile(place.path('one.bin')))).toBe(true);
    await place.store(async (bits) => {
      expect(await bits.snapshot()).toEqual([]);
    });
  });

  it('downloads to the same target from another URL, and cancels the download of the first one', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({
      'one.bin': { content: one, stops: [40_000] },
      'two.bin': { content: two },
    });
    await place.run('get', server.url('one.bin'), place.path('file.bin'), '--stall-timeout', '1s');
    expect((await place.run('get', server.url('two.bin'), place.path('file.bin'))).code).toBe(0);
    expect(two.equals(await readFile(place.path('file.bin')))).toBe(true);
    await place.store(async (bits) => {
      expect(await bits.snapshot()).toEqual([]);
    });
  });
});
