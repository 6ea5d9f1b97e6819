import { longestDelay } from '../com/clock.js';
import type { EmulationClock } from './clock.js';

/** Keeps the process alive in real time, with a timer that never becomes due. Has no effect in virtual time. */
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
