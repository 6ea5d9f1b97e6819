import { invalidState, outOfRange, requireCallback, wrongType } from '../com/arguments.js';
import type { Clock } from '../com/clock.js';
import { longestDelay, realClock } from '../com/clock.js';

/** The time that an emulation lives in. The verbs are those of fake-timers; they move virtual time alone. */
export interface EmulationClock extends Clock {
  readonly kind: 'virtual' | 'real';
  /**
   * Moves virtual time on by so many milliseconds, firing what falls due.
   * @throws {TypeError} on a real clock, and for what is not a number; {RangeError} for a number that is negative, infinite or NaN
   */
  tickAsync(milliseconds: number): Promise<number>;
  /** Moves virtual time to the next timer and fires it. @throws {TypeError} on a real clock */
  nextAsync(): Promise<number>;
  /** Fires timers until none is left. @throws {TypeError} on a real clock */
  runAllAsync(): Promise<number>;
  /** How many timers wait. @throws {TypeError} on a real clock */
  countTimers(): number;
}

/** The machine's time. */
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

/** Cuts a delay that no timer takes, such as 90 days, into several. */
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

/** A time to wait. @throws {TypeError} for what is not a number; {RangeError} for a number that is negative, infinite or NaN */
export function requireTime(milliseconds: unknown): number {
  if (typeof milliseconds !== 'number') {
    throw wrongType(`milliseconds must be a number, got a value of type ${typeof milliseconds}`);
  }
  if (!Number.isFinite(milliseconds) || milliseconds < 0) {
    throw outOfRange(`milliseconds must be a finite number from 0 on, got ${milliseconds}`);
  }
  return milliseconds;
}
