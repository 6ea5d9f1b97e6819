import { beforeEach, describe, expect, it } from 'vitest';
import { World } from './world.js';

let world: World;

beforeEach(() => {
  world = new World();
});

describe('the snapshot of a content transfer job', () => {
  it('has null for all that is not known before the first feed', () => {
    expect(world.job().snapshot()).toEqual({
      status: null,
      bytesTransferred: 0n,
      bytesTotal: null,
      filesTransferred: 0,
      filesTotal: null,
      fraction: null,
      bytesPerSecond: null,
      remainingSeconds: null,
    });
  });

  it('has a rate and an estimate once two feeds lie apart in time', async () => {
    const job = world.job();
    const counts = { bytesTotal: 1000n, filesTotal: 2, filesTransferred: 0 };
    await job.status('DownloadingData', { ...counts, bytesTransferred: 0n });
    await world.clock.advance(2000);
    await job.progress({ ...counts, bytesTransferred: 250n });
    expect(job.snapshot()).toMatchObject({
      status: 'DownloadingData',
      bytesTransferred: 250n,
      fraction: 0.25,
      bytesPerSecond: 125,
      remainingSeconds: 6,
    });
  });

  it('has no rate after the final report', async () => {
    const job = world.job();
    const counts = { bytesTotal: 1000n, filesTotal: 1, filesTransferred: 1 };
    await job.progress({ ...counts, filesTransferred: 0, bytesTransferred: 0n });
    await world.clock.advance(1000);
    await job.progress({ ...counts, bytesTransferred: 1000n });
    await job.succeed();
    expect(job.snapshot()).toMatchObject({ fraction: 1, bytesPerSecond: null, remainingSeconds: 0 });
  });

  it('has counts that the job accepts again, also while totals are unknown', async () => {
    const job = world.job({ chunkSize: 0 });
    await job.progress({ bytesTotal: null, bytesTransferred: 7n, filesTotal: null, filesTransferred: 1 });
    await job.progress(job.snapshot());
    expect(job.snapshot()).toMatchObject({
      bytesTotal: null,
      bytesTransferred: 7n,
      filesTotal: null,
      filesTransferred: 1,
    });
    expect(world.reported.at(-1)).toEqual(['progress', null, '0', '7', 0, 1]);
  });

  it('can be written as JSON, with byte counts as text', async () => {
    const job = world.job();
    await job.progress({ bytesTotal: null, bytesTransferred: 7n, filesTotal: 0, filesTransferred: 0 });
    expect(JSON.parse(JSON.stringify(job.snapshot()))).toMatchObject({ bytesTransferred: '7', bytesTotal: null });
  });
});
