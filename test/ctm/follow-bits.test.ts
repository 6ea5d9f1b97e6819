import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulation, type Emulation } from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';
import { World } from './world.js';

const url = 'http://content.example/package.bin';
const path = 'C:\\ccmcache\\package.bin';
let emulation: Emulation;
let connection: Connection;
let world: World;

beforeEach(async () => {
  emulation = createEmulation();
  connection = await connect({ backend: emulation });
  world = new World();
});

afterEach(async () => {
  await connection.close();
  await emulation.close();
});

async function createJob() {
  return await connection.bits.createJob({ name: 'package', files: [{ url, path }] });
}

describe('following a transfer of BITS', () => {
  it('reports a job, including a suspension, until its success', async () => {
    emulation.network.serve(url, { size: 10_000, bytesPerSecond: 1_000 });
    const job = await createJob();
    const following = world.job({ chunkSize: 4_000 }).follow(job, { complete: () => job.complete() });
    await job.resume();
    await emulation.clock.tickAsync(5_000);
    await job.suspend();
    await emulation.clock.tickAsync(60_000);
    await job.resume();
    await emulation.clock.tickAsync(20_000);
    expect(await following).toEqual({ outcome: 'success', error: null });
    expect(world.reported[0]?.slice(0, 2)).toEqual(['progress', 'DownloadingData']);
    expect(world.reported.at(-1)).toEqual(['success', '10000', '10000', 1, 1]);
    expect(await job.getState()).toBe('acknowledged');
  });

  it('reports a group', async () => {
    emulation.network.serve(url, { size: 10_000, bytesPerSecond: 1_000 });
    const group = await connection.bits.createGroup();
    const job = await group.createJob();
    await job.addFile(url, path);
    const following = world.job().follow(group, { complete: () => group.complete() });
    await group.resume();
    await emulation.clock.tickAsync(30_000);
    expect(await following).toEqual({ outcome: 'success', error: null });
  });

  it('reports the error of BITS', async () => {
    emulation.network.serve(url, { size: 10_000, status: 404 });
    const job = await createJob();
    const following = world.job().follow(job);
    await job.resume();
    await emulation.clock.tickAsync(30_000);
    expect(await following).toMatchObject({ outcome: 'error', error: { hresult: 0x80190194 } });
    expect(world.reported.at(-1)?.slice(0, 2)).toEqual(['error', 0x80190194]);
  });

  it('reports a cancelled job', async () => {
    emulation.network.serve(url, { size: 10_000, bytesPerSecond: 1_000 });
    const job = await createJob();
    const following = world.job().follow(job);
    await job.resume();
    await emulation.clock.tickAsync(2_000);
    await job.cancel();
    await emulation.clock.tickAsync(2_000);
    expect(await following).toMatchObject({ outcome: 'error', error: { hresult: 0x800704c7 } });
  });
});
