import { describe, expect, it } from 'vitest';
import { localNameOf, openMachine, url } from './support/machine.js';
import { state, unknown } from './support/states.js';

describe('the progress of a job', () => {
  it('is four zeros with a known total without files', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    expect(await job.getProgress()).toEqual({
      bytesTotal: 0n,
      bytesTransferred: 0n,
      filesTotal: 0,
      filesTransferred: 0,
    });
  });

  it('has an unknown total before a file is begun', async () => {
    const { createJob } = await openMachine();
    const job = await createJob(url('a'));
    expect(await job.getProgress()).toEqual({
      bytesTotal: unknown,
      bytesTransferred: 0n,
      filesTotal: 1,
      filesTransferred: 0,
    });
  });

  it('has an unknown total while the size of any file is unknown', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
    const job = await createJob(url('a'), url('b'));
    await job.resume();
    await tick(500);
    expect(await job.getProgress()).toMatchObject({ bytesTotal: unknown, bytesTransferred: 500n });
  });

  it('has a known total once the size arrives during the transfer', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
    emulation.network.serve(url('b'), { size: 500, bytesPerSecond: 1000, latency: 0 });
    const job = await createJob(url('a'), url('b'));
    await job.resume();
    await tick(1200);
    expect(await job.getProgress()).toEqual({
      bytesTotal: 1500n,
      bytesTransferred: 1200n,
      filesTotal: 2,
      filesTransferred: 1,
    });
  });

  it('counts bytes exactly by rate and time', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000, latency: 0 });
    const job = await createJob(url('a'));
    await job.resume();
    const counts: bigint[] = [];
    for (let second = 0; second < 3; second += 1) {
      await tick(1000);
      counts.push((await job.getProgress()).bytesTransferred);
    }
    expect(counts).toEqual([1000n, 2000n, 3000n]);
  });

  it('stays unknown until the end when the server does not send the length', async () => {
    const { createJob, emulation, tick } = await openMachine({ policy: { http: 'lenient' } });
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0, chunked: true });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(900);
    expect(await job.getProgress()).toMatchObject({ bytesTotal: unknown, bytesTransferred: 900n });
    await tick(200);
    expect(await job.getProgress()).toMatchObject({ bytesTotal: 1000n, bytesTransferred: 1000n });
  });

  it('has a known total of 0 for an empty file', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('empty'), { size: 0 });
    const job = await createJob(url('empty'));
    await job.resume();
    await tick(1000);
    expect(await job.snapshot()).toEqual({
      state: state.transferred,
      progress: { bytesTotal: 0n, bytesTransferred: 0n, filesTotal: 1, filesTransferred: 1 },
      error: null,
    });
  });

  it('counts more than 4 GiB exactly', async () => {
    const { createJob, emulation, tick } = await openMachine();
    const size = 5n * 1024n ** 3n + 7n;
    emulation.network.serve(url('large'), { size, bytesPerSecond: 1024 ** 3, latency: 0 });
    const job = await createJob(url('large'));
    await job.resume();
    await tick(4500);
    expect(await job.getProgress()).toMatchObject({ bytesTotal: size, bytesTransferred: (9n * 1024n ** 3n) / 2n });
    await tick(2000);
    expect(await job.getProgress()).toMatchObject({ bytesTransferred: size, filesTransferred: 1 });
  });

  it('decreases to 0 when the time stamp of the remote file changes', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 50 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(800);
    const before = (await job.getProgress()).bytesTransferred;
    emulation.network.serve(url('a'), { size: 2000, bytesPerSecond: 1000, latency: 50 });
    await tick(250);
    const after = await job.getProgress();
    expect(after.bytesTransferred).toBeLessThan(before);
    expect(after.bytesTotal).toBe(2000n);
  });

  it('keeps the transferred bytes through Suspend and Resume', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(400);
    await job.suspend();
    await tick(10_000);
    expect((await job.getProgress()).bytesTransferred).toBe(400n);
    await job.resume();
    await tick(600);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.filter(({ method }) => method === 'GET').map(({ range }) => range)).toEqual([
      null,
      'bytes=400-',
    ]);
  });

  it('can still be read in a final state', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(1000);
    await job.complete();
    expect(await job.getProgress()).toMatchObject({ bytesTotal: 10n, bytesTransferred: 10n });
  });
});

describe('the progress of a file', () => {
  it('has an unknown size before the file is begun', async () => {
    const { createJob } = await openMachine();
    const job = await createJob(url('a'));
    expect(await job.enumFiles()).toEqual([
      {
        remoteName: url('a'),
        localName: localNameOf(url('a')),
        bytesTotal: unknown,
        bytesTransferred: 0n,
        completed: false,
      },
    ]);
  });

  it('is completed only after Complete', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10 });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(1000);
    expect((await job.enumFiles())[0]).toMatchObject({ bytesTransferred: 10n, completed: false });
    await job.complete();
    expect((await job.enumFiles())[0]).toMatchObject({ bytesTransferred: 10n, completed: true });
  });

  it('shows after an early Complete which files were completed', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 100, bytesPerSecond: 1000, latency: 0 });
    emulation.network.serve(url('b'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
    const job = await createJob(url('a'), url('b'));
    await job.resume();
    await tick(600);
    await job.complete();
    const [first, second] = await job.enumFiles();
    expect(first).toMatchObject({ bytesTotal: 100n, bytesTransferred: 100n, completed: true });
    expect(second).toMatchObject({ bytesTotal: 1000n, bytesTransferred: 500n, completed: false });
  });
});
