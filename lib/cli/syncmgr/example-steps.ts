import type { Clock } from '../../com/clock.js';

/** In how many steps an item of an example comes to its end. */
export const stepCount = 20;

const stepMilliseconds = 25;

/** Counts the steps from 1 on, each when its time has come, and ends early when the signal is aborted. */
export async function* countSteps(clock: Clock, signal: AbortSignal): AsyncGenerator<number, void, undefined> {
  for (let step = 1; step <= stepCount; step += 1) {
    await pause(clock, signal);
    if (signal.aborted) return;
    yield step;
  }
}

/** Waits for the time of one step, or until the signal is aborted. */
async function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const cancel = clock.schedule(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, stepMilliseconds);
    const stop = () => {
      cancel();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
