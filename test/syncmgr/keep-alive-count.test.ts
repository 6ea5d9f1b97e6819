import { beforeEach, describe, expect, it } from 'vitest';
import { KeepAliveCount } from '../../lib/syncmgr/keep-alive-count.js';

let log: boolean[];
let alive: KeepAliveCount;

beforeEach(() => {
  log = [];
  alive = new KeepAliveCount({ keepAlive: (kept) => void log.push(kept) });
});

describe('keeping the process alive', () => {
  it('begins with the first holder and ends with the last, whoever that is', () => {
    const [first, second] = [alive.hold(), alive.hold()];
    expect(log).toEqual([true]);
    first();
    expect(log).toEqual([true]);
    second();
    expect(log).toEqual([true, false]);
  });

  it('does not end for others by letting go twice', () => {
    const first = alive.hold();
    alive.hold();
    first();
    first();
    expect(log).toEqual([true]);
  });

  it('begins anew after its end', () => {
    alive.hold()();
    alive.hold();
    expect(log).toEqual([true, false, true]);
  });
});
