import { longestDelay } from '../com/clock.js';
import type { EmulationClock } from './clock.js';

/** Keeps the process alive in real time, with a timer that is never due; in virtual time whoever moves the clock does. */
export class ProcessHold {
  readonly #clock: Pick<EmulationClock, 'kind'>;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Pick<EmulationClock, 'kind'>) {
    this.#clock = clock;
  }

  set(alive: boolean): void {
    clearInterval(this.#timer);
    this.#timer = alive && this.#clock.kind === 'real' ? setInterval(() => {}, longestDelay) : undefined;
  }
}
