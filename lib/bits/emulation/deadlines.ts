import type { Clock } from '../../com/clock.js';
import { Heap, type HeapEntry } from './heap.js';

/** A time at which a function is called. */
export type Deadline = HeapEntry<() => void>;

/** Any number of times at which something is to happen, with one timer of the clock for the earliest. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #heap = new Heap<() => void>();
  /** The time that the timer is set for. */
  #timed: number | undefined;
  #cancelTimer = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls a function once after so many milliseconds. */
  add(milliseconds: number, act: () => void): Deadline {
    const deadline = this.#heap.add(act, this.#clock.now() + milliseconds);
    this.#schedule();
    return deadline;
  }

  /** Does nothing with a deadline that is over. */
  remove(deadline: Deadline): void {
    this.#heap.remove(deadline);
    this.#schedule();
  }

  #schedule(): void {
    const time = this.#heap.first?.key;
    if (time === this.#timed) return;
    this.#cancelTimer();
    this.#timed = time;
    this.#cancelTimer =
      time === undefined ? () => {} : this.#clock.schedule(() => this.#fire(), Math.max(time - this.#clock.now(), 0));
  }

  #fire(): void {
    this.#timed = undefined;
    this.#cancelTimer = () => {};
    const due: (() => void)[] = [];
    for (let { first } = this.#heap; first !== undefined && first.key <= this.#clock.now(); { first } = this.#heap) {
      this.#heap.remove(first);
      due.push(first.value);
    }
    this.#schedule();
    for (const act of due) act();
  }
}
