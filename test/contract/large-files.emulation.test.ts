import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { untilState } from './bits/helpers.js';
import { ScriptedWorld } from './hosts/emulation-scripted.js';

const size = 5n * 1024n ** 3n + 1n;
const url = 'http://server.test/large.bin';

/** A world that serves a file above 4 GiB without storing it. */
async function openWorld(queueManager: boolean): Promise<ScriptedWorld> {
  const emulation = createEmulation({ queueManager });
  emulation.network.serve(url, { size, bytesPerSecond: 100 * 1024 ** 2 });
  return await ScriptedWorld.start(emulation);
}

describe('a job above 4 GiB', () => {
  let world: ScriptedWorld;

  beforeEach(async () => {
    world = await openWorld(true);
  });

  afterEach(() => world.close());

  it('has exact counts during the transfer and at the end', async () => {
    const files = [{ url, path: world.localPath('large.bin') }];
    const job = await world.connection.bits.createJob({ name: world.jobName(), files });
    await job.resume();
    const counts: bigint[] = [];
    const following = (async () => {
      for await (const { bytesTransferred } of job.watch()) counts.push(bytesTransferred);
    })();
    await world.drive(following);
    expect(counts.filter((count) => count > 2n ** 32n && count < size).length).toBeGreaterThan(0);
    expect(await job.snapshot()).toMatchObject({ bytesTransferred: size, bytesTotal: size, fraction: 1 });
  });
});

describe.each([
  ['queueManager', true],
  ['job', false],
])('a group above 4 GiB, by %s', (implementation, queueManager) => {
  let world: ScriptedWorld;

  beforeEach(async () => {
    world = await openWorld(queueManager);
  });

  afterEach(() => world.close());

  it('reports its bytes as the largest DWORD, and exact counts in its snapshot', async () => {
    const group = await world.connection.bits.createGroup({ id: world.groupId() });
    await (await group.createJob()).addFile(url, world.localPath('large.bin'));
    await group.resume();
    await world.drive(untilState(group, 'transferred'));
    const dwords = [await group.getProgress('sizeDone'), await group.getSize(), await group.getProgress('percentDone')];
    expect([group.implementation, ...dwords]).toEqual([implementation, 4_294_967_295, 4_294_967_295, 100]);
    expect(await group.snapshot()).toMatchObject({ bytesTransferred: size, bytesTotal: size });
  });
});
