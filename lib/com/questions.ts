import { requireInteger } from './arguments.js';
import { type Clock, longestDelay } from './clock.js';

const defaultTimeout = 30_000;

/** A question to a function of the application. A thread of COM waits for the answer. */
export interface Asking<T> {
  readonly clock: Clock;
  /** Milliseconds to wait for the answer. */
  readonly timeout: number;
  /** The name of the function, for the error of a late answer. */
  readonly name: string;
  /** Calls the function. What it throws, or the reason with which its promise rejects, is passed to `fail`. */
  ask(): T | Promise<T>;
  /** Called with the answer, at most once. */
  settle(answer: T): void;
  /** Called instead of `settle` if there is no answer: with the thrown value, or an `AnswerTimeoutError`. */
  fail(error: unknown): void;
}

/** Checks the number of milliseconds that COM waits for an answer of JavaScript. @throws {TypeError | RangeError} for other values */
export function requireAnswerTimeout(value: unknown = defaultTimeout): number {
  return requireInteger(value, 'answerTimeout', 1, longestDelay);
}

/** A function of the application did not answer in time. */
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
 * Asks, and waits for the answer for a limited time. A late answer is ignored. The returned function cancels the question: neither `settle` nor
 * `fail` is called then.
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
  // In an async function, so that an exception of a synchronous function becomes a rejection too.
  (async () => ask())().then(
    (answer) => once(() => settle(answer)),
    (error: unknown) => once(() => fail(error)),
  );
  return () => once(() => {});
}

/** The questions of one listener that have not been answered. */
export class OpenQuestions {
  readonly #cancels = new Set<() => void>();

  /** Asks as {@link askInTime} does. */
  ask<T>(asking: Asking<T>): void {
    let isCancelled = false;
    let stop = () => {
      isCancelled = true;
    };
    const cancel = () => stop();
    this.#cancels.add(cancel);
    stop = askInTime({
      ...asking,
      ask: () => asking.ask(),
      settle: (answer) => {
        this.#cancels.delete(cancel);
        asking.settle(answer);
      },
      fail: (error) => {
        this.#cancels.delete(cancel);
        asking.fail(error);
      },
    });
    // The function that was asked may have cancelled the question.
    if (isCancelled) stop();
  }

  /** Cancels every open question: neither its `settle` nor its `fail` is called. */
  cancel(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
