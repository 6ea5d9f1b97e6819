import { beforeEach, describe, expect, it } from 'vitest';
import { type Clock, onAbort, sleep } from '../../lib/com/clock.js';

let timers: { readonly callback: () => void; readonly milliseconds: number }[];
let clock: Clock;

beforeEach(() => {
  timers = [];
  clock = {
    now: () => 0,
    schedule(callback, milliseconds) {
      const timer = { callback, milliseconds };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
});

describe('sleep()', () => {
  it('resolves when its time has come', async () => {
    const sleeping = sleep(clock, 50);
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([50]);
    timers[0]?.callback();
    await sleeping;
    expect(timers).toEqual([]);
  });

  it('resolves when its signal is aborted, and removes the timer', async () => {
    const controller = new AbortController();
    const sleeping = sleep(clock, 50, onAbort(controller.signal));
    controller.abort();
    await sleeping;
    expect(timers).toEqual([]);
  });

  it('resolves without a timer when its signal is aborted already', async () => {
    await sleep(clock, 50, onAbort(AbortSignal.abort()));
    expect(timers).toEqual([]);
  });

  it('removes every wake-up once, also one that wakes it while it is being registered', async () => {
    const removed: string[] = [];
    await sleep(
      clock,
      50,
      () => () => removed.push('first'),
      (wake) => {
        wake();
        return () => removed.push('second');
      },
      () => () => removed.push('never registered'),
    );
    expect(removed).toEqual(['first', 'second']);
  });
});
