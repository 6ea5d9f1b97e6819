import type { Clock } from '../../../com/clock.js';

/** Resolves after so many milliseconds of the emulation's time, or at once when `signal` aborts. */
export function delay(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.schedule(finish, milliseconds);
    signal.addEventListener('abort', finish);
  });
}
