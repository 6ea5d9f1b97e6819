import { invalidState, outOfRange, requireCallback, wrongType } from '../com/arguments.js';
import type { Clock } from '../com/clock.js';
import { longestDelay, realClock } from '../com/clock.js';

/** The clock of an emulation. The methods that advance virtual time have the names of those of fake-timers. */
export interface EmulationClock extends Clock {
  readonly kind: 'virtual' | 'real';
  /**
   * Advances virtual time by a number of milliseconds, firing the timers that become due.
   * @throws {TypeError} on a real clock, and if the argument is not a number; {RangeError} if it is negative, infinite or NaN
   */
  tickAsync(milliseconds: number): Promise<number>;
  /** Advances virtual time to the next timer and fires it. @throws {TypeError} on a real clock */
  nextAsync(): Promise<number>;
  /** Fires timers until none is left. @throws {TypeError} on a real clock */
  runAllAsync(): Promise<number>;
  /** Returns the number of pending timers. @throws {TypeError} on a real clock */
  countTimers(): number;
}

/** Creates a clock with the time of the host. */
export function createRealClock(): EmulationClock {
  const refuse = (): never => {
    throw invalidState("cannot advance a real clock; use clock: 'virtual'");
  };
  return {
    kind: 'real',
    now: () => realClock.now(),
    schedule: (callback, milliseconds) => scheduleLong(realClock.schedule, callback, milliseconds),
    tickAsync: refuse,
    nextAsync: refuse,
    runAllAsync: refuse,
    countTimers: refuse,
  };
}

/** Schedules a callback after any delay, such as 90 days: a longer delay than timers support is split. */
export function scheduleLong(schedule: Clock['schedule'], callback: () => void, milliseconds: number): () => void {
  requireCallback(callback, 'callback');
  requireTime(milliseconds);
  if (milliseconds <= longestDelay) return schedule(callback, milliseconds);
  let cancel: () => void;
  const next = (left: number) => {
    const delay = Math.min(left, longestDelay);
    cancel = schedule(() => (left > delay ? next(left - delay) : callback()), delay);
  };
  next(milliseconds);
  return () => cancel();
}

/** Checks a delay. @throws {TypeError} if it is not a number; {RangeError} if it is negative, infinite or NaN */
export function requireTime(milliseconds: unknown): number {
  if (typeof milliseconds !== 'number') {
    throw wrongType(`milliseconds must be a number, got a value of type ${typeof milliseconds}`);
  }
  if (!Number.isFinite(milliseconds) || milliseconds < 0) {
    throw outOfRange(`milliseconds must be a finite number from 0 on, got ${milliseconds}`);
  }
  return milliseconds;
}
