import type { Clock } from '../../com/clock.js';
import { jobDefaults, shortestRetryDelay } from './settings.js';

/**
 * The retries of a job after recoverable errors, and their end.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-setminimumretrydelay and
 * https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-setnoprogresstimeout.
 */
export class Retry {
  readonly #clock: Clock;
  #minimumDelay: number = jobDefaults.minimumRetryDelay;
  #noProgressTimeout: number = jobDefaults.noProgressTimeout;
  #withoutProgressSince: number | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds; a value below 5 is raised to 5. */
  get minimumDelay(): number {
    return this.#minimumDelay;
  }

  set minimumDelay(seconds: number) {
    this.#minimumDelay = Math.max(seconds, shortestRetryDelay);
  }

  /** Seconds; with 0, or less than the retry delay, there are no retries. */
  get noProgressTimeout(): number {
    return this.#noProgressTimeout;
  }

  set noProgressTimeout(seconds: number) {
    this.#noProgressTimeout = seconds;
  }

  /** Restarts the time without progress, because bytes have arrived or the job was resumed. */
  reset(): void {
    this.#withoutProgressSince = null;
  }

  /** Whether the job may be retried after a recoverable error. */
  allows(): boolean {
    // A timeout of 0 is less than any delay.
    if (this.#minimumDelay > this.#noProgressTimeout) return false;
    this.#withoutProgressSince ??= this.#clock.now();
    return this.#timeLeft() > 0;
  }

  /** Calls `again` after the retry delay, or `giveUp` if the time without progress ends before. */
  wait(again: () => void, giveUp: () => void): void {
    this.stop();
    this.#withoutProgressSince ??= this.#clock.now();
    const delay = this.#minimumDelay * 1000;
    const left = this.#timeLeft();
    const [callback, milliseconds] = delay < left ? [again, delay] : [giveUp, Math.max(left, 0)];
    this.#cancelTimer = this.#clock.schedule(() => {
      this.#cancelTimer = null;
      callback();
    }, milliseconds);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #timeLeft(): number {
    const since = this.#withoutProgressSince ?? this.#clock.now();
    return since + this.#noProgressTimeout * 1000 - this.#clock.now();
  }
}
