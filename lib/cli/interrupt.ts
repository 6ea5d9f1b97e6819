import { exitCodes } from './output.js';

/** Listens for Ctrl-C. The first one aborts the signal, so that the command can end in an orderly way; the second one exits at once. */
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

/** Time limit in milliseconds for a call during shutdown. */
const graceMilliseconds = 5000;

/** Waits for a call that must not delay the exit. @throws the error of the call, or an error if it does not return within five seconds */
export async function withinGracePeriod<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no response within ${graceMilliseconds} ms`)), graceMilliseconds);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for a call until Ctrl-C. A later result of the call is ignored.
 * @returns null after Ctrl-C
 * @throws the error of the call, if it rejects before Ctrl-C
 */
export async function untilInterrupted<T>(call: Promise<T>, signal: AbortSignal): Promise<T | null> {
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
