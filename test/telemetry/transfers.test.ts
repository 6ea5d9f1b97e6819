import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulation, type Emulation } from '../../lib/emulation.js';
import { type BitsJob, type Connection, connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { RecordedMessages, transferChannels } from '../support/recorded-messages.js';

const url = 'http://files.example/a';
const path = 'C:\\a';
let emulation: Emulation;
let connection: Connection;
let recorded: RecordedMessages;

beforeEach(async () => {
  emulation = createEmulation();
  connection = await connect({ backend: emulation });
  emulation.network.serve(url, { size: 4000, bytesPerSecond: 1000, latency: 0 });
  recorded = new RecordedMessages(...transferChannels);
});

afterEach(async () => {
  recorded[Symbol.dispose]();
  await connection.close();
});

async function createJob(): Promise<BitsJob> {
  const job = await connection.bits.createJob({ name: 'a', files: [{ url, path }] });
  await job.resume();
  return job;
}

/** Reads a watch to its end, and advances virtual time for it. */
async function follow(job: BitsJob): Promise<void> {
  const done = (async () => {
    for await (const snapshot of job.watch()) expect(snapshot.state).not.toBe('canceled');
  })();
  await emulation.clock.tickAsync(60_000);
  await done;
}

describe('the channels of transfers', () => {
  it('report a download from its start to its end', async () => {
    const download = connection.bits.download(url, path);
    await emulation.clock.tickAsync(60_000);
    const { jobId } = await download;
    expect(recorded.events[0]).toBe('started');
    expect(recorded.events.at(-1)).toBe('ended');
    expect(new Set(recorded.events.slice(1, -1))).toEqual(new Set(['progress']));
    expect(recorded.of('started')).toMatchObject([{ jobId, type: 'download', url, bytesTransferred: 0n, error: null }]);
    expect(recorded.of('ended')).toMatchObject([
      { jobId, outcome: 'transferred', state: 'transferred', bytesTransferred: 4000n, bytesTotal: 4000n },
    ]);
  });

  it('report the time of a transfer by the clock of its machine', async () => {
    const download = connection.bits.download(url, path);
    await emulation.clock.tickAsync(60_000);
    await download;
    const [started] = recorded.of('started');
    const [ended] = recorded.of('ended');
    expect(ended?.seconds).toBe((Number(ended?.time) - Number(started?.time)) / 1000);
    expect(ended?.seconds).toBeCloseTo(4, 2);
  });

  it('report the error of a transfer that fails', async () => {
    const download = caught(connection.bits.download('http://files.example/missing', path));
    await emulation.clock.tickAsync(60_000);
    await download;
    const error = {
      code: 'BG_E_HTTP_ERROR_404',
      hresult: 0x80190194,
      operation: 'IBackgroundCopyError.GetError',
      httpStatus: 404,
    };
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'error', state: 'error', error }]);
  });

  it('report an aborted download as cancelled', async () => {
    const aborting = new AbortController();
    const download = caught(connection.bits.download(url, path, { signal: aborting.signal }));
    await emulation.clock.tickAsync(2000);
    aborting.abort();
    await download;
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'canceled', state: 'canceled', seconds: 2 }]);
  });

  it('report a download that is left to BITS as unfollowed', async () => {
    const aborting = new AbortController();
    const download = caught(connection.bits.download(url, path, { signal: aborting.signal, onAbort: 'leave' }));
    await emulation.clock.tickAsync(2000);
    aborting.abort();
    await download;
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'unfollowed', state: 'transferring' }]);
  });

  it('report a job once, however many watches follow it', async () => {
    const job = await createJob();
    const again = await connection.bits.getJob(job.id);
    await Promise.all([follow(job), follow(again)]);
    expect(recorded.of('started')).toHaveLength(1);
    expect(recorded.of('ended')).toHaveLength(1);
  });

  it('report no second transfer when an ended job is watched again', async () => {
    const job = await createJob();
    await follow(job);
    await follow(job);
    expect(recorded.of('started')).toHaveLength(1);
    expect(recorded.of('ended')).toHaveLength(1);
  });

  it('report no second transfer when a completed job is watched again', async () => {
    const job = await createJob();
    await follow(job);
    await job.complete();
    await follow(job);
    expect(recorded.of('started')).toHaveLength(1);
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'transferred' }]);
  });

  it('report no second transfer when a cancelled job is watched again', async () => {
    const job = await createJob();
    const watch = job.watch();
    await watch.next();
    await job.cancel();
    await watch.return();
    expect(await job.watch().next()).toMatchObject({ value: { state: 'canceled' } });
    expect(recorded.of('started')).toHaveLength(1);
    expect(recorded.of('ended')).toHaveLength(1);
  });

  it('report a job that is resumed after an error as another transfer', async () => {
    emulation.network.serve(url, { size: 4000, bytesPerSecond: 1000, status: 403 });
    const job = await createJob();
    await follow(job);
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'error' }]);
    emulation.network.serve(url, { size: 4000, bytesPerSecond: 1000 });
    await job.resume();
    await follow(job);
    expect(recorded.of('started')).toHaveLength(2);
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'error' }, { outcome: 'transferred' }]);
  });

  it('report a job that this connection cancels while it is followed', async () => {
    const job = await createJob();
    const watch = job.watch();
    await watch.next();
    await job.cancel();
    await watch.return();
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'canceled' }]);
  });

  it('report a transfer from the first reading after something has subscribed', async () => {
    recorded[Symbol.dispose]();
    const job = await createJob();
    const watch = job.watch();
    await watch.next();
    const late = new RecordedMessages(...transferChannels);
    try {
      const next = watch.next();
      await emulation.clock.tickAsync(2500);
      await next;
      expect(late.events[0]).toBe('started');
      expect(late.of('started')).toMatchObject([{ jobId: job.id, type: null, url: null }]);
    } finally {
      await watch.return();
      late[Symbol.dispose]();
    }
  });

  it('report each job of the list that bits.watch() follows', async () => {
    const job = await createJob();
    const watch = connection.bits.watch();
    const done = (async () => {
      for await (const { jobs } of watch) if (jobs.every(({ state }) => state === 'transferred')) return;
    })();
    await emulation.clock.tickAsync(10_000);
    await done;
    expect(recorded.of('started')).toMatchObject([{ jobId: job.id, type: 'download', url: null }]);
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'transferred', bytesTransferred: 4000n }]);
  });

  it('report a listed job that is gone as unfollowed', async () => {
    const job = await createJob();
    const watch = connection.bits.watch();
    await watch.next();
    await (await (await connect({ backend: emulation })).bits.getJob(job.id)).cancel();
    const next = watch.next();
    await emulation.clock.tickAsync(1000);
    await next;
    await watch.return();
    expect(recorded.of('ended')).toMatchObject([{ jobId: job.id, outcome: 'unfollowed' }]);
  });

  it('write byte counts as decimal strings in JSON', async () => {
    const download = connection.bits.download(url, path);
    await emulation.clock.tickAsync(60_000);
    await download;
    const ended = recorded.all.find(({ name }) => name === 'winprogress:transfer:ended');
    expect(JSON.parse(JSON.stringify(ended?.message))).toMatchObject({ bytesTransferred: '4000', bytesTotal: '4000' });
  });
});
