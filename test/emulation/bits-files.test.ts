import { describe, expect, it } from 'vitest';
import type { FileRangeRecord } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import type { ServedFileOptions } from '../../lib/emulation.js';
import { caught } from '../support/caught.js';
import { machineOf, onlyFile, range, target, toEnd } from './support/bits-jobs.js';
import { url } from './support/machine.js';
import { state, unknown } from './support/states.js';

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
