import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HttpTransport } from '../../lib/bits/emulation/http/transport.js';
import { JobFile } from '../../lib/bits/emulation/job-file.js';
import { TransferFailure } from '../../lib/bits/http/transfer-failure.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { openMachine } from './support/machine.js';
import { state } from './support/states.js';

const content = patternOf(3000);
const ended = (now: number) => now === state.transferred || now === state.error || now === state.transientError;
const remoteFile = 5;
const localFile = 4;
const observer = {
  connected: () => {},
  progressed: () => {},
  restarting: async () => {},
  rangesTransferred: () => {},
};

describe('a full path as remote name, with the scripted transport', () => {
  it.each(['C:\\source\\a.bin', '\\\\server\\share\\a.bin', '/srv/a.bin'])(
    'copies %s of the in-memory disk',
    async (path) => {
      const { emulation, createJob, tick } = await openMachine();
      emulation.files.write(path, content);
      const job = await createJob({ remoteName: path, localName: 'C:\\files\\copy' });
      await job.resume();
      await tick(1000);
      expect(await job.snapshot()).toMatchObject({
        state: state.transferred,
        progress: { bytesTotal: 3000n, bytesTransferred: 3000n, filesTransferred: 1 },
      });
      await job.complete();
      expect(emulation.files.read('C:\\files\\copy')).toEqual(Uint8Array.from(content));
    },
  );

  it('fails with an error of the remote file if that does not exist', async () => {
    const { createJob, tick } = await openMachine();
    const job = await createJob({ remoteName: '\\\\server\\share\\a.bin', localName: 'C:\\files\\copy' });
    await job.resume();
    await tick(1000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.ERROR_FILE_NOT_FOUND, context: remoteFile },
    });
  });

  it('makes no request', async () => {
    const { emulation, createJob, tick } = await openMachine();
    emulation.files.write('/srv/a.bin', content);
    await (await createJob({ remoteName: '/srv/a.bin', localName: 'C:\\files\\copy' })).resume();
    await tick(1000);
    expect(emulation.network.requests).toEqual([]);
  });
});

describe('a full path as remote name, with the http transport', () => {
  it('fails with E_ACCESSDENIED of the remote file if local sources are not allowed', async () => {
    await using downloads = await Downloads.open();
    await writeFile(downloads.pathOf('source'), content);
    const job = await downloads.createJob(downloads.pathOf('source'), 'copy');
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.E_ACCESSDENIED, context: remoteFile },
    });
    expect(await downloads.list()).toEqual(['source']);
  });

  it('copies the file if local sources are allowed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'winprogress-'));
    try {
      await writeFile(join(folder, 'source'), content);
      const file = new JobFile({ remoteName: join(folder, 'source'), localName: join(folder, 'copy') });
      const transport = new HttpTransport({ http: 'lenient', fileUrls: true });
      await transport.checkNames(file);
      await transport.transfer(file, observer, new AbortController().signal);
      await transport.commit(file);
      transport.close();
      expect(content.equals(await readFile(join(folder, 'copy')))).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.each([
    ['a path that no file has', '/no/such/file', 'C:\\no\\such\\file'],
    ['a path of another platform', 'C:\\file', '/file'],
  ])('fails with ERROR_FILE_NOT_FOUND for %s', async (_, posix, windows) => {
    const remoteName = process.platform === 'win32' ? windows : posix;
    const file = new JobFile({ remoteName, localName: join(tmpdir(), 'never-written') });
    const transport = new HttpTransport({ http: 'lenient', fileUrls: true });
    const failure = await caught(transport.transfer(file, observer, new AbortController().signal));
    expect(failure).toBeInstanceOf(TransferFailure);
    expect(failure).toMatchObject({ hresult: hresults.ERROR_FILE_NOT_FOUND, context: remoteFile, recoverable: false });
  });
});

describe('a local path whose folder does not exist, with the http transport', () => {
  it('fails with ERROR_PATH_NOT_FOUND of the local file, and is transferred by resume() once the folder exists', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content }), join('missing', 'a'));
    await job.resume();
    await until(job, ended);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.ERROR_PATH_NOT_FOUND, context: localFile },
    });
    await mkdir(downloads.pathOf('missing'));
    await job.resume();
    await until(job, ended);
    await job.complete();
    expect(content.equals(await readFile(downloads.pathOf(join('missing', 'a'))))).toBe(true);
  });
});
