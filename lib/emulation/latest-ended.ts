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
