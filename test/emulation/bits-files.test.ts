import { describe, expect, it } from 'vitest';
import type { FileRangeRecord, FileVerbs, JobVerbs } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import type { EmulationOptions, ServedFileOptions } from '../../lib/emulation.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';
import { state, unknown } from './support/states.js';

const toEnd = 2n ** 64n - 1n;
const target = { remoteName: url('a'), localName: 'C:\\a' };

function range(offset: bigint, length: bigint): FileRangeRecord {
  return { offset, length };
}

async function machineOf(file?: ServedFileOptions, options?: EmulationOptions) {
  const machine = await openMachine(options);
  const size = file?.content === undefined ? 1000 : undefined;
  machine.emulation.network.serve(url('a'), { size, bytesPerSecond: 1000, latency: 0, ...file });
  const job = await machine.manager.createJob('test', 0);
  return { ...machine, job };
}

async function onlyFile(job: JobVerbs): Promise<FileVerbs> {
  const [file] = await job.openFiles();
  return file ?? expect.unreachable('the job has no file');
}

describe('AddFileWithRanges', () => {
  it('downloads the ranges in the order given, one after the other in the local file', async () => {
    const { emulation, job, tick } = await machineOf();
    await job.addFileWithRanges(target, [range(100n, 100n), range(900n, toEnd), range(400n, 50n)]);
    const file = await onlyFile(job);
    expect(await file.getFileRanges()).toEqual([range(100n, 100n), range(900n, toEnd), range(400n, 50n)]);
    expect(await file.read()).toMatchObject({ bytesTotal: unknown, bytesTransferred: 0n });
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.transferred,
      progress: { bytesTotal: 250n, bytesTransferred: 250n },
    });
    await job.complete();
    const whole = emulation.network.read(url('a')) ?? new Uint8Array();
    const expected = [...whole.subarray(100, 200), ...whole.subarray(900, 1000), ...whole.subarray(400, 450)];
    expect([...(emulation.files.read('C:\\a') ?? [])]).toEqual(expected);
    expect(emulation.network.requests.map(({ method, range: asked }) => [method, asked])).toEqual([
      ['HEAD', null],
      ['GET', 'bytes=100-199'],
      ['GET', 'bytes=900-999'],
      ['GET', 'bytes=400-449'],
    ]);
  });

  it('goes on in the middle of a range after an interruption', async () => {
    const { emulation, job, tick } = await machineOf({ faults: [{ at: 450, kind: 'cut' }] });
    await job.configure({ minimumRetryDelay: 5 });
    await job.addFileWithRanges(target, [range(0n, 100n), range(400n, 100n)]);
    await job.resume();
    await tick(10_000);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.at(-1)).toMatchObject({ range: 'bytes=450-499' });
  });

  it.each<[string, FileRangeRecord[], string]>([
    ['no range', [], 'E_INVALIDARG'],
    ['a range that begins at BG_LENGTH_TO_EOF', [range(toEnd, 1n)], 'BG_E_INVALID_RANGE'],
    ['a range that ends beyond 2^64', [range(2n ** 64n - 10n, 20n)], 'BG_E_INVALID_RANGE'],
    ['ranges that overlap', [range(0n, 10n), range(9n, 10n)], 'BG_E_OVERLAPPING_RANGES'],
    ['a range twice', [range(5n, 10n), range(5n, 10n)], 'BG_E_OVERLAPPING_RANGES'],
    ['a range after one to the end', [range(5n, toEnd), range(50n, 10n)], 'BG_E_OVERLAPPING_RANGES'],
    ['501 ranges', Array.from({ length: 501 }, (_, at) => range(BigInt(2 * at), 1n)), 'BG_E_TOO_MANY_RANGES_IN_FILE'],
  ])('refuses %s', async (_, ranges, code) => {
    const { job } = await machineOf();
    expect(await caught(job.addFileWithRanges(target, ranges))).toMatchObject({
      code,
      operation: 'IBackgroundCopyJob3.AddFileWithRanges',
    });
  });

  it('accepts 501 ranges of an administrator', async () => {
    const { job } = await machineOf(undefined, { administrator: true });
    await job.addFileWithRanges(
      target,
      Array.from({ length: 501 }, (_, at) => range(BigInt(2 * at), 1n)),
    );
    expect(await (await onlyFile(job)).getFileRanges()).toHaveLength(501);
  });

  it('is E_NOTIMPL for an upload', async () => {
    const { manager } = await machineOf();
    const job = await manager.createJob('up', 1);
    expect(await caught(job.addFileWithRanges(target, [range(0n, 1n)]))).toMatchObject({ code: 'E_NOTIMPL' });
  });

  it.each<[string, ServedFileOptions, FileRangeRecord, number]>([
    ['a range beyond the end of the file', {}, range(500n, 501n), hresults.BG_E_INVALID_RANGE],
    ['a server without ranges', { acceptsRanges: false }, range(5n, 5n), hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT],
    ['a server that does not state the size', { chunked: true }, range(5n, 5n), hresults.BG_E_MISSING_FILE_SIZE],
    ['a file that does not exist', { status: 404 }, range(5n, 5n), 0x80190194],
  ])('ends the job in an error for %s', async (_, server, asked, hresult) => {
    const { job, tick } = await machineOf(server, { policy: { http: 'lenient' } });
    await job.addFileWithRanges(target, [asked]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult, context: 5, file: target, protocol: 'http' },
    });
  });
});

describe('SetValidationState', () => {
  it('is E_PENDING until the file has been transferred, as GetValidationState is', async () => {
    const { job } = await machineOf();
    await job.addFileSet([target]);
    const file = await onlyFile(job);
    expect(await caught(file.setValidationState(true))).toMatchObject({ code: 'E_PENDING' });
    expect(await caught(file.getValidationState())).toMatchObject({ code: 'E_PENDING' });
  });

  it('keeps TRUE', async () => {
    const { job, tick } = await machineOf();
    await job.addFileSet([target]);
    await job.resume();
    await tick(5000);
    const file = await onlyFile(job);
    expect(await file.getValidationState()).toBe(false);
    await file.setValidationState(true);
    expect(await file.getValidationState()).toBe(true);
  });

  it('puts the job into BG_E_VALIDATION_FAILED with FALSE, and the file is transferred again by Resume', async () => {
    const { emulation, job, tick } = await machineOf();
    await job.addFileSet([target]);
    await job.resume();
    await tick(5000);
    const file = await onlyFile(job);
    await file.setValidationState(false);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      progress: { bytesTransferred: 0n, filesTransferred: 0 },
      error: { hresult: hresults.BG_E_VALIDATION_FAILED, file: target },
    });
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    await job.complete();
    expect(emulation.files.size('C:\\a')).toBe(1000n);
    expect(await file.getValidationState()).toBe(true);
  });
});

describe('GetTemporaryName', () => {
  it('is a name beside the local file that does not change', async () => {
    const { job, tick } = await machineOf();
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\folder\\a' }]);
    const file = await onlyFile(job);
    const name = await file.getTemporaryName();
    expect(name).toMatch(/^C:\\folder\\BIT[0-9A-F]+\.tmp$/);
    await job.resume();
    await tick(100);
    expect(await file.getTemporaryName()).toBe(name);
  });

  it('names a file that holds what has been transferred', async () => {
    const { emulation, job, tick } = await machineOf();
    await job.addFileSet([target]);
    await job.resume();
    await tick(500);
    const name = await (await onlyFile(job)).getTemporaryName();
    const { bytesTransferred } = await (await onlyFile(job)).read();
    const whole = emulation.network.read(url('a')) ?? new Uint8Array();
    expect(bytesTransferred).toBeGreaterThan(0n);
    expect(emulation.files.read(name)).toEqual(whole.slice(0, Number(bytesTransferred)));
    await tick(5000);
    expect(emulation.files.read(name)).toEqual(whole);
    await job.complete();
    expect(emulation.files.has(name)).toBe(false);
  });
});

describe('BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS', () => {
  it('is the head of the last answer, and empty before', async () => {
    const { job, tick } = await machineOf({ headers: { 'X-Kind': 'test' } });
    await job.addFileSet([target]);
    const file = await onlyFile(job);
    expect(await file.getResponseHeaders()).toBe('');
    await job.resume();
    await tick(5000);
    expect((await file.getResponseHeaders()).split('\r\n')).toEqual(
      expect.arrayContaining(['HTTP/1.1 200', 'Content-Length: 1000', 'X-Kind: test']),
    );
  });
});

describe('SetRemoteName', () => {
  const dated = { lastModified: new Date('2026-01-01T00:00:00Z'), content: new Uint8Array(1000) };

  it('keeps the bytes when size and time of the new file are the same', async () => {
    const { emulation, job, tick } = await machineOf(dated);
    emulation.network.serve('http://mirror.example/a', { ...dated, bytesPerSecond: 1000, latency: 0 });
    await job.addFileSet([target]);
    await job.resume();
    await tick(500);
    await job.suspend();
    await (await onlyFile(job)).setRemoteName('http://mirror.example/a');
    expect(await (await onlyFile(job)).read()).toMatchObject({ remoteName: 'http://mirror.example/a' });
    await job.resume();
    await tick(5000);
    expect(emulation.network.requests.at(-1)).toMatchObject({ url: 'http://mirror.example/a', range: 'bytes=500-' });
  });

  it('begins anew when the time is another one', async () => {
    const { emulation, job, tick } = await machineOf(dated);
    emulation.network.serve('http://mirror.example/a', { ...dated, lastModified: new Date('2026-01-02T00:00:00Z') });
    await job.addFileSet([target]);
    await job.resume();
    await tick(500);
    await (await onlyFile(job)).setRemoteName('http://mirror.example/a');
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.at(-1)).toMatchObject({ url: 'http://mirror.example/a', range: null });
  });

  it('refuses what is not a URL, uploads, and jobs in a final state', async () => {
    const { job, manager } = await machineOf();
    await job.addFileSet([target]);
    const file = await onlyFile(job);
    expect(await caught(file.setRemoteName('nonsense'))).toMatchObject({
      code: 'E_INVALIDARG',
      operation: 'IBackgroundCopyFile2.SetRemoteName',
    });
    const upload = await manager.createJob('up', 1);
    await upload.addFileSet([target]);
    expect(await caught((await onlyFile(upload)).setRemoteName(url('b')))).toMatchObject({ code: 'E_NOTIMPL' });
    await job.cancel();
    expect(await caught(file.setRemoteName(url('b')))).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });
});

describe('ReplaceRemotePrefix', () => {
  it('replaces the prefix of each file that has it, upper and lower case being different', async () => {
    const { job } = await machineOf();
    await job.addFileSet([target, { remoteName: 'http://FILES.example/a', localName: 'C:\\b' }]);
    expect(await job.replaceRemotePrefix('http://files.example/', 'https://other.example/x/')).toBe(hresults.S_OK);
    const names = (await job.enumFiles()).map(({ remoteName }) => remoteName);
    expect(names).toEqual(['https://other.example/x/a', 'http://FILES.example/a']);
  });

  it('is S_FALSE when no file has the prefix', async () => {
    const { job } = await machineOf();
    await job.addFileSet([target]);
    expect(await job.replaceRemotePrefix('http://other.example/', 'http://x.example/')).toBe(hresults.S_FALSE);
  });
});

describe('on-demand mode', () => {
  async function onDemand() {
    const machine = await machineOf();
    await machine.job.configure({ onDemandMode: true });
    await machine.job.addFileSet([target]);
    return { ...machine, file: await onlyFile(machine.job) };
  }

  it('downloads the requested ranges alone, and suspends the job', async () => {
    const { emulation, job, file, tick } = await onDemand();
    await file.requestFileRanges([range(100n, 100n), range(150n, 100n)]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.suspended,
      progress: { bytesTotal: 1000n, bytesTransferred: 150n, filesTransferred: 0 },
    });
    expect(await file.getFilledFileRanges()).toEqual([range(100n, 150n)]);
    expect(emulation.network.requests.map(({ range: asked }) => asked)).toEqual([
      null,
      'bytes=100-199',
      'bytes=200-249',
    ]);
  });

  it('is TRANSFERRED when the ranges are the whole file', async () => {
    const { emulation, job, file, tick } = await onDemand();
    await file.requestFileRanges([range(500n, toEnd)]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.suspended);
    await file.requestFileRanges([range(0n, 500n)]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(await file.getFilledFileRanges()).toEqual([range(0n, 1000n)]);
    await job.complete();
    expect(emulation.files.read('C:\\a')).toEqual(emulation.network.read(url('a')));
  });

  it('suspends a job of which nothing was requested once the size is known', async () => {
    const { job, tick } = await onDemand();
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.suspended,
      progress: { bytesTotal: 1000n, bytesTransferred: 0n },
    });
  });

  it('refuses a range beyond the size with BG_E_INVALID_RANGE', async () => {
    const { job, file, tick } = await onDemand();
    await job.resume();
    await tick(5000);
    expect(await caught(file.requestFileRanges([range(900n, 101n)]))).toMatchObject({
      code: 'BG_E_INVALID_RANGE',
      operation: 'IBackgroundCopyFile6.RequestFileRanges',
    });
  });

  it('ends the job in BG_E_INVALID_RANGE when the size shows too late that a range is beyond it', async () => {
    const { job, file, tick } = await onDemand();
    await file.requestFileRanges([range(900n, 101n)]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INVALID_RANGE },
    });
  });

  it('accepts ranges while others are transferred', async () => {
    const { job, file, tick } = await onDemand();
    await file.requestFileRanges([range(0n, 500n)]);
    await job.resume();
    await tick(200);
    await file.requestFileRanges([range(700n, 100n)]);
    await tick(5000);
    expect(await file.getFilledFileRanges()).toEqual([range(0n, 500n), range(700n, 100n)]);
  });
});

describe('random access without on-demand mode', () => {
  it('downloads requested ranges first, and then the rest', async () => {
    const { emulation, job, tick } = await machineOf();
    await job.addFileSet([target]);
    await job.resume();
    await tick(200);
    const file = await onlyFile(job);
    await file.requestFileRanges([range(600n, 100n)]);
    await tick(100);
    expect(await file.getFilledFileRanges()).toEqual([range(0n, 200n), range(600n, 100n)]);
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    await job.complete();
    expect(emulation.files.read('C:\\a')).toEqual(emulation.network.read(url('a')));
  });

  it('goes on from the download position, and comes back to what is missing before it', async () => {
    const { emulation, job, tick } = await machineOf();
    await job.addFileSet([target]);
    const file = await onlyFile(job);
    await file.updateDownloadPosition(800n);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.map(({ range: asked }) => asked)).toEqual([null, 'bytes=800-999', 'bytes=0-799']);
  });

  it.each<[string, (machine: Awaited<ReturnType<typeof machineOf>>) => Promise<JobVerbs>]>([
    [
      'an upload',
      async ({ manager }) => {
        const job = await manager.createJob('up', 1);
        await job.addFileSet([target]);
        return job;
      },
    ],
    [
      'a job with dynamic content',
      async ({ job }) => {
        await job.configure({ dynamicContent: true });
        await job.addFileSet([target]);
        return job;
      },
    ],
    [
      'a file of a share',
      async ({ job }) => {
        await job.addFileSet([{ remoteName: '\\\\server\\share\\a', localName: 'C:\\a' }]);
        return job;
      },
    ],
  ])('is BG_E_RANDOM_ACCESS_NOT_SUPPORTED for %s', async (_, prepare) => {
    const job = await prepare(await machineOf());
    const file = await onlyFile(job);
    expect(await caught(file.updateDownloadPosition(0n))).toMatchObject({ code: 'BG_E_RANDOM_ACCESS_NOT_SUPPORTED' });
    expect(await caught(file.requestFileRanges([range(0n, 1n)]))).toMatchObject({
      code: 'BG_E_RANDOM_ACCESS_NOT_SUPPORTED',
    });
  });
});

describe('the redirect policy', () => {
  async function redirected(securityFlags: number, from = url('a'), to = url('b')) {
    const machine = await openMachine();
    machine.emulation.network.serve(from, { redirect: to });
    machine.emulation.network.serve(to, { size: 10 });
    const job = await machine.manager.createJob('test', 0, { securityFlags }, [
      { remoteName: from, localName: 'C:\\a' },
    ]);
    await job.resume();
    await machine.tick(1000);
    const { state: reached, error } = await job.snapshot();
    return { reached, error, remoteName: (await job.enumFiles())[0]?.remoteName };
  }

  it('follows in silence by default', async () => {
    expect(await redirected(0)).toMatchObject({ reached: state.transferred, remoteName: url('a') });
  });

  it('reports the final URL as the remote name', async () => {
    expect(await redirected(0x100)).toMatchObject({ reached: state.transferred, remoteName: url('b') });
  });

  it('refuses a redirection with its status, and reports the URL', async () => {
    expect(await redirected(0x200)).toMatchObject({
      reached: state.error,
      error: { hresult: 0x8019012e },
      remoteName: url('b'),
    });
  });

  it('follows from HTTPS to HTTP only where that is allowed', async () => {
    expect(await redirected(0, 'https://files.example/a')).toMatchObject({
      reached: state.error,
      error: { hresult: hresults.ERROR_WINHTTP_REDIRECT_FAILED },
    });
    expect(await redirected(0x800, 'https://files.example/a')).toMatchObject({ reached: state.transferred });
  });
});

describe('credentials', () => {
  const basic = { scheme: 'basic', userName: 'u', password: 'secret' } as const;

  it.each<[string, Parameters<JobVerbs['setCredentials']>[0] | null, number]>([
    ['none', null, state.error],
    ['those of another scheme', { target: 1, scheme: 2, userName: 'u', password: 'secret' }, state.error],
    ['another password', { target: 1, scheme: 1, userName: 'u', password: 'other' }, state.error],
    ['those of the proxy', { target: 2, scheme: 1, userName: 'u', password: 'secret' }, state.error],
    ['the right ones', { target: 1, scheme: 1, userName: 'u', password: 'secret' }, state.transferred],
  ])('of a server that demands Basic: %s', async (_, credentials, reached) => {
    const { job, tick } = await machineOf({ credentials: basic });
    if (credentials !== null) await job.setCredentials(credentials);
    await job.addFileSet([target]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(reached);
    if (reached === state.error) expect(await job.getError()).toMatchObject({ hresult: 0x80190191 });
  });

  it('are removed once', async () => {
    const { job } = await machineOf();
    await job.setCredentials({ target: 1, scheme: 1, userName: 'u', password: 'p' });
    expect(await job.removeCredentials(1, 1)).toBe(hresults.S_OK);
    expect(await job.removeCredentials(1, 1)).toBe(hresults.S_FALSE);
    expect(await caught(job.removeCredentials(0, 1))).toMatchObject({ code: 'BG_E_INVALID_AUTH_TARGET' });
  });

  it('of a proxy that demands them', async () => {
    const { emulation, job, tick } = await machineOf();
    emulation.machine.setProxy(basic);
    await job.addFileSet([target]);
    await job.resume();
    await tick(5000);
    expect(await job.getError()).toMatchObject({ hresult: 0x80190197 });
    await job.setCredentials({ target: 2, scheme: 1, userName: 'u', password: 'secret' });
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('are not needed without a proxy, and may be stored ones of the owner', async () => {
    const { emulation, manager, tick } = await machineOf();
    emulation.machine.setProxy({ scheme: 'negotiate', userName: 'u', password: 'secret' });
    for (const settings of [{ proxy: { usage: 1, list: null, bypass: null } }, { useStoredCredentials: 2 }]) {
      const job = await manager.createJob('test', 0, settings, [target]);
      await job.resume();
      await tick(5000);
      expect(await job.getState()).toBe(state.transferred);
    }
  });
});
