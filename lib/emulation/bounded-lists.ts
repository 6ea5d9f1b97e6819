/** Entries that a log keeps. */
const keptEntries = 10_000;

/** A log for tests: the latest 10 000 entries, so that a long test does not fill the memory. */
export class RecentLog<Entry> {
  #entries: Entry[] = [];
  #dropped = 0;

  add(entry: Entry): void {
    this.#entries.push(entry);
    // Removing one entry at a time would move all others each time.
    if (this.#entries.length >= 2 * keptEntries) this.#trim();
  }

  /** The entries, the oldest first. */
  get entries(): readonly Entry[] {
    this.#trim();
    return this.#entries;
  }

  /** How many entries were older than the latest 10 000. */
  get dropped(): number {
    this.#trim();
    return this.#dropped;
  }

  clear(): void {
    this.#entries = [];
    this.#dropped = 0;
  }

  #trim(): void {
    const excess = this.#entries.length - keptEntries;
    if (excess <= 0) return;
    this.#entries = this.#entries.slice(excess);
    this.#dropped += excess;
  }
}

/** A list of things that end: it keeps those that have not ended, and at least so many of those that ended, the latest ones. */
export class LatestEnded<T> {
  readonly #limit: number;
  readonly #hasEnded: (item: T) => boolean;
  #items: T[] = [];
  #dropAt: number;

  constructor(limit: number, hasEnded: (item: T) => boolean) {
    this.#limit = limit;
    this.#hasEnded = hasEnded;
    this.#dropAt = 2 * limit;
  }

  /** The oldest first. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Adds an item and returns those that give way. */
  add(item: T): T[] {
    this.#items.push(item);
    return this.#items.length < this.#dropAt ? [] : this.#drop();
  }

  remove(item: T): void {
    const index = this.#items.indexOf(item);
    if (index >= 0) this.#items.splice(index, 1);
  }

  #drop(): T[] {
    const ended = this.#items.filter((item) => this.#hasEnded(item));
    const dropped = new Set(ended.slice(0, Math.max(ended.length - this.#limit, 0)));
    this.#items = this.#items.filter((item) => !dropped.has(item));
    // Many that have not ended must not be looked through for each that is added.
    this.#dropAt = 2 * Math.max(this.#limit, this.#items.length);
    return [...dropped];
  }
}
