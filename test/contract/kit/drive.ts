import type { EmulationClock } from '../../../lib/emulation/clock.js';

/** Rounds of the event loop before the clock moves: the emulation answers in the round after the call. */
const roundsAtOneTime = 3;
/** Rounds without a timer after which a promise that has not settled never will. */
const patience = 100;
/** Timers after which it is plain that they only set each other. */
const maximumTimers = 200_000;

/**
 * Awaits a promise on virtual time: whenever nothing is left to happen without it, the clock moves to its next timer.
 * @throws {Error} when the promise waits for what never comes
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
      throw new Error('waits for what never comes: no timer is set on the virtual clock');
    }
  }
  throw new Error(`waits for what never comes: ${maximumTimers} timers have fired`);
}

/** Lets everything happen that needs no time. */
function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
