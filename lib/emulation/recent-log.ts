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
