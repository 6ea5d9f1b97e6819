import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { contentOf, isSameContent } from '../support/content.js';
import type { ContentList, ContentPrefetcher } from './example-types.js';
import { type ExampleMachine, openExampleMachine } from './machine.js';

const { prefetch }: ContentPrefetcher = await import(
  new URL('../../examples/content-prefetcher.mjs', import.meta.url).href
);
const contents = new Map([
  ['maps/north.pak', contentOf(300_000)],
  ['sounds.pak', contentOf(100_000)],
]);
const files = [...contents].map(([path, content]) => {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { url: `http://content.test/${path}`, path, sha256, size: content.length };
});
const list: ContentList = { version: 'season-4', files };

function serve({ emulation }: ExampleMachine): void {
  for (const [path, content] of contents) {
    emulation.network.serve(`http://content.test/${path}`, { content, bytesPerSecond: 50_000 });
  }
}

it('the prefetcher example waits on a metered network, says so, and goes on when the network is unmetered', async () => {
  await using machine = await openExampleMachine();
  serve(machine);
  const { connection, emulation, folder } = machine;
  emulation.machine.setNetworkCost('usageBased');
  const lines: string[] = [];
  const done = prefetch(connection, list, { folder, print: (line) => lines.push(line) });
  await machine.advanceUntil(() => lines.includes('waits for unmeteredNetwork'));
  await emulation.clock.tickAsync(60 * 60_000);
  expect(lines.filter((line) => line.startsWith('transferring'))).toEqual([]);
  emulation.machine.setNetworkCost('unrestricted');
  expect(await machine.drive(done)).toMatchObject({ bytes: 400_000n });
  for (const [path, content] of contents)
    expect(isSameContent(emulation.files.read(join(folder, path)), content), path).toBe(true);
});

it('the prefetcher example leaves its job running when it is interrupted, and the next run takes it up', async () => {
  await using machine = await openExampleMachine();
  serve(machine);
  const { connection, folder } = machine;
  const stop = new AbortController();
  const print = (line: string) => {
    if (line.startsWith('transferring')) stop.abort();
  };
  const interrupted = prefetch(connection, list, { folder, signal: stop.signal, print });
  expect(await machine.drive(caught(interrupted))).toMatchObject({ name: 'AbortError' });
  await machine.emulation.clock.tickAsync(60_000);
  expect(await machine.drive(connection.bits.snapshot())).toMatchObject([{ state: 'transferred', filesTotal: 2 }]);
  const again = prefetch(connection, list, { folder, print: () => {} });
  expect(await machine.drive(again)).toMatchObject({ resumed: true, bytes: 400_000n });
});

it('the prefetcher example downloads at low priority', async () => {
  await using machine = await openExampleMachine();
  serve(machine);
  const { connection, folder } = machine;
  const stop = new AbortController();
  const print = () => stop.abort();
  await machine.drive(caught(prefetch(connection, list, { folder, signal: stop.signal, print })));
  const jobs = await machine.drive(connection.bits.jobs());
  expect(await Promise.all(jobs.map((job) => job.getPriority()))).toEqual(['low']);
});

it('the prefetcher example refuses a list with a file outside its folder', async () => {
  await using machine = await openExampleMachine();
  const outside = { ...list, files: files.map((file) => ({ ...file, path: '../north.pak' })) };
  const { connection, folder } = machine;
  const error = await machine.drive(caught(prefetch(connection, outside, { folder, print: () => {} })));
  expect(error).toMatchObject({ message: '../north.pak is outside the folder' });
  expect(await machine.drive(connection.bits.jobs())).toEqual([]);
});
