import { createClock } from '../com/deferred-packages.cjs';
import { type EmulationClock, requireTime, scheduleLong } from './clock.js';

/** The time at which virtual time begins, in milliseconds since the epoch. */
const virtualStart = Date.UTC(2000, 0, 1);

/** A limit for timers that schedule each other endlessly. */
const timerLimit = 10_000_000;

/** Creates a clock whose time advances only when the program advances it. */
export function createVirtualClock(): EmulationClock {
  const timers = createClock(virtualStart, timerLimit);
  const scheduleShort = (callback: () => void, milliseconds: number): (() => void) => {
    let waiting = true;
    const timer = timers.setTimeout(() => {
      if (waiting) callback();
    }, milliseconds);
    return () => {
      waiting = false;
      if (typeof timer === 'number') timers.clearTimeout(timer);
      else timers.clearTimeout(timer);
    };
  };
  return {
    kind: 'virtual',
    now: () => timers.now,
    schedule: (callback, milliseconds) => scheduleLong(scheduleShort, callback, milliseconds),
    tickAsync: async (milliseconds) => await timers.tickAsync(requireTime(milliseconds)),
    nextAsync: () => timers.nextAsync(),
    runAllAsync: () => timers.runAllAsync(),
    countTimers: () => timers.countTimers(),
  };
}
