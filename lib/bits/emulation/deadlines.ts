import type { Clock } from '../../com/clock.js';
import { Heap, type HeapEntry } from './heap.js';

/** Something that happens at a time. It is in at most one calendar, and can be added again after its time. */
export abstract class Deadline {
  /** The moment in a calendar; null if it is in none. Written by the calendar only. */
  moment: Moment | null = null;
  /** The index among the deadlines of the moment. */
  index = 0;

  /** Called when the time has come; `now` is that time or later. */
  abstract due(now: number): void;
}

/** All deadlines with the same time, in the order in which they were added. */
interface Moment {
  readonly deadlines: (Deadline | null)[];
  /** The entry in the heap. */
  entry: HeapEntry<Moment> | null;
  waiting: number;
}

/**
 * Deadlines ordered by time. Removing one, and adding one at a time that others have, takes O(1); a new time takes O(log n) of the number
 * of times. Deadlines with the same time become due in the order in which they were added.
 */
export class Calendar {
  readonly #heap = new Heap<Moment>();
  readonly #moments = new Map<number, Moment>();
  /** The moment of the deadline that was added last: the next one often has the same time. */
  #latest: Moment | null = null;

  /** The earliest time; undefined if there is no deadline. */
  get first(): number | undefined {
    return this.#heap.first?.key;
  }

  /** Adds a deadline, or moves it to a new time. Returns whether the earliest time may have changed. */
  add(deadline: Deadline, time: number): boolean {
    const removed = this.remove(deadline);
    const before = this.#moments.size;
    const moment = this.#momentAt(time);
    deadline.moment = moment;
    deadline.index = moment.deadlines.push(deadline) - 1;
    moment.waiting += 1;
    return removed || this.#moments.size !== before;
  }

  /** Removes a deadline, if it is in the calendar. Returns whether the earliest time may have changed. */
  remove(deadline: Deadline): boolean {
    const { moment } = deadline;
    if (moment === null) return false;
    deadline.moment = null;
    moment.deadlines[deadline.index] = null;
    moment.waiting -= 1;
    if (moment.waiting > 0) return false;
    this.#drop(moment);
    return true;
  }

  /** Removes the deadlines that are due at a time, and returns a function that calls them in order. */
  takeDue(now: number): () => void {
    const moments: Moment[] = [];
    for (let { first } = this.#heap; first !== undefined && first.key <= now; { first } = this.#heap) {
      moments.push(first.value);
      this.#drop(first.value);
    }
    return () => {
      for (const moment of moments) callDue(moment, now);
    };
  }

  #momentAt(time: number): Moment {
    const latest = this.#latest;
    if (latest?.entry?.key === time) return latest;
    const moment = this.#moments.get(time) ?? this.#createMoment(time);
    this.#latest = moment;
    return moment;
  }

  #createMoment(time: number): Moment {
    const moment: Moment = { deadlines: [], entry: null, waiting: 0 };
    moment.entry = this.#heap.add(moment, time);
    this.#moments.set(time, moment);
    return moment;
  }

  /** Removes a moment from the calendar. A moment that is being called has already been removed. */
  #drop(moment: Moment): void {
    if (moment.entry === null) return;
    this.#heap.remove(moment.entry);
    this.#moments.delete(moment.entry.key);
    moment.entry = null;
  }
}

function callDue({ deadlines }: Moment, now: number): void {
  for (const deadline of deadlines) {
    // An earlier deadline has removed this one.
    if (deadline === null) continue;
    deadline.moment = null;
    deadline.due(now);
  }
}

/** Any number of deadlines, with one timer of the clock for the earliest. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #calendar = new Calendar();
  /** The time for which the timer is set. */
  #timed: number | undefined;
  #cancelTimer = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `deadline.due()` once after a number of milliseconds. A deadline that was already added is moved. */
  add(deadline: Deadline, milliseconds: number): void {
    this.addAt(deadline, this.#clock.now() + milliseconds);
  }

  /** Calls `deadline.due()` once at a time in milliseconds since the epoch. */
  addAt(deadline: Deadline, time: number): void {
    if (this.#calendar.add(deadline, time)) this.#schedule();
  }

  /** Removes a deadline, if it was added. */
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
    const callDue = this.#calendar.takeDue(this.#clock.now());
    this.#schedule();
    callDue();
  }
}
