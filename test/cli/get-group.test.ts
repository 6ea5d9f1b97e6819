import { describe, expect, it } from 'vitest';
import { startGroup } from '../../lib/cli/transfer/group.js';
import { machine } from './support/machine.js';

const url = 'http://files.test/a.bin';
const path = 'C:\\a.bin';

/** A machine on which `winprogress get --group` has been interrupted, and a function that starts it again. */
async function interrupted(queueManager: boolean) {
  const { bits, emulation } = await machine({ queueManager });
  for (const each of [url, `${url}?other`]) emulation.network.serve(each, { size: 1000, bytesPerSecond: 100 });
  const start = async (from: string) => {
    const controller = new AbortController();
    const request = { files: [{ url: from, path }], settings: { priority: 'foreground' as const }, limits: {} };
    const following = { interval: 1000, signal: controller.signal, onProgress: () => {} };
    const { job, done } = await startGroup(bits, request, following);
    const ended = done.catch(() => {});
    await emulation.clock.tickAsync(5000);
    controller.abort();
    await ended;
    return job?.id;
  };
  return { bits, start, first: await start(url) };
}

describe.each([
  { implementation: 'the legacy class', queueManager: true },
  { implementation: 'a modern job', queueManager: false },
])('the group of winprogress get ($implementation)', ({ queueManager }) => {
  it('has a job with the name of the downloads of get', async () => {
    const { bits } = await interrupted(queueManager);
    expect(await bits.snapshot()).toMatchObject([
      { name: expect.stringMatching(/^winprogress get /), state: 'suspended' },
    ]);
  });

  it('is found by the same request', async () => {
    const { bits, start, first } = await interrupted(queueManager);
    expect(await start(url)).toBe(first);
    expect(await bits.groups()).toHaveLength(1);
  });

  it('is cancelled by a request for another URL and the same target', async () => {
    const { bits, start, first } = await interrupted(queueManager);
    const second = await start(`${url}?other`);
    expect(second).not.toBe(first);
    expect((await bits.snapshot()).map(({ id }) => id)).toEqual([second]);
    expect(await bits.groups()).toHaveLength(1);
  });
});
