import { expect, it } from 'vitest';
import { RecentLog } from '../../lib/emulation/bounded-lists.js';
import { createEmulation } from '../../lib/emulation.js';

it('a log of an emulation keeps the latest 10 000 entries and counts the others', () => {
  const log = new RecentLog<number>();
  for (let entry = 0; entry < 25_000; entry += 1) log.add(entry);
  expect(log.entries).toHaveLength(10_000);
  expect([log.entries[0], log.entries.at(-1), log.dropped]).toEqual([15_000, 24_999, 15_000]);
  log.clear();
  expect([log.entries, log.dropped]).toEqual([[], 0]);
});

it('the requests to a scripted network are the latest 10 000 and can be cleared', () => {
  const { network } = createEmulation();
  for (let request = 0; request < 10_001; request += 1)
    network.log({ method: 'HEAD', url: String(request), range: null, time: 0 });
  expect(network.requests.map(({ url }) => url).at(0)).toBe('1');
  expect(network.requests).toHaveLength(10_000);
  network.clearRequests();
  expect(network.requests).toEqual([]);
});
