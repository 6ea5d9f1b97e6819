import type { Clock } from '../../com/clock.js';
import { Calendar, type Deadline } from './calendar.js';

/** Any number of deadlines, with one timer of the clock for the earliest. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #calendar = new Calendar();
  /** The time that the timer is set for. */
  #timed: number | undefined;
  #cancelTimer = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `deadline.due()` once after so many milliseconds. A deadline that waits already waits for the new time alone. */
  add(deadline: Deadline, milliseconds: number): void {
    this.addAt(deadline, this.#clock.now() + milliseconds);
  }

  /** The same with the time itself, in milliseconds since the epoch. */
  addAt(deadline: Deadline, time: number): void {
    if (this.#calendar.add(deadline, time)) this.#schedule();
  }

  /** Does nothing with a deadline that does not wait. */
  remove(deadline: Deadline): void {
    if (this.#calendar.remove(deadline)) this.#schedule();
  }

  #schedule(): void {
    const time = this.#calendar.first;
    if (time === this.#timed) return;
    this.#cancelTimer();
    this.#timed = time;
    this.#cancelTimer =
      time === undefined ? () => {} : this.#clock.schedule(() => this.#fire(), Math.max(time - this.#clock.now(), 0));
  }

  #fire(): void {
    this.#timed = undefined;
    this.#cancelTimer = () => {};
    const happen = this.#calendar.takeDue(this.#clock.now());
    this.#schedule();
    happen();
  }
}
