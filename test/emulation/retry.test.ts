import { describe, expect, it } from 'vitest';
import type { ServedFileOptions } from '../../lib/emulation.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const minute = 60_000;
const day = 24 * 60 * minute;

async function jobOf(file: ServedFileOptions) {
  const machine = await openMachine({ policy: { http: 'lenient' } });
  machine.emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0, ...file });
  const job = await machine.createJob(url('a'));
  await job.resume();
  return { ...machine, job };
}

const cut: ServedFileOptions = { faults: [{ at: 600, kind: 'cut' }] };
const broken: ServedFileOptions = { faults: [{ at: 600, kind: 'cut', once: false }] };

describe('a recoverable error', () => {
  it('puts the job in the transient error state, with the error and the transferred bytes', async () => {
    const { job, tick } = await jobOf(cut);
    await tick(700);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      progress: { bytesTransferred: 600n },
      error: { hresult: 0x80072efe, context: 6 },
    });
  });

  it('is retried after the minimum retry delay with a request for the rest', async () => {
    const { job, tick, emulation } = await jobOf(cut);
    await tick(600 + 10 * minute - 1);
    expect(await job.getState()).toBe(state.transientError);
    await tick(1);
    expect(await job.getState()).not.toBe(state.transientError);
    await tick(1000);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.at(-1)).toMatchObject({ method: 'GET', range: 'bytes=600-' });
  });

  it('is retried after the retry delay of the job', async () => {
    const { job, tick } = await jobOf(cut);
    await job.setMinimumRetryDelay(5);
    await tick(600 + 5000 + 1000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('becomes an error when there was no progress for the whole timeout', async () => {
    const { job, tick } = await jobOf(broken);
    await tick(600 + 14 * day - 1);
    expect(await job.getState()).toBe(state.transientError);
    await tick(1);
    expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80072efe } });
  });

  it('is retried as long as there is progress', async () => {
    const faults = [200, 400, 600, 800].map((at) => ({ at, kind: 'cut' as const }));
    const { job, tick } = await jobOf({ faults });
    await job.setNoProgressTimeout(15 * 60);
    await tick(45 * minute);
    expect(await job.getState()).not.toBe(state.error);
    expect(await job.getProgress()).toMatchObject({ bytesTransferred: 1000n });
  });

  it('is an error at once when the timeout is 0', async () => {
    const machine = await openMachine();
    machine.emulation.network.serve(url('a'), { size: 1000, ...cut });
    const job = await machine.createJob(url('a'));
    await job.setNoProgressTimeout(0);
    await job.resume();
    await machine.tick(1000);
    expect(await job.getState()).toBe(state.error);
  });

  it('is an error at once when the retry delay is longer than the timeout', async () => {
    const machine = await openMachine();
    machine.emulation.network.serve(url('a'), { size: 1000, ...cut });
    const job = await machine.createJob(url('a'));
    await job.setNoProgressTimeout(599);
    await job.resume();
    await machine.tick(1000);
    expect(await job.getState()).toBe(state.error);
  });

  it('is not retried while the job is suspended', async () => {
    const { job, tick, emulation } = await jobOf(cut);
    await tick(700);
    await job.suspend();
    const before = emulation.network.requests.length;
    await tick(day);
    expect(emulation.network.requests).toHaveLength(before);
  });

  it('of a silent server is a timeout after five minutes', async () => {
    const { job, tick } = await jobOf({ faults: [{ at: 600, kind: 'stall' }] });
    await tick(600 + 5 * minute - 1);
    expect(await job.snapshot()).toMatchObject({ state: state.transferring, progress: { bytesTransferred: 600n } });
    await tick(1);
    expect(await job.snapshot()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072ee2 } });
  });

  it('does not occur when a silent server continues in time', async () => {
    const { job, tick } = await jobOf({ faults: [{ at: 600, kind: 'stall', duration: 2000 }] });
    await tick(2600);
    expect(await job.getProgress()).toMatchObject({ bytesTransferred: 600n });
    await tick(400);
    expect(await job.getState()).toBe(state.transferred);
  });
});

describe('a status code of the server', () => {
  it.each([408, 409, 500, 502, 503, 504])('%i is recoverable', async (status) => {
    const { job, tick } = await jobOf({ status });
    await tick(1000);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      error: { hresult: 0x80190000 + status, context: 5 },
    });
  });

  it.each([300, 305, 400, 401, 403, 404, 410, 416, 501, 505])('%i is an error', async (status) => {
    const { job, tick } = await jobOf({ status });
    await tick(1000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: 0x80190000 + status, context: 5 },
    });
  });
});

describe('a URL', () => {
  it('whose host does not exist has a recoverable error', async () => {
    const { createJob, tick } = await openMachine();
    const job = await createJob('http://nowhere.example/a');
    await job.resume();
    await tick(1000);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      error: { hresult: 0x80072ee7, context: 6 },
    });
  });

  it('without a file on its host has the status 404', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'));
    const job = await createJob(url('b'));
    await job.resume();
    await tick(1000);
    expect(await job.getError()).toMatchObject({ hresult: 0x80190194, context: 5 });
  });

  it('that is redirected is followed', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('old'), { redirect: '/new' });
    emulation.network.serve(url('new'), { size: 10 });
    const job = await createJob(url('old'));
    await job.resume();
    await tick(1000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it.each(['http://files.example/b', 'file:///C:/b', 'ftp://files.example/b'])(
    'that is redirected from HTTPS to %s is an error',
    async (redirect) => {
      const { createJob, emulation, tick } = await openMachine();
      emulation.network.serve('https://files.example/a', { redirect });
      emulation.network.serve('http://files.example/b', { size: 10 });
      const job = await createJob('https://files.example/a');
      await job.resume();
      await tick(5000);
      expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80072f7c, context: 5 } });
    },
  );

  it('that is redirected in a circle is an error', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { redirect: '/a' });
    const job = await createJob(url('a'));
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80072f7c } });
  });
});

describe('a server without ranges', () => {
  it('sends the file from the beginning again', async () => {
    const { job, tick, emulation } = await jobOf({ ...cut, acceptsRanges: false });
    await tick(700);
    await job.resume();
    await tick(100);
    expect((await job.getProgress()).bytesTransferred).toBe(100n);
    await tick(900);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.requests.every(({ range }) => range === null)).toBe(true);
  });
});

describe('the local file', () => {
  it('that becomes unwritable is an error of the local file', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10 });
    const job = await createJob(url('a'));
    emulation.files.setReadOnly('C:\\files');
    await job.resume();
    await tick(1000);
    expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80070005, context: 4 } });
  });
});

describe('a machine that is disconnected from its network', () => {
  it('puts queued and running jobs in a transient error with BG_E_NETWORK_DISCONNECTED', async () => {
    const { job, createJob, emulation, tick } = await jobOf({});
    const waiting = await createJob(url('a'));
    await waiting.resume();
    await tick(300);
    emulation.network.disconnect();
    for (const each of [job, waiting]) {
      expect(await each.snapshot()).toMatchObject({
        state: state.transientError,
        error: { hresult: 0x80200010, file: null },
      });
    }
  });

  it('does not affect suspended or ended jobs', async () => {
    const { job, createJob, emulation, tick } = await jobOf({});
    const suspended = await createJob(url('a'));
    await tick(2000);
    emulation.network.disconnect();
    expect(await job.getState()).toBe(state.transferred);
    expect(await suspended.getState()).toBe(state.suspended);
  });

  it('queues every job in a transient error at once when the network is connected again', async () => {
    const { job, createJob, emulation, tick } = await jobOf({});
    emulation.network.serve(url('b'), { status: 503 });
    const other = await createJob(url('b'));
    await other.setPriority(0);
    await other.resume();
    await tick(300);
    emulation.network.disconnect();
    emulation.network.serve(url('b'), { size: 10 });
    await tick(minute);
    emulation.network.reconnect();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(await other.getState()).toBe(state.transferred);
  });

  it('does not begin a job that is resumed meanwhile', async () => {
    const { createJob, emulation } = await openMachine();
    emulation.network.serve(url('a'), { size: 10 });
    emulation.network.disconnect();
    const job = await createJob(url('a'));
    await job.resume();
    expect(await job.snapshot()).toMatchObject({ state: state.transientError, error: { hresult: 0x80200010 } });
    expect(emulation.network.requests).toEqual([]);
  });
});
