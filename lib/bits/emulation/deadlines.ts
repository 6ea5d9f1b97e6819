import type { Clock } from '../../com/clock.js';
import { Heap, type HeapEntry } from './heap.js';

/** Something that happens at a time. It waits for one time at most, and can wait again after that. */
export abstract class Deadline {
  /** Where it waits; null while it does not. {@link Deadlines} alone writes it. */
  moment: Moment | null = null;
  /** Its place among the deadlines of that moment. */
  index = 0;

  /** The time has come. */
  abstract due(): void;
}

/** All deadlines of one time, in the order in which they were added. */
interface Moment {
  readonly deadlines: (Deadline | null)[];
  readonly entry: HeapEntry<Moment> | null;
  waiting: number;
}

/**
 * Any number of times at which something is to happen, with one timer of the clock for the earliest. Adding to a time that others wait for,
 * and removing, cost O(1); a new time costs O(log n) of the number of times. Deadlines of the same time happen in the order in which they
 * were added.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #heap = new Heap<Moment>();
  readonly #moments = new Map<number, Moment>();
  /** The time that the timer is set for. */
  #timed: number | undefined;
  #cancelTimer = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `deadline.due()` once after so many milliseconds. A deadline that waits already waits for the new time alone. */
  add(deadline: Deadline, milliseconds: number): void {
    if (deadline.moment !== null) this.remove(deadline);
    const moment = this.#momentAt(this.#clock.now() + milliseconds);
    deadline.moment = moment;
    deadline.index = moment.deadlines.push(deadline) - 1;
    moment.waiting += 1;
  }

  /** Does nothing with a deadline that does not wait. */
  remove(deadline: Deadline): void {
    const { moment } = deadline;
    if (moment === null) return;
    deadline.moment = null;
    moment.deadlines[deadline.index] = null;
    moment.waiting -= 1;
    if (moment.waiting === 0) this.#drop(moment);
  }

  #momentAt(time: number): Moment {
    const known = this.#moments.get(time);
    if (known !== undefined) return known;
    const moment = { deadlines: [], entry: null as HeapEntry<Moment> | null, waiting: 0 };
    moment.entry = this.#heap.add(moment, time);
    this.#moments.set(time, moment);
    this.#schedule();
    return moment;
  }

  /** A moment that is happening is in the heap no more. */
  #drop({ entry }: Moment): void {
    if (entry === null || entry.index < 0) return;
    this.#heap.remove(entry);
    this.#moments.delete(entry.key);
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
    const now = this.#clock.now();
    const due: Moment[] = [];
    for (let { first } = this.#heap; first !== undefined && first.key <= now; { first } = this.#heap) {
      due.push(first.value);
      this.#heap.remove(first);
      this.#moments.delete(first.key);
    }
    this.#schedule();
    for (const { deadlines } of due) {
      for (const deadline of deadlines) {
        // Null where one before it has removed it.
        if (deadline === null) continue;
        deadline.moment = null;
        deadline.due();
      }
    }
  }
}
