import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { contentOf } from '../support/content.js';
import { untilState } from './bits/helpers.js';
import { LoopbackWorld } from './kit/loopback-world.js';

const size = 1_000_000;
const cutAt = 600_000;

describe('a download whose connection is cut at 60 %, over real HTTP', () => {
  let world: LoopbackWorld;

  beforeEach(async () => {
    const emulation = createEmulation({ clock: 'real', transport: 'http' });
    world = await LoopbackWorld.start(
      () => connect({ backend: emulation }),
      () => emulation.openBackend(),
    );
  });

  afterEach(() => world.close());

  async function cutDownload() {
    const content = contentOf(size);
    const url = (await world.server()).serve('/cut.bin', { content, cutAt });
    const path = world.localPath('cut.bin');
    const job = await world.connection.bits.createJob({ name: world.jobName(), files: [{ url, path }] });
    await job.resume();
    const waiting = await untilState(job, 'transientError');
    return { content, path, job, waiting };
  }

  it('waits in transientError with its bytes', async () => {
    const { waiting } = await cutDownload();
    expect(waiting.bytesTransferred).toBeGreaterThan(0n);
    expect(waiting.bytesTransferred).toBeLessThanOrEqual(BigInt(cutAt));
    expect(waiting.error).toMatchObject({ hresult: expect.any(Number) });
  });

  it('continues with a range request from there to the same bytes', async () => {
    const { content, path, job, waiting } = await cutDownload();
    await job.resume();
    await untilState(job, 'transferred');
    await job.complete();
    const ranges = (await world.server()).requests.filter(({ method }) => method === 'GET').map(({ range }) => range);
    expect(ranges.at(-1)).toMatch(new RegExp(`^bytes=${waiting.bytesTransferred}-`));
    expect(Buffer.from(content).equals((await world.readLocal(path)) ?? Buffer.alloc(0))).toBe(true);
  });
});
