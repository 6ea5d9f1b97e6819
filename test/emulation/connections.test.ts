import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

describe('connections to one emulation', () => {
  it('share the same jobs', async () => {
    const { createJob, emulation } = await openMachine();
    const job = await createJob(url('a'));
    const other = await emulation.openBackend().bits.openManager();
    await (await other.getJob(job.id)).setDescription('seen');
    expect(await job.getDescription()).toBe('seen');
  });

  it('share the same groups', async () => {
    const { queueManager, emulation } = await openMachine();
    await queueManager.createGroup('{11111111-1111-1111-1111-111111111111}');
    const other = await emulation.openBackend().bits.openQueueManager();
    expect(await other.enumGroups(0)).toHaveLength(1);
  });

  it('are separate from connections to another emulation', async () => {
    const { createJob } = await openMachine();
    await createJob(url('a'));
    expect(await (await openMachine()).manager.enumJobs(0)).toEqual([]);
  });
});

describe('a closed connection', () => {
  it('rejects every call with RPC_E_DISCONNECTED', async () => {
    const { backend, manager, queueManager, createJob } = await openMachine();
    const job = await createJob(url('a'));
    const group = await queueManager.createGroup('{11111111-1111-1111-1111-111111111111}');
    const groupJob = await group.createJob('{22222222-2222-2222-2222-222222222222}');
    await backend.close();
    const calls: [string, Promise<unknown>][] = [
      ['CoCreateInstance', backend.activate('{4991D34B-80A1-4291-83B6-3328366B9097}', 'local')],
      ['CoCreateInstance', backend.bits.openManager()],
      ['IBackgroundCopyManager.CreateJob', manager.createJob('x', 0)],
      ['IBackgroundCopyQMgr.EnumGroups', queueManager.enumGroups(0)],
      ['IBackgroundCopyJob.GetState', job.getState()],
      ['IBackgroundCopyJob.Resume', job.resume()],
      ['IBackgroundCopyGroup.GetProgress', group.getProgress(1)],
      ['IBackgroundCopyJob1.GetFileCount', groupJob.getFileCount()],
    ];
    for (const [operation, call] of calls) {
      expect(await caught(call)).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    }
  });

  it('rejects the calls that were pending', async () => {
    const { backend, createJob } = await openMachine();
    const job = await createJob(url('a'));
    const pending = job.getState();
    const closing = backend.close();
    expect(await caught(pending)).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'IBackgroundCopyJob.GetState',
    });
    await closing;
  });

  it('leaves its jobs to the service, which continues', async () => {
    const { backend, createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 10 });
    const job = await createJob(url('a'));
    await job.resume();
    await backend.close();
    await tick(1000);
    const other = await emulation.openBackend().bits.openManager();
    expect(await (await other.getJob(job.id)).getState()).toBe(state.transferred);
  });
});

describe('a closed emulation', () => {
  it('closes its connections and sets no timers', async () => {
    const { createJob, emulation, tick } = await openMachine();
    emulation.network.serve(url('a'), { size: 1_000_000, bytesPerSecond: 1000 });
    const job = await createJob(url('a'));
    await job.setNotifyFlags(8);
    await job.setNotifyInterface(() => {});
    await job.resume();
    await tick(1000);
    await emulation.close();
    expect(await caught(job.getState())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(emulation.clock.countTimers()).toBe(0);
  });

  it('refuses new connections', async () => {
    const emulation = createEmulation();
    await emulation.close();
    expect(() => emulation.openBackend()).toThrow(TypeError);
  });

  it('can be closed again', async () => {
    const emulation = createEmulation();
    await emulation.close();
    await expect(emulation.close()).resolves.toBeUndefined();
  });

  it('is closed with the connection that owns it', async () => {
    const emulation = createEmulation();
    await emulation.openBackend({ owned: true }).close();
    expect(() => emulation.openBackend()).toThrow(TypeError);
  });
});

describe('the public interface over the emulation', () => {
  it('downloads a file in virtual time', async () => {
    const emulation = createEmulation();
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000 });
    await using connection = await connect({ backend: emulation });
    const fractions: (number | null)[] = [];
    const downloading = connection.bits.download(url('a'), '/files/a', {
      onProgress: ({ fraction }) => fractions.push(fraction),
    });
    await emulation.clock.tickAsync(20_000);
    expect(await downloading).toMatchObject({ path: '/files/a', bytes: 10_000n });
    expect(emulation.files.read('/files/a')).toEqual(emulation.network.read(url('a')));
    expect(fractions.length).toBeGreaterThan(5);
    expect(fractions.at(-1)).toBe(1);
  });
});
