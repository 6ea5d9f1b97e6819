import { exitCodes } from './exit-codes.js';

/** Listens for Ctrl-C: the first aborts the signal, so that what runs can end in order; the second leaves at once. */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController();
  readonly #onInterrupt = () => {
    if (this.#controller.signal.aborted) process.exit(exitCodes.interrupted);
    this.#controller.abort();
  };

  constructor() {
    process.on('SIGINT', this.#onInterrupt);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#onInterrupt);
  }
}

/** What is left to do after Ctrl-C has this many milliseconds. */
const graceMilliseconds = 5000;

/**
 * Waits for a call that must not hold up the exit.
 * @throws what the call rejects with, or an error when it takes too long
 */
export async function inGoodTime<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${graceMilliseconds} ms`)), graceMilliseconds);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for a call no longer than until Ctrl-C. What comes of it later is of no interest.
 * @returns null after Ctrl-C
 * @throws what the call rejects with before
 */
export async function orInterrupted<T>(call: Promise<T>, signal: AbortSignal): Promise<T | null> {
  let stop = () => {};
  const interrupted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([call, interrupted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
