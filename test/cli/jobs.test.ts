import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { cancelJob, cleanJobs } from '../../lib/cli/jobs/cancel.js';
import { listJobs } from '../../lib/cli/jobs/list.js';
import { parseWildcards } from '../../lib/cli/jobs/options.js';
import { parseDuration } from '../../lib/cli/options.js';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { type JsonRecord, parseRecord, Workplace } from './support/command.js';
import { machine } from './support/machine.js';
import { bytes, TestServer } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const content = bytes(1_000_000);

function records({ lines }: { readonly lines: readonly string[] }): JsonRecord[] {
  return lines.map(parseRecord);
}

describe('winprogress jobs', () => {
  it('prints one line for each job, or that there are none', async () => {
    const { bits, output } = await machine();
    expect(await listJobs(bits, {}, { json: false, output })).toBe(0);
    const { id } = await bits.createJob({ name: 'setup' });
    await listJobs(bits, {}, { json: false, output });
    expect(output.lines).toEqual(['There are no jobs.', `${id}  setup    0 %  0 B of 0 B  suspended`]);
  });

  it('writes one record for each job', async () => {
    const { bits, output, surroundings } = await machine();
    const { id } = await bits.createJob({ name: 'setup', type: 'upload' });
    await listJobs(bits, {}, surroundings);
    expect(output.records).toMatchObject([
      {
        type: 'job',
        id,
        name: 'setup',
        jobType: 'upload',
        state: 'suspended',
        bytesTransferred: '0',
        bytesTotal: '0',
      },
    ]);
  });

  it('prints the error of a failed job with the URL of the file', async () => {
    const { bits, emulation, output } = await machine();
    const url = 'http://server.test/missing.bin';
    emulation.network.serve(url, { status: 404 });
    const job = await bits.createJob({ name: 'setup', files: [{ url, path: 'C:\\missing.bin' }] });
    await job.resume();
    await emulation.clock.tickAsync(60_000);
    await listJobs(bits, {}, { json: false, output });
    expect(output.lines).toEqual([`${job.id}  setup  0 B  error: BG_E_HTTP_ERROR_404 (0x80190194)  ${url}`]);
  });

  it('lists only the jobs with the given name and state', async () => {
    const { bits, output } = await machine();
    const { id } = await bits.createJob({ name: 'setup 1' });
    await bits.createJob({ name: 'other' });
    await listJobs(bits, { name: parseWildcards('setup*'), states: ['suspended'] }, { json: true, output });
    await listJobs(bits, { name: parseWildcards('setup*'), states: ['error'] }, { json: true, output });
    expect(output.records.map((record) => record.id)).toEqual([id]);
  });

  it('fails with E_ACCESSDENIED for the jobs of all users without administrator rights', async () => {
    const { bits, surroundings } = await machine();
    expect(await caught(listJobs(bits, { allUsers: true }, surroundings))).toMatchObject({ code: 'E_ACCESSDENIED' });
  });
});

describe('winprogress job cancel', () => {
  it.each(['id', 'id without braces', 'name'])('cancels only the job with this %s', async (kind) => {
    const { bits, output, surroundings } = await machine();
    const [job, other] = [await bits.createJob({ name: 'setup' }), await bits.createJob({ name: 'other' })];
    const wanted = kind === 'name' ? 'setup' : kind === 'id' ? job.id : job.id.slice(1, -1).toLowerCase();
    expect(await cancelJob(bits, wanted, surroundings)).toBe(0);
    expect((await bits.snapshot()).map(({ id }) => id)).toEqual([other.id]);
    expect(output.records).toEqual([
      { type: 'canceled', id: job.id, name: 'setup' },
      { type: 'done', canceled: 1 },
    ]);
  });

  it('rejects an unknown name and a name of several jobs', async () => {
    const { bits, surroundings } = await machine();
    await bits.createJob({ name: 'setup' });
    await bits.createJob({ name: 'setup' });
    for (const wanted of ['missing', 'setup']) {
      expect(await caught(cancelJob(bits, wanted, surroundings))).toMatchObject({ name: 'UsageError' });
    }
    expect(await bits.snapshot()).toHaveLength(2);
  });
});

it('winprogress jobs lists the jobs with the given description', async () => {
  await using place = await Workplace.create();
  await place.store(async (bits) => {
    for (const description of ['updates of today', 'other']) await bits.createJob({ name: description, description });
  });
  for (const description of ['updates*', 'updates of today']) {
    const listed = await place.run('jobs', '--description', description, '--json');
    expect(records(listed).map(({ name }) => name)).toEqual(['updates of today']);
  }
});

describe('winprogress jobs clean', () => {
  it('cancels only the jobs with the given name', async () => {
    const { bits, surroundings } = await machine();
    for (const name of ['setup', 'setup', 'other']) await bits.createJob({ name });
    expect(await cleanJobs(bits, { name: 'setup' }, surroundings)).toBe(0);
    expect((await bits.snapshot()).map(({ name }) => name)).toEqual(['other']);
  });

  it('cancels only the jobs that match the wildcards of --name and --description', async () => {
    const { bits, surroundings } = await machine();
    await bits.createJob({ name: 'setup 1', description: 'updates of today' });
    await bits.createJob({ name: 'setup 2', description: 'other' });
    await bits.createJob({ name: 'other', description: 'updates of today' });
    const options = { name: parseWildcards('setup*'), description: parseWildcards('updates*') };
    expect(await cleanJobs(bits, options, surroundings)).toBe(0);
    expect((await bits.snapshot()).map(({ name }) => name).sort()).toEqual(['other', 'setup 2']);
  });

  it('cancels only the jobs that were created before --older-than', async () => {
    const { bits, emulation, surroundings } = await machine();
    await bits.createJob({ name: 'setup', description: 'old' });
    await emulation.clock.tickAsync(parseDuration('3d'));
    const young = await bits.createJob({ name: 'setup', description: 'young' });
    await emulation.clock.tickAsync(1000);
    const options = { name: 'setup', olderThan: parseDuration('2d') };
    await cleanJobs(bits, options, surroundings, emulation.clock.now());
    expect((await bits.snapshot()).map(({ id }) => id)).toEqual([young.id]);
  });

  it('cancels no job with --dry-run, and lists those that it would cancel', async () => {
    const { bits, output, surroundings } = await machine();
    const { id } = await bits.createJob({ name: 'setup' });
    await bits.createJob({ name: 'other' });
    expect(await cleanJobs(bits, { name: 'setup', dryRun: true }, surroundings)).toBe(0);
    expect(await bits.snapshot()).toHaveLength(2);
    expect(output.records).toEqual([
      { type: 'selected', id, name: 'setup' },
      { type: 'done', canceled: 0 },
    ]);
  });

  it('does not cancel the jobs of other programs and running downloads', async () => {
    const { bits, emulation, surroundings } = await machine();
    emulation.network.serve('http://files.example/a', { size: 1000, bytesPerSecond: 1 });
    const files = [{ url: 'http://files.example/a', path: 'C:\\a' }];
    const job = await bits.createJob({ name: 'winprogress get a', priority: 'foreground', files });
    await job.resume();
    await emulation.clock.tickAsync(5000);
    await bits.createJob({ name: 'other' });
    await bits.createJob({ name: 'winprogress get b' });
    await cleanJobs(bits, {}, surroundings);
    expect((await bits.snapshot()).map(({ name }) => name).sort()).toEqual(['other', 'winprogress get a']);
  });

  it('makes winprogress get work again after it has failed because of too many jobs', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    // The jobs of 60 interrupted runs.
    const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: place.stateDirectory });
    const connection = await connect({ backend: emulation });
    for (let index = 0; index < 60; index += 1) await connection.bits.createJob({ name: `winprogress get ${index}` });
    await connection.close();
    await emulation.close();

    const path = place.path('file.bin');
    const failed = await place.run('get', server.url('file.bin'), path);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('BG_E_TOO_MANY_JOBS_PER_USER');
    expect(failed.stderr).toContain('winprogress jobs clean');
    expect(records(await place.run('jobs', '--json'))).toHaveLength(60);
    expect(records(await place.run('jobs', 'clean', '--json')).at(-1)).toEqual({ type: 'done', canceled: 60 });
    expect((await place.run('get', server.url('file.bin'), path)).code).toBe(0);
    expect((await stat(path)).size).toBe(content.length);
  });
});

describe('the jobs of a killed run', () => {
  it.each([
    { kind: 'get', argsOf: (url: string, path: string) => ['get', url, path] },
    { kind: 'get --group', argsOf: (url: string, path: string) => ['get', '--group', url, path] },
    { kind: 'put', argsOf: (url: string, path: string) => ['put', path, url] },
  ])('are listed as queued and cancelled by winprogress jobs clean, without a request ($kind)', async ({ argsOf }) => {
    await using place = await Workplace.create();
    await using server = await SilentServer.start();
    const path = place.path('file.bin');
    await writeFile(path, content);
    const command = place.start(...argsOf(server.url, path), '--json');
    await command.record(({ state }) => state === 'connecting');
    await server.connected;
    command.kill();
    await command.ended;
    const before = server.connections;

    expect(records(await place.run('jobs', '--json'))).toMatchObject([{ type: 'job', state: 'queued' }]);
    expect(records(await place.run('jobs', 'clean', '--json')).at(-1)).toEqual({ type: 'done', canceled: 1 });
    expect(records(await place.run('jobs', '--json'))).toEqual([]);
    expect(server.connections).toBe(before);
  });
});

/** A server that accepts connections, and answers nothing. */
class SilentServer implements AsyncDisposable {
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.connections += 1;
    this.#sockets.add(socket.on('error', () => {}));
  });
  /** Resolves after the first connection. */
  readonly connected = once(this.#server, 'connection');

  static async start(): Promise<SilentServer> {
    const server = new SilentServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return `http://127.0.0.1:${address.port}/file.bin`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }
}

describe('parseWildcards()', () => {
  it.each([
    ['setup', 'setup', true],
    ['setup', 'setup 1', false],
    ['setup*', 'setup 1', true],
    ['*1', 'setup 1', true],
    ['s*p*', 'other', false],
    ['a.b*', 'aXb', false],
    ['*', 'two\nlines', true],
  ])('%j selects %j: %j', (pattern, text, expected) => {
    const wanted = parseWildcards(pattern);
    expect(wanted instanceof RegExp ? wanted.test(text) : wanted === text).toBe(expected);
  });
});

describe('parseDuration()', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['3d', 259_200_000],
    ['2w', 1_209_600_000],
  ])('returns the milliseconds of %s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', '3', 'd', '-3d', '3.5d', '3 d', '3y', '99999999999d'])('rejects %j', (text) => {
    expect(() => parseDuration(text)).toThrow('Expected a duration such as');
  });
});
