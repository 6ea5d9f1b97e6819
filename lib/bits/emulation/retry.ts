import type { Clock } from '../../com/clock.js';
import { jobDefaults, shortestRetryDelay } from './settings.js';

/**
 * When a job that met a recoverable error is tried again, and when that is given up.
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

  /** Seconds; less than 5 is raised to 5. */
  get minimumDelay(): number {
    return this.#minimumDelay;
  }

  set minimumDelay(seconds: number) {
    this.#minimumDelay = Math.max(seconds, shortestRetryDelay);
  }

  /** Seconds; with 0, or less than the retry delay, nothing is tried again. */
  get noProgressTimeout(): number {
    return this.#noProgressTimeout;
  }

  set noProgressTimeout(seconds: number) {
    this.#noProgressTimeout = seconds;
  }

  /** Bytes have arrived, or a person wants it tried: the time without progress begins anew. */
  reset(): void {
    this.#withoutProgressSince = null;
  }

  /** Whether a recoverable error may be tried again. */
  allows(): boolean {
    // A timeout of 0 is less than any delay.
    if (this.#minimumDelay > this.#noProgressTimeout) return false;
    this.#withoutProgressSince ??= this.#clock.now();
    return this.#timeLeft() > 0;
  }

  /** Waits for the retry delay, then calls `again`; or `giveUp` if the time without progress ends before. */
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
