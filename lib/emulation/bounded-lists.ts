/** The number of entries that a log keeps. */
const keptEntries = 10_000;

/** A log for tests. Keeps the latest 10 000 entries, so that a long test does not run out of memory. */
export class RecentLog<Entry> {
  #entries: Entry[] = [];
  #dropped = 0;

  add(entry: Entry): void {
    this.#entries.push(entry);
    // Removing one entry at a time would move all other entries each time.
    if (this.#entries.length >= 2 * keptEntries) this.#trim();
  }

  /** The entries, oldest first. */
  get entries(): readonly Entry[] {
    this.#trim();
    return this.#entries;
  }

  /** The number of entries that were dropped. */
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

/** A list that keeps all active items, and at least a given number of the latest ended items. */
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

  /** The items, oldest first. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Adds an item and returns the items that were dropped. */
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
    // With many active items, dropping must not filter the list for each added item.
    this.#dropAt = 2 * Math.max(this.#limit, this.#items.length);
    return [...dropped];
  }
}
