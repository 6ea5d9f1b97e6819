import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { download, jobOf } from './support/bits-jobs.js';
import { openMachine, url } from './support/machine.js';
import { state, unknown } from './support/states.js';

describe('an HTTP method other than the default', () => {
  it('puts the job into the foreground and fixes its priority', async () => {
    const { job } = await jobOf(download, { httpMethod: 'POST' });
    expect(await job.getPriority()).toBe(0);
    expect(await caught(job.setPriority(2))).toMatchObject({ code: 'BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD' });
  });

  it('changes nothing when it is the default', async () => {
    const { job } = await jobOf(download, { httpMethod: 'GET' });
    expect(await job.getPriority()).toBe(2);
  });

  it('is sent without a HEAD before it, and its errors are fatal', async () => {
    const { emulation, job, tick } = await jobOf(download, { httpMethod: 'POST' });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, faults: [{ at: 500, kind: 'cut' }] });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.error);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.map(({ method, range }) => [method, range])).toEqual([
      ['POST', null],
      ['POST', null],
    ]);
  });
});

describe('MAX_DOWNLOAD_SIZE', () => {
  it('ends the job in BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED when the files are larger', async () => {
    const { job, tick } = await jobOf(download, { maximumDownloadSize: 999n });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED },
    });
  });

  it('ends a file of unknown length once it has become too large', async () => {
    const { emulation, job, tick } = await jobOf(download, {
      maximumDownloadSize: 600n,
      dynamicContent: true,
      priority: 0,
    });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, chunked: true });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(500);
    expect(await job.snapshot()).toMatchObject({ state: state.transferring, progress: { bytesTotal: unknown } });
    await tick(500);
    expect(await job.snapshot()).toMatchObject({ state: state.error });
  });

  it('lets files of exactly this size pass', async () => {
    const { job, tick } = await jobOf(download, { maximumDownloadSize: 1000n });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
  });
});

describe('SetMaximumDownloadTime', () => {
  it('ends the job in BG_E_MAXDOWNLOAD_TIMEOUT when it has transferred for so long', async () => {
    const { emulation, job, tick } = await jobOf(download, { maximumDownloadTime: 5 });
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000 });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(4999);
    expect(await job.getState()).toBe(state.transferring);
    await tick(1);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_MAXDOWNLOAD_TIMEOUT },
    });
  });

  it('takes effect while the job is transferred', async () => {
    const { emulation, job, tick } = await jobOf(download);
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000 });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(3000);
    await job.configure({ maximumDownloadTime: 5 });
    await tick(2000);
    expect(await job.getState()).toBe(state.error);
  });
});

describe('DYNAMIC_CONTENT', () => {
  const server = { size: 1000, bytesPerSecond: 1000, acceptsHead: false, acceptsRanges: false, chunked: true } as const;

  it('downloads from a server without HEAD, length and ranges in the foreground', async () => {
    const { emulation, job, tick } = await jobOf(download, { dynamicContent: true, priority: 0 });
    emulation.network.serve(url('a'), server);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('changes nothing in the background', async () => {
    const { emulation, job, tick } = await jobOf(download, { dynamicContent: true });
    emulation.network.serve(url('a'), server);
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INSUFFICIENT_HTTP_SUPPORT },
    });
  });

  it('begins at 0 after an interruption, also where the server has ranges', async () => {
    const { emulation, job, tick } = await jobOf(download, { dynamicContent: true, priority: 0 });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000 });
    await job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await job.resume();
    await tick(500);
    await job.suspend();
    await job.resume();
    await tick(5000);
    expect(emulation.network.requests.map(({ range }) => range)).toEqual([null, null, null, null]);
  });

  it('refuses a file with ranges with BG_E_UNSUPPORTED_JOB_CONFIGURATION', async () => {
    const { job } = await jobOf(download, { dynamicContent: true });
    const file = { remoteName: url('a'), localName: 'C:\\a' };
    expect(await caught(job.addFileWithRanges(file, [{ offset: 0n, length: 1n }]))).toMatchObject({
      code: 'BG_E_UNSUPPORTED_JOB_CONFIGURATION',
    });
  });
});

describe('HIGH_PERFORMANCE', () => {
  async function direct() {
    const machine = await jobOf(download, { highPerformance: true });
    machine.emulation.files.write('C:\\a', new Uint8Array(5000));
    await machine.job.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await machine.job.resume();
    await machine.tick(500);
    return machine;
  }

  it('writes to the local file itself', async () => {
    const { emulation, job, tick } = await direct();
    expect(emulation.files.size('C:\\a')).toBe(500n);
    const [file] = await job.openFiles();
    expect(await file?.getTemporaryName()).toBe('C:\\a');
    await tick(5000);
    await job.complete();
    expect(emulation.files.read('C:\\a')).toEqual(emulation.network.read(url('a')));
  });

  it('leaves what has been written when the job is cancelled', async () => {
    const { emulation, job } = await direct();
    await job.cancel();
    expect(emulation.files.size('C:\\a')).toBe(500n);
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
