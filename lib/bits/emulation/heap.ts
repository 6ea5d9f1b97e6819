/** A value in a {@link Heap}, and its position. */
export interface HeapEntry<T> {
  readonly value: T;
  readonly key: number;
  /** The position; -1 if it is not in the heap. */
  index: number;
}

/** A binary heap: the value with the smallest key is first. Adding and removing any value takes O(log n), reading the first O(1). */
export class Heap<T> {
  readonly #entries: HeapEntry<T>[] = [];

  get first(): HeapEntry<T> | undefined {
    return this.#entries[0];
  }

  add(value: T, key: number): HeapEntry<T> {
    const entry = { value, key, index: this.#entries.length };
    this.#entries.push(entry);
    this.#rise(entry);
    return entry;
  }

  remove(entry: HeapEntry<T>): void {
    if (this.#entries[entry.index] !== entry) return;
    const last = this.#entries.pop();
    if (last !== undefined && last !== entry) {
      this.#place(last, entry.index);
      this.#rise(last);
      this.#sink(last);
    }
    entry.index = -1;
  }

  #rise(entry: HeapEntry<T>): void {
    while (entry.index > 0) {
      const index = entry.index;
      const parent = this.#entries[(index - 1) >> 1];
      if (parent === undefined || parent.key <= entry.key) break;
      this.#place(entry, parent.index);
      this.#place(parent, index);
    }
  }

  #sink(entry: HeapEntry<T>): void {
    for (;;) {
      const index = entry.index;
      const left = this.#entries[2 * index + 1];
      const right = this.#entries[2 * index + 2];
      const child = right !== undefined && left !== undefined && right.key < left.key ? right : left;
      if (child === undefined || child.key >= entry.key) break;
      this.#place(entry, child.index);
      this.#place(child, index);
    }
  }

  #place(entry: HeapEntry<T>, index: number): void {
    this.#entries[index] = entry;
    entry.index = index;
  }
}
