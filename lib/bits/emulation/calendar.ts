import { Heap, type HeapEntry } from './heap.js';

/** Something that happens at a time. It is in one calendar at most, and can be added again when its time has come. */
export abstract class Deadline {
  /** Where it is in a calendar; null when it is in none. The calendar alone writes it. */
  moment: Moment | null = null;
  /** Its place among the deadlines of that moment. */
  index = 0;

  /** The time has come; `now` is that time or later. */
  abstract due(now: number): void;
}

/** All deadlines of one time, in the order in which they were added. */
interface Moment {
  readonly deadlines: (Deadline | null)[];
  /** Its place in the heap. */
  entry: HeapEntry<Moment> | null;
  waiting: number;
}

/**
 * Deadlines by their times. Adding one to a time that others have, and removing one, cost O(1); a new time costs O(log n) of the number of
 * times. Deadlines of the same time happen in the order in which they were added.
 */
export class Calendar {
  readonly #heap = new Heap<Moment>();
  readonly #moments = new Map<number, Moment>();
  /** The moment that a deadline was added to last: the next one often has the same. */
  #latest: Moment | null = null;

  /** The earliest time; undefined when there is none. */
  get first(): number | undefined {
    return this.#heap.first?.key;
  }

  /** A deadline that is in the calendar has the new time alone. True when the earliest time may be another now. */
  add(deadline: Deadline, time: number): boolean {
    const dropped = this.remove(deadline);
    const before = this.#moments.size;
    const moment = this.#momentAt(time);
    deadline.moment = moment;
    deadline.index = moment.deadlines.push(deadline) - 1;
    moment.waiting += 1;
    return dropped || this.#moments.size !== before;
  }

  /** Does nothing with a deadline that is not in the calendar. True when the earliest time may be another now. */
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

  /** Takes out what is due at a time, in order, and returns a function that lets it happen. */
  takeDue(now: number): () => void {
    const moments: Moment[] = [];
    for (let { first } = this.#heap; first !== undefined && first.key <= now; { first } = this.#heap) {
      moments.push(first.value);
      this.#drop(first.value);
    }
    return () => {
      for (const moment of moments) happen(moment, now);
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

  /** A moment that happens has been dropped. */
  #drop(moment: Moment): void {
    if (moment.entry === null) return;
    this.#heap.remove(moment.entry);
    this.#moments.delete(moment.entry.key);
    moment.entry = null;
  }
}

function happen({ deadlines }: Moment, now: number): void {
  for (const deadline of deadlines) {
    // One before it has removed it.
    if (deadline === null) continue;
    deadline.moment = null;
    deadline.due(now);
  }
}
