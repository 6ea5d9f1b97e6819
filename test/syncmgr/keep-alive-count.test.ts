import { beforeEach, describe, expect, it } from 'vitest';
import { KeepAliveCount } from '../../lib/syncmgr/keep-alive-count.js';

let log: boolean[];
let alive: KeepAliveCount;

beforeEach(() => {
  log = [];
  alive = new KeepAliveCount({ keepAlive: (kept) => void log.push(kept) });
});

describe('the reference that keeps the process running', () => {
  it('is taken by the first holder and released by the last', () => {
    const [first, second] = [alive.hold(), alive.hold()];
    expect(log).toEqual([true]);
    first();
    expect(log).toEqual([true]);
    second();
    expect(log).toEqual([true, false]);
  });

  it('is not released for other holders by releasing twice', () => {
    const first = alive.hold();
    alive.hold();
    first();
    first();
    expect(log).toEqual([true]);
  });

  it('can be taken again', () => {
    alive.hold()();
    alive.hold();
    expect(log).toEqual([true, false, true]);
  });
});
