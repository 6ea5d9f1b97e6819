import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stagingPathOf } from '../../lib/bits/download/request.js';
import { createEmulation, type Emulation } from '../../lib/emulation.js';
import { type BitsDownloadOptions, type BitsTransferSnapshot, type Connection, connect } from '../../lib/index.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { caught } from '../support/caught.js';

const url = 'http://files.example/a';
const path = 'C:\\folder\\a';
const minute = 60_000;

interface Machine extends AsyncDisposable {
  readonly emulation: Emulation;
  readonly connection: Connection;
  drive<T>(promise: Promise<T>): Promise<T>;
}

async function openMachine(options: Parameters<typeof createEmulation>[0] = {}): Promise<Machine> {
  const emulation = createEmulation(options);
  const connection = await connect({ backend: emulation });
  return {
    emulation,
    connection,
    drive: (promise) => driveVirtualTime(emulation.clock, promise),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await emulation.close();
    },
  };
}

function startOf({ connection }: Machine, options: BitsDownloadOptions = {}) {
  return connection.bits.download(url, path, options);
}

describe('a stalled download', () => {
  it.each<[string, BitsDownloadOptions, number]>([
    ['after 15 minutes by default', {}, 15 * minute],
    ['after its stallTimeout', { stallTimeout: minute }, minute],
  ])('rejects with ERR_DOWNLOAD_STALLED %s', async (_, options, limit) => {
    await using machine = await openMachine({ policy: { http: 'lenient' } });
    machine.emulation.network.disconnect();
    machine.emulation.network.serve(url, { size: 1000 });
    const start = machine.emulation.clock.now();
    const error = await machine.drive(caught(startOf(machine, options)));
    expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_STALLED' });
    expect(machine.emulation.clock.now() - start).toBe(limit);
    expect(await machine.drive(machine.connection.bits.jobs())).toEqual([]);
  });

  it('with a key leaves a suspended job that a later call continues', async () => {
    await using machine = await openMachine();
    const { network } = machine.emulation;
    network.serve(url, { size: 1000 });
    network.disconnect();
    const options = { key: 'a', stallTimeout: minute };
    await machine.drive(caught(startOf(machine, options)));
    const jobs = await machine.drive(machine.connection.bits.snapshot());
    expect(jobs.map(({ state }) => state)).toEqual(['suspended']);
    network.reconnect();
    expect(await machine.drive(startOf(machine, options))).toMatchObject({ resumed: true, bytes: 1000n });
  });

  it('does not count time on a metered network, but what follows', async () => {
    await using machine = await openMachine();
    const { emulation } = machine;
    emulation.network.serve(url, { size: 1000 });
    emulation.machine.setNetworkCost('usageBased');
    const options = { stallTimeout: minute, transferPolicy: 'unrestricted' } as const;
    const done = startOf(machine, options);
    const settled = done.then(
      () => true,
      () => true,
    );
    await machine.drive(waitOn(emulation, 60 * minute));
    expect(await Promise.race([settled, Promise.resolve(false)])).toBe(false);
    emulation.machine.setNetworkCost('unrestricted');
    expect(await machine.drive(done)).toMatchObject({ bytes: 1000n });
  });

  it('counts time on a metered network with stallCountsPauses', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000 });
    machine.emulation.machine.setNetworkCost('usageBased');
    const options = { stallTimeout: minute, transferPolicy: 'unrestricted', stallCountsPauses: true } as const;
    expect(await machine.drive(caught(startOf(machine, options)))).toMatchObject({ code: 'ERR_DOWNLOAD_STALLED' });
  });

  it('does not count the time in which the application has suspended it', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 200_000, bytesPerSecond: 10_000 });
    const opening = machine.connection.bits.openDownload([{ url, path }], { stallTimeout: minute });
    const download = await machine.drive(opening);
    await machine.drive(download.suspend());
    await machine.drive(waitOn(machine.emulation, 60 * minute));
    await machine.drive(download.resume());
    expect(await machine.drive(download.done)).toMatchObject({ bytes: 200_000n });
  });

  it('is one that another program has suspended', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 200_000, bytesPerSecond: 10_000 });
    const other = await connect({ backend: machine.emulation });
    let suspending: Promise<unknown> | undefined;
    const onProgress = ({ bytesTransferred }: BitsTransferSnapshot) => {
      if (bytesTransferred > 0n) suspending ??= other.bits.jobs().then(([job]) => job?.suspend());
    };
    const error = await machine.drive(caught(startOf(machine, { onProgress, stallTimeout: minute })));
    await suspending;
    expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_STALLED' });
  });
});

describe('the defaults of a download', () => {
  it.each([
    [undefined, 'foreground', 5],
    ['waiting', 'foreground', 5],
    ['bits', 'normal', 600],
  ] as const)('with defaults: %s are priority %s and %i seconds before a retry', async (defaults, priority, delay) => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000 });
    const download = await machine.drive(machine.connection.bits.openDownload([{ url, path }], { defaults }));
    expect([
      await machine.drive(download.job?.getPriority() ?? Promise.resolve(null)),
      await machine.drive(download.job?.getMinimumRetryDelay() ?? Promise.resolve(null)),
    ]).toEqual([priority, delay]);
    await machine.drive(download.done);
  });
});

describe('a server without a length', () => {
  it('is tried again with dynamicContent', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000, chunked: true });
    expect(await machine.drive(startOf(machine))).toMatchObject({ bytes: 1000n, by: 'bits' });
  });

  it('rejects with BG_E_MISSING_FILE_SIZE without retryAsDynamic', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000, chunked: true });
    expect(await machine.drive(caught(startOf(machine, { retryAsDynamic: false })))).toMatchObject({
      code: 'BG_E_MISSING_FILE_SIZE',
    });
  });

  it('is downloaded without BITS by a fallback, whose reason the result has', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000, chunked: true });
    const states: unknown[] = [];
    const onProgress = ({ state }: BitsTransferSnapshot) => states.push(state);
    const result = await machine.drive(startOf(machine, { retryAsDynamic: false, fallback: 'http', onProgress }));
    expect(result).toMatchObject({
      by: 'http',
      bytes: 1000n,
      jobId: null,
      fallbackReason: { code: 'BG_E_MISSING_FILE_SIZE' },
    });
    expect(states.at(-1)).toBe('transferred');
    expect(machine.emulation.files.size(path)).toBe(1000n);
    expect(await machine.drive(machine.connection.bits.jobs())).toEqual([]);
  });
});

describe('a download of a user who logs off', () => {
  it('waits for the log-on, and continues', async () => {
    await using machine = await openMachine();
    const { network, machine: conditions, clock } = machine.emulation;
    network.serve(url, { size: 1000, bytesPerSecond: 100 });
    let loggedOff = false;
    const onProgress = ({ bytesTransferred }: BitsTransferSnapshot) => {
      if (bytesTransferred === 0n || loggedOff) return;
      loggedOff = true;
      conditions.logOff();
      clock.schedule(() => conditions.logOn(), minute);
    };
    const start = clock.now();
    expect(await machine.drive(startOf(machine, { onProgress }))).toMatchObject({ by: 'bits', bytes: 1000n });
    expect(clock.now() - start).toBeGreaterThan(minute);
  });
});

describe('the fallback of a download', () => {
  it('is used when the user is not logged on', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000 });
    machine.emulation.machine.logOff();
    expect(await machine.drive(startOf(machine, { fallback: 'http' }))).toMatchObject({
      by: 'http',
      fallbackReason: { code: 'ERROR_NOT_LOGGED_ON' },
    });
  });

  it.each([
    ['disabled', 'ERROR_SERVICE_DISABLED'],
    ['notInstalled', 'REGDB_E_CLASSNOTREG'],
  ] as const)('is used when the service is %s', async (state, code) => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000 });
    machine.emulation.machine.setBitsService(state);
    expect(await machine.drive(startOf(machine, { fallback: 'http' }))).toMatchObject({
      by: 'http',
      fallbackReason: { code },
    });
  });

  it('is used when the user has too many jobs', async () => {
    await using machine = await openMachine({ policy: { jobsPerUser: 1 } });
    machine.emulation.network.serve(url, { size: 1000 });
    const only = await machine.connection.bits.createJob({ name: 'only' });
    expect(await machine.drive(startOf(machine, { fallback: 'http' }))).toMatchObject({
      by: 'http',
      fallbackReason: { code: 'BG_E_TOO_MANY_JOBS_PER_USER' },
    });
    expect((await machine.connection.bits.jobs()).map(({ id }) => id)).toEqual([only.id]);
  });

  it('compares the hash before the file has its name', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { size: 1000 });
    machine.emulation.machine.logOff();
    const integrity = createHash('sha256').update('other').digest('hex');
    const { bits } = machine.connection;
    const error = await machine.drive(caught(bits.download([{ url, path, integrity }], { fallback: 'http' })));
    expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_INTEGRITY' });
    expect(machine.emulation.files.has(path)).toBe(false);
  });

  it('can be another URL', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve('http://other.example/a', { size: 500 });
    machine.emulation.machine.logOff();
    const fallback = () => ({ url: 'http://other.example/a' });
    expect(await machine.drive(startOf(machine, { fallback }))).toMatchObject({
      bytes: 500n,
      files: [{ url: 'http://other.example/a' }],
    });
  });

  it('is not used if its function returns null', async () => {
    await using machine = await openMachine();
    machine.emulation.machine.logOff();
    expect(await machine.drive(caught(startOf(machine, { fallback: () => null })))).toMatchObject({
      code: 'ERROR_NOT_LOGGED_ON',
    });
  });

  it('is not used for a response with an HTTP error', async () => {
    await using machine = await openMachine();
    machine.emulation.network.serve(url, { status: 404 });
    expect(await machine.drive(caught(startOf(machine, { fallback: 'http' })))).toMatchObject({
      code: 'BG_E_HTTP_ERROR_404',
    });
  });

  const mirrors = ['http://mirror.example/a', 'http://other.example/a'] as const;

  it('tries the mirrors in order when a server fails', async () => {
    await using machine = await openMachine();
    const { network, machine: conditions } = machine.emulation;
    for (const each of [url, mirrors[0]]) network.serve(each, { status: 404 });
    network.serve(mirrors[1], { size: 700 });
    conditions.setBitsService('disabled');
    const { bits } = machine.connection;
    const result = await machine.drive(bits.download([{ url, path, mirrors }], { fallback: 'http' }));
    expect(result).toMatchObject({ by: 'http', files: [{ url: mirrors[1], bytes: 700n }] });
    expect(network.requests.map((request) => request.url)).toEqual([url, ...mirrors, mirrors[1]]);
  });

  it('begins with the mirror that BITS has used last', async () => {
    await using machine = await openMachine();
    const { network } = machine.emulation;
    network.serve(url, { status: 404 });
    network.serve(mirrors[0], { size: 700, chunked: true });
    const files = [{ url, path, mirrors: [mirrors[0]] }];
    const options = { fallback: 'http', retryAsDynamic: false } as const;
    const result = await machine.drive(machine.connection.bits.download(files, options));
    expect(result).toMatchObject({ by: 'http', files: [{ url: mirrors[0] }] });
    expect(network.requests.filter((request) => request.url === url)).toHaveLength(1);
  });

  it('tries a server that BITS could not use when the mirrors fail', async () => {
    await using machine = await openMachine();
    const { network } = machine.emulation;
    network.serve(url, { size: 700, chunked: true });
    network.serve(mirrors[0], { acceptsRanges: false, size: 700 });
    network.serve(mirrors[1], { acceptsRanges: false, size: 700 });
    const fallback = () => {
      for (const mirror of mirrors) network.serve(mirror, { status: 404 });
      return 'http' as const;
    };
    const files = [{ url, path, mirrors }];
    const result = await machine.drive(machine.connection.bits.download(files, { fallback, retryAsDynamic: false }));
    expect(result).toMatchObject({ by: 'http', files: [{ url, bytes: 700n }] });
  });

  it.each([
    ['the local file cannot be written', 'E_ACCESSDENIED', {}],
    ['the file has another hash', 'ERR_DOWNLOAD_INTEGRITY', { integrity: '0'.repeat(64) }],
    ['the file has another size', 'ERR_DOWNLOAD_SIZE', { size: 5n }],
  ] as const)('tries no mirror when %s', async (_, code, expected) => {
    await using machine = await openMachine();
    const { network, files: disk, machine: conditions } = machine.emulation;
    for (const each of [url, ...mirrors]) network.serve(each, { size: 700 });
    conditions.setBitsService('disabled');
    if (code === 'E_ACCESSDENIED') disk.setReadOnly('C:\\folder');
    const downloading = machine.connection.bits.download([{ url, path, mirrors, ...expected }], { fallback: 'http' });
    expect(await machine.drive(caught(downloading))).toMatchObject({ code });
    expect(network.requests.filter((request) => request.url !== url)).toEqual([]);
  });

  it('tries no mirror after an abort', async () => {
    await using machine = await openMachine();
    const { network, machine: conditions } = machine.emulation;
    for (const each of [url, ...mirrors]) network.serve(each, { size: 1000, bytesPerSecond: 100 });
    conditions.setBitsService('disabled');
    const controller = new AbortController();
    const reason = new Error('enough');
    const options = {
      fallback: 'http',
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    } as const;
    const downloading = machine.connection.bits.download([{ url, path, mirrors }], options);
    expect(await machine.drive(caught(downloading))).toBe(reason);
    expect(network.requests.filter((request) => request.url !== url)).toEqual([]);
  });

  it('is used after a stall', async () => {
    await using machine = await openMachine();
    const { network } = machine.emulation;
    network.serve(url, { size: 1000 });
    network.disconnect();
    const fallback = () => {
      network.reconnect();
      return 'http' as const;
    };
    expect(await machine.drive(startOf(machine, { fallback, stallTimeout: minute }))).toMatchObject({
      by: 'http',
      fallbackReason: { code: 'ERR_DOWNLOAD_STALLED' },
    });
  });
});

describe('the integrity of a download with a BITS before 3.0, which does not show its temporary files', () => {
  it.each([
    ['right', undefined, true],
    ['wrong', 'other', false],
  ])('is compared under another name: %s', async (_, other, placed) => {
    await using machine = await openMachine({ bitsVersion: '2.5' });
    machine.emulation.network.serve(url, { content: Buffer.from('content') });
    const integrity = createHash('sha256')
      .update(other ?? 'content')
      .digest('hex');
    const { bits } = machine.connection;
    const result = await machine.drive(caught(bits.download([{ url, path, integrity }])).catch(() => null));
    expect(machine.emulation.files.has(path)).toBe(placed);
    if (!placed) expect(result).toMatchObject({ code: 'ERR_DOWNLOAD_INTEGRITY' });
  });
});

/** Resolves after so many milliseconds of virtual time. */
function waitOn({ clock }: Emulation, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(resolve, milliseconds);
  });
}

/** BITS before 3.0 does not return the path of a temporary file, so files are verified under a name that the download has chosen. */
describe('a download with a hash by an old BITS', () => {
  const content = new TextEncoder().encode('right');
  const integrity = createHash('sha256').update(content).digest('hex');
  const staged = stagingPathOf(path, 'the key');

  async function openOldMachine(): Promise<Machine> {
    const machine = await openMachine({ bitsVersion: '2.5' });
    machine.emulation.network.serve(url, { content });
    return machine;
  }

  const download = ({ connection }: Machine) =>
    connection.bits.download([{ url, path, integrity }], { key: 'the key' });

  it('deletes what a process has left that ended before the file had its name', async () => {
    await using machine = await openOldMachine();
    machine.emulation.files.write(staged, content);
    machine.emulation.network.disconnect();
    const left = download(machine);
    await machine.drive(machine.connection.bits.jobs());
    expect(machine.emulation.files.has(staged)).toBe(false);
    machine.emulation.network.reconnect();
    await machine.drive(left);
    expect(machine.emulation.files.has(path)).toBe(true);
  });

  it('leaves no file when the name cannot be given', async () => {
    await using machine = await openOldMachine();
    machine.emulation.files.write(path, new Uint8Array(1));
    machine.emulation.files.setReadOnly(path);
    expect(await machine.drive(caught(download(machine)))).toMatchObject({ code: 'E_ACCESSDENIED' });
    expect(machine.emulation.files.has(staged)).toBe(false);
  });
});
