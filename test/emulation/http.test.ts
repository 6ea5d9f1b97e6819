import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { state, unknown } from './support/states.js';

const content = patternOf(100_000);
const ended = (now: number) => now === state.transferred || now === state.error || now === state.transientError;
const temporary = /^\.?BIT[0-9A-F]+\.tmp$/;
/** Root passes every check, and Windows does not have these modes. */
const mayWriteEverywhere = process.platform === 'win32' || process.getuid?.() === 0;

describe('a download over HTTP', () => {
  it('requests HEAD, then GET, without a content coding', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await job.resume();
    await until(job, ended);
    expect(downloads.server.requests).toEqual([
      { method: 'HEAD', path: '/a', range: null, ifRange: null, acceptEncoding: 'identity' },
      { method: 'GET', path: '/a', range: null, ifRange: null, acceptEncoding: 'identity' },
    ]);
  });

  it('keeps the bytes in a temporary file next to the target until Complete', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await job.resume();
    await until(job, ended);
    expect(await downloads.list()).toEqual([expect.stringMatching(temporary)]);
    expect(await job.complete()).toBe(0);
    expect(await downloads.list()).toEqual(['a']);
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });

  it('replaces an existing file', async () => {
    await using downloads = await Downloads.open();
    await writeFile(downloads.pathOf('a'), 'old');
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await job.resume();
    await until(job, ended);
    expect(await readFile(downloads.pathOf('a'), 'utf8')).toBe('old');
    await job.complete();
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });

  it('leaves no file when it is cancelled', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, holdAt: 50_000 }), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 50_000n);
    expect(await job.cancel()).toBe(0);
    expect(await downloads.list()).toEqual([]);
  });

  it('keeps the complete files of a job that is completed early', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    const remoteName = downloads.server.serve('/b', { content, holdAt: 50_000 });
    await job.addFileSet([{ remoteName, localName: downloads.pathOf('b') }]);
    await job.resume();
    await until(job, (_, bytes) => bytes === 150_000n);
    expect(await job.complete()).toBe(0x00200017);
    expect(await downloads.list()).toEqual(['a']);
  });

  it('creates an empty file for an empty body', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/empty', {}), 'empty');
    await job.resume();
    await until(job, ended);
    expect(await job.getProgress()).toMatchObject({ bytesTotal: 0n, filesTransferred: 1 });
    await job.complete();
    expect((await readFile(downloads.pathOf('empty'))).length).toBe(0);
  });

  it('has an unknown total for a file of unknown length until its end', async () => {
    await using downloads = await Downloads.open({ policy: { http: 'lenient' } });
    const job = await downloads.createJob(
      downloads.server.serve('/a', { content, chunked: true, holdAt: 60_000 }),
      'a',
    );
    await job.resume();
    await until(job, (_, bytes) => bytes === 60_000n);
    expect((await job.getProgress()).bytesTotal).toBe(unknown);
    downloads.server.release('/a');
    await until(job, ended);
    expect(await job.getProgress()).toMatchObject({ bytesTotal: 100_000n, bytesTransferred: 100_000n });
  });

  it('ignores the length of an encoded response', async () => {
    await using downloads = await Downloads.open();
    const file = { content, encoding: 'gzip', holdAt: 60_000 };
    const job = await downloads.createJob(downloads.server.serve('/a', file), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 60_000n);
    expect((await job.getProgress()).bytesTotal).toBe(unknown);
  });

  it('follows redirects', async () => {
    await using downloads = await Downloads.open();
    downloads.server.serve('/new', { content });
    const job = await downloads.createJob(downloads.server.serve('/old', { status: 302, location: '/new' }), 'a');
    await job.resume();
    await until(job, ended);
    await job.complete();
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });

  it('stops at a circle of redirects', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { status: 302, location: '/a' }), 'a');
    await job.resume();
    await until(job, ended);
    expect(await job.getError()).toMatchObject({ hresult: 0x80072f7c });
  });

  it('works without HEAD if a server does not support it', async () => {
    await using downloads = await Downloads.open({ policy: { http: 'lenient' } });
    const job = await downloads.createJob(downloads.server.serve('/a', { content, head: false }), 'a');
    await job.resume();
    await until(job, ended);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('writes a large file at the speed of the disk without blocking the event loop', async () => {
    await using downloads = await Downloads.open();
    const large = Buffer.alloc(50_000_000, 7);
    const job = await downloads.createJob(downloads.server.serve('/large', { content: large }), 'large');
    let turns = 0;
    const count = () => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    await job.resume();
    await until(job, ended);
    clearImmediate(immediate);
    await job.complete();
    expect(turns).toBeGreaterThan(50);
    expect(large.equals(await readFile(downloads.pathOf('large')))).toBe(true);
  });
});

describe('an error over HTTP', () => {
  it.each([401, 403, 404, 410, 501])('%i is an error of the remote file', async (status) => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { status }), 'a');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: 0x80190000 + status, context: 5 },
    });
  });

  it.each([408, 500, 503])('%i is transient', async (status) => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { status }), 'a');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      error: { hresult: 0x80190000 + status, context: 5 },
    });
  });

  it('of an unreachable server is transient and not one of the file', async () => {
    await using downloads = await Downloads.open();
    const url = downloads.server.serve('/a', { content });
    await downloads.server[Symbol.asyncDispose]();
    const job = await downloads.createJob(url, 'a');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      error: { hresult: 0x80072efd, context: 6 },
    });
  });

  it('of a missing folder is one of the local file', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'missing/a');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80070003, context: 4 } });
  });

  it('of a folder at the path of the file is one of Complete, and the job stays transferred', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await job.resume();
    await until(job, ended);
    await mkdir(downloads.pathOf('a'));
    expect(await caught(job.complete())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyJob.Complete',
    });
    expect(await job.getState()).toBe(state.transferred);
  });

  it('of a folder without write access is one of AddFileSet, unless the user may write everywhere', async () => {
    await using downloads = await Downloads.open();
    await mkdir(downloads.pathOf('closed'));
    await chmod(downloads.pathOf('closed'), 0o500);
    const creating = downloads.createJob(downloads.server.serve('/a', { content }), 'closed/a');
    if (mayWriteEverywhere) await expect(creating).resolves.toBeDefined();
    else expect(await caught(creating)).toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  it('of a path in the form of another platform is rejected with E_INVALIDARG', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.manager.createJob('test', 0);
    const localName = process.platform === 'win32' ? '/folder/../a' : 'C:\\folder\\a';
    const adding = job.addFileSet([{ remoteName: downloads.server.serve('/a', {}), localName }]);
    if (process.platform === 'win32') await expect(adding).resolves.toBeUndefined();
    else expect(await caught(adding)).toMatchObject({ code: 'E_INVALIDARG' });
  });
});

describe('a file: URL', () => {
  it('is copied', async () => {
    await using downloads = await Downloads.open({ policy: { fileUrls: true } });
    await writeFile(downloads.pathOf('source'), content);
    const job = await downloads.createJob(pathToFileURL(downloads.pathOf('source')).href, 'copy');
    await job.resume();
    await until(job, ended);
    await job.complete();
    expect(content.equals(await readFile(downloads.pathOf('copy')))).toBe(true);
  });

  it('of a missing file is an error of the remote file', async () => {
    await using downloads = await Downloads.open({ policy: { fileUrls: true } });
    const job = await downloads.createJob(pathToFileURL(downloads.pathOf('missing')).href, 'copy');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80070002, context: 5 } });
  });
});
