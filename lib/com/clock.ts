/** The clock of a backend: that of the machine for real COM, that of the emulation for an emulation. */
export interface Clock {
  /** Returns the time in milliseconds since the epoch. */
  now(): number;
  /** Schedules a callback after a number of milliseconds. The returned function cancels the timer. */
  schedule(callback: () => void, milliseconds: number): () => void;
}

/** The longest delay of a timer of Node.js, in milliseconds: a longer one would fire at once. */
export const longestDelay = 0x7fff_ffff;

/** The machine's clock. Its timers keep the process alive, because a pending promise depends on each of them. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Registers a function that ends a {@link sleep}. Returns the function that removes it. It may call the function before it returns. */
export type WakeUp = (wake: () => void) => () => void;

/** Returns a wake-up for a signal, which may be aborted already. */
export function onAbort(signal: AbortSignal | undefined): WakeUp {
  return (wake) => {
    if (signal?.aborted === true) wake();
    signal?.addEventListener('abort', wake, { once: true });
    return () => signal?.removeEventListener('abort', wake);
  };
}

/** Resolves after a number of milliseconds, or at the first wake-up. The timer and every wake-up are removed then. */
export function sleep(clock: Clock, milliseconds: number, ...wakeUps: readonly WakeUp[]): Promise<void> {
  return new Promise((resolve) => {
    const removals: (() => void)[] = [];
    let awake = false;
    const removeAll = () => {
      for (const remove of removals.splice(0)) remove();
    };
    const wake = () => {
      if (awake) return;
      awake = true;
      removeAll();
      resolve();
    };
    for (const register of [...wakeUps, (fire: () => void) => clock.schedule(fire, milliseconds)]) {
      if (awake) break;
      removals.push(register(wake));
    }
    // A wake-up during its own registration could not be removed earlier.
    if (awake) removeAll();
  });
}
