import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { JobFile } from '../../lib/bits/emulation/job-file.js';
import { hresultOf } from '../../lib/bits/http/local-errors.js';
import { openTemporaryFile } from '../../lib/bits/http/temporary-file.js';
import { temporaryPathOf } from '../../lib/bits/http/temporary-name.js';
import { hresultName, hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const content = patternOf(100_000);
const ended = (now: number) => now === state.transferred || now === state.error || now === state.transientError;
const fileUrls = { policy: { fileUrls: true } } as const;
const windows = process.platform === 'win32';
const never = new AbortController().signal;

describe('a file: URL', () => {
  it('is rejected with E_INVALIDARG unless an option allows it', async () => {
    await using downloads = await Downloads.open();
    await writeFile(downloads.pathOf('source'), content);
    const creating = downloads.createJob(pathToFileURL(downloads.pathOf('source')).href, 'copy');
    expect(await caught(creating)).toMatchObject({ code: 'E_INVALIDARG' });
  });

  it('of a folder fails at once with E_ACCESSDENIED of the remote file', async () => {
    await using downloads = await Downloads.open(fileUrls);
    await mkdir(downloads.pathOf('folder'));
    const job = await downloads.createJob(pathToFileURL(downloads.pathOf('folder')).href, 'copy');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.E_ACCESSDENIED, context: 5 },
    });
  });

  it.runIf(!windows)('of a FIFO fails at once with ERROR_BAD_FILE_TYPE of the remote file', async () => {
    await using downloads = await Downloads.open(fileUrls);
    expect(spawnSync('mkfifo', [downloads.pathOf('fifo')]).status).toBe(0);
    const job = await downloads.createJob(pathToFileURL(downloads.pathOf('fifo')).href, 'copy');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.ERROR_BAD_FILE_TYPE, context: 5 },
    });
  });

  it('copies the time stamp of its source', async () => {
    await using downloads = await Downloads.open(fileUrls);
    const time = new Date('2022-01-01T00:00:00Z');
    await writeFile(downloads.pathOf('source'), content);
    await utimes(downloads.pathOf('source'), time, time);
    const job = await downloads.createJob(pathToFileURL(downloads.pathOf('source')).href, 'copy');
    await job.resume();
    await until(job, ended);
    await job.complete();
    expect((await stat(downloads.pathOf('copy'))).mtime).toEqual(time);
  });
});

describe('a target that is a folder', () => {
  it('is rejected with E_ACCESSDENIED by AddFileSet, which succeeds after the folder is removed', async () => {
    await using downloads = await Downloads.open();
    const remote = downloads.server.serve('/a', { content });
    await mkdir(downloads.pathOf('a'));
    expect(await caught(downloads.createJob(remote, 'a'))).toMatchObject({ code: 'E_ACCESSDENIED' });
    await rm(downloads.pathOf('a'), { recursive: true });
    await expect(downloads.createJob(remote, 'a')).resolves.toBeDefined();
  });

  it('is an error of the local file before the download', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await mkdir(downloads.pathOf('a'));
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.E_ACCESSDENIED, context: 4 },
    });
    expect(downloads.server.requests).toEqual([]);
    await rm(downloads.pathOf('a'), { recursive: true });
    await job.resume();
    await until(job, (now) => now === state.transferred);
  });
});

describe('a transferred job whose temporary file was deleted', () => {
  it('is refused by Complete and downloads again after Resume', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), 'a');
    await job.resume();
    await until(job, ended);
    for (const name of await downloads.list()) await rm(downloads.pathOf(name));
    expect(await caught(job.complete())).toMatchObject({ code: 'ERROR_FILE_NOT_FOUND' });
    await job.resume();
    await until(job, ended);
    await job.complete();
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });
});

describe('a temporary file', () => {
  it('is not created after a number of existing names: ERROR_FILE_EXISTS', async () => {
    await using downloads = await Downloads.open();
    const taken = temporaryPathOf(downloads.pathOf('a'), 'TAKEN');
    await writeFile(taken, 'mine');
    const file = new JobFile({ remoteName: url('a'), localName: downloads.pathOf('a') });
    let names = 0;
    const createTag = () => {
      names += 1;
      return 'TAKEN';
    };
    expect(await caught(openTemporaryFile(file, never, createTag))).toMatchObject({
      hresult: hresults.ERROR_FILE_EXISTS,
    });
    expect(names).toBe(100);
    expect(await readFile(taken, 'utf8')).toBe('mine');
  });

  it('is not searched for after the abort', async () => {
    await using downloads = await Downloads.open();
    const file = new JobFile({ remoteName: url('a'), localName: downloads.pathOf('a') });
    expect(await caught(openTemporaryFile(file, AbortSignal.abort()))).toMatchObject({
      hresult: hresults.ERROR_CANCELLED,
    });
    expect(await downloads.list()).toEqual([]);
  });

  it.runIf(!windows)('is not followed if it was replaced by a link', async () => {
    await using downloads = await Downloads.open();
    await writeFile(downloads.pathOf('victim'), 'mine');
    await symlink(downloads.pathOf('victim'), downloads.pathOf('link'));
    const file = new JobFile({ remoteName: url('a'), localName: downloads.pathOf('a') });
    file.temporaryName = downloads.pathOf('link');
    const handle = await openTemporaryFile(file, never);
    await handle.write('other');
    await handle.close();
    expect(file.temporaryName).not.toBe(downloads.pathOf('link'));
    expect(await readFile(downloads.pathOf('victim'), 'utf8')).toBe('mine');
  });
});

describe('an error of the file system', () => {
  it.each([
    ['EFBIG', 'ERROR_FILE_TOO_LARGE'],
    ['ENOSPC', 'ERROR_DISK_FULL'],
    ['EISDIR', 'E_ACCESSDENIED'],
    ['EIO', 'ERROR_IO_DEVICE'],
    ['ELOOP', 'ERROR_CANT_RESOLVE_FILENAME'],
    ['EXDEV', 'ERROR_NOT_SAME_DEVICE'],
  ])('%s is %s', (code, name) => {
    expect(hresultName(hresultOf(Object.assign(new Error(code), { code })))).toBe(name);
  });

  it.runIf(process.platform === 'linux')('of a file that exceeds the size limit is ERROR_FILE_TOO_LARGE', async () => {
    // A child process, since the limit applies to all file system calls of a process.
    const script = `
      import { open } from 'node:fs/promises';
      process.on('SIGXFSZ', () => {});
      const handle = await open(process.argv[1], 'w');
      try { await handle.write(Buffer.alloc(1 << 20)); await handle.write(Buffer.alloc(1), 0, 1, 1 << 21); }
      catch (error) { process.stdout.write(error.code); }`;
    await using downloads = await Downloads.open();
    const shell = `ulimit -f 1; exec "$0" --input-type=module -e "$1" "$2"`;
    const { stdout } = spawnSync('bash', ['-c', shell, process.execPath, script, downloads.pathOf('large')], {
      encoding: 'utf8',
    });
    expect(hresultName(hresultOf(Object.assign(new Error(stdout), { code: stdout })))).toBe('ERROR_FILE_TOO_LARGE');
  });
});

describe('the scripted network', () => {
  it.each([
    ['chunked', { chunked: true }, 0x80200011],
    ['without ranges', { acceptsRanges: false }, 0x80200013],
    ['without HEAD', { acceptsHead: false }, 0x80200012],
  ])('%s is refused as by BITS, and accepted if policy.http is lenient', async (_, options, hresult) => {
    for (const [http, expected] of [
      ['strict', { state: state.error, error: { hresult, context: 5 } }],
      ['lenient', { state: state.transferred }],
    ] as const) {
      const machine = await openMachine({ policy: { http } });
      machine.emulation.network.serve(url('a'), { size: 1000, latency: 0, ...options });
      const job = await machine.createJob(url('a'));
      await job.resume();
      await machine.tick(1000);
      expect(await job.snapshot()).toMatchObject(expected);
    }
  });

  it('restarts at 0 with a weak entity tag only', async () => {
    const machine = await openMachine();
    const faults = [{ at: 600, kind: 'cut' }] as const;
    machine.emulation.network.serve(url('a'), { size: 1000, latency: 0, entityTag: 'W/"1"', faults });
    const job = await machine.createJob(url('a'));
    await job.resume();
    await machine.tick(1000);
    await job.resume();
    await machine.tick(1000);
    const gets = machine.emulation.network.requests.filter(({ method }) => method === 'GET');
    expect(gets.map(({ range }) => range)).toEqual([null, null]);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('sets the time stamp of the remote file on the local file', async () => {
    const machine = await openMachine();
    const lastModified = new Date('2022-01-01T00:00:00Z');
    machine.emulation.network.serve(url('a'), { size: 1000, latency: 0, lastModified });
    const job = await machine.createJob({ remoteName: url('a'), localName: 'C:\\a' });
    await job.resume();
    await machine.tick(1000);
    await job.complete();
    expect(machine.emulation.files.modified('c:/A')).toEqual(lastModified);
  });
});

describe('the options', () => {
  it.each([
    [{ policy: { http: 'fast' } }, RangeError],
    [{ policy: { http: 1 } }, TypeError],
    [{ policy: { fileUrls: 'yes' } }, TypeError],
  ])('%j are refused', async (options, kind) => {
    expect(await caught(Reflect.apply(openMachine, undefined, [options]))).toBeInstanceOf(kind);
  });
});
