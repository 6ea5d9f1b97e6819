import { requireInteger } from './arguments.js';
import { type Clock, longestDelay } from './clock.js';

const defaultTimeout = 30_000;

/** A question to a function of the application, for whose answer a thread of COM's waits. */
export interface Asking<T> {
  readonly clock: Clock;
  /** Milliseconds that there are for the answer. */
  readonly timeout: number;
  /** Which function is asked, for the error of one that is late. */
  readonly name: string;
  /** Asks. What it throws, and what its promise rejects with, is no answer. */
  ask(): T | Promise<T>;
  /** Takes the answer; called at most once. */
  settle(answer: T): void;
  /** Takes the reason when there is no answer: what was thrown, or that time is over. Called in place of `settle`. */
  fail(error: unknown): void;
}

/** Milliseconds that COM waits for an answer of JavaScript. @throws {TypeError | RangeError} for what is no time to wait */
export function requireAnswerTimeout(value: unknown = defaultTimeout): number {
  return requireInteger(value, 'answerTimeout', 1, longestDelay);
}

/** An answer that did not come in time. */
export class AnswerTimeoutError extends Error {
  readonly code = 'ERR_ANSWER_TIMEOUT';

  constructor(name: string, timeout: number) {
    super(`${name} has not answered within ${timeout} ms`);
  }

  static {
    AnswerTimeoutError.prototype.name = 'AnswerTimeoutError';
  }
}

/**
 * Asks, and waits no longer than there is time. An answer that comes too late counts for nothing. The function returned is for when nobody
 * waits any more: neither `settle` nor `fail` is called then.
 */
export function askInTime<T>({ clock, timeout, name, ask, settle, fail }: Asking<T>): () => void {
  let waiting = true;
  const once = (end: () => void) => {
    if (!waiting) return;
    waiting = false;
    stop();
    end();
  };
  const stop = clock.schedule(() => once(() => fail(new AnswerTimeoutError(name, timeout))), timeout);
  // In an async function, so that what is thrown at once is a rejection, too.
  (async () => ask())().then(
    (answer) => once(() => settle(answer)),
    (error: unknown) => once(() => fail(error)),
  );
  return () => once(() => {});
}

/** The questions of one listener that have not been answered. */
export class OpenQuestions {
  readonly #forget = new Set<() => void>();

  /** Asks as {@link askInTime} does. */
  ask<T>(asking: Asking<T>): void {
    let isForgotten = false;
    let stop = () => {
      isForgotten = true;
    };
    const forget = () => stop();
    this.#forget.add(forget);
    stop = askInTime({
      ...asking,
      ask: () => asking.ask(),
      settle: (answer) => {
        this.#forget.delete(forget);
        asking.settle(answer);
      },
      fail: (error) => {
        this.#forget.delete(forget);
        asking.fail(error);
      },
    });
    // By the function that was asked, perhaps.
    if (isForgotten) stop();
  }

  /** Nobody waits for the answers any more. */
  forget(): void {
    for (const forget of this.#forget) forget();
    this.#forget.clear();
  }
}
