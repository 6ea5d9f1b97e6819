import type { EmulationClock } from '../../../lib/emulation/clock.js';

/** Turns of the event loop before the clock advances: the emulation responds in the turn after the call. */
const roundsAtOneTime = 3;
/** Turns without a timer after which a pending promise never settles. */
const patience = 100;
/** Number of timers after which the run counts as endless. */
const maximumTimers = 200_000;

/**
 * Awaits a promise on virtual time: when the event loop is idle, advances the clock to its next timer.
 * @throws {Error} when the promise can never settle
 */
export async function driveVirtualTime<T>(clock: EmulationClock, promise: Promise<T>): Promise<T> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  let idle = 0;
  for (let fired = 0; fired < maximumTimers; ) {
    for (let round = 0; round < roundsAtOneTime && !settled; round += 1) await nextRound();
    if (settled) return await promise;
    if (clock.countTimers() > 0) {
      await clock.nextAsync();
      fired += 1;
      idle = 0;
    } else if (idle++ > patience) {
      throw new Error('the promise never settles: no timer is set on the virtual clock');
    }
  }
  throw new Error(`the promise did not settle after ${maximumTimers} timers`);
}

/** Waits until the event loop has run everything that needs no timer. */
function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
