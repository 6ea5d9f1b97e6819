import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { machineOf, onlyFile, range, target, toEnd } from './support/bits-jobs.js';
import { url } from './support/machine.js';
import { state } from './support/states.js';

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
