/** What a queue does with events that have not been taken, and its callbacks. */
export interface EventQueueOptions<Event> {
  /** Events of one key are folded into one; an event whose key is null is not folded. */
  keyOf(event: Event): string | null;
  /** Returns one event for both: the later one, with the earlier one counted. */
  fold(earlier: Event, later: Event): Event;
  /** How many events without a key are kept; the oldest are dropped. All of them by default. */
  readonly capacity?: number;
  /** Called with each event that is dropped. */
  onDrop?(event: Event): void;
  /** Called when a consumer begins to wait for the next event, and when none waits any more. */
  onWaiting?(waiting: boolean): void;
  /** Called when the queue takes no more events. */
  onEnd?(): void;
}

interface Waiting<Event> {
  resolve(result: IteratorResult<Event, undefined>): void;
  reject(reason: unknown): void;
}

/**
 * The iterator of one listener. A consumer that is slow finds the latest event of each key, in the order in which those came, and with it
 * what the folded events have counted.
 */
export class EventQueue<Event> implements AsyncIterableIterator<Event> {
  readonly #options: EventQueueOptions<Event>;
  /** By key, and by number where there is none. An event that takes the place of another moves to the end. */
  readonly #events = new Map<string | number, Event>();
  /** The numbers of events without a key that have not been taken, the oldest first. */
  readonly #unkeyed = new Set<number>();
  readonly #waiting: Waiting<Event>[] = [];
  #lastNumber = 0;
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(options: EventQueueOptions<Event>) {
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Adds an event: a consumer that waits gets it at once. */
  put(event: Event): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      if (this.#waiting.length === 0) this.#options.onWaiting?.(false);
      waiting.resolve({ done: false, value: event });
      return;
    }
    const key = this.#options.keyOf(event);
    if (key === null) {
      this.#keep(event);
      return;
    }
    const before = this.#events.get(key);
    this.#events.delete(key);
    this.#events.set(key, before === undefined ? event : this.#options.fold(before, event));
  }

  /** Ends the queue. Events that it holds are still returned. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd?.();
    this.#release((waiting) => waiting.resolve({ done: true, value: undefined }));
  }

  /** Ends the queue at once: it drops its events, and the consumer's call rejects with the reason. */
  fail(reason: unknown): void {
    if (this.#ended) return;
    this.#events.clear();
    this.#unkeyed.clear();
    this.endWith(reason);
  }

  /** Ends the queue. Events that it holds are still returned, and then a call rejects with the reason. */
  endWith(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd?.();
    if (this.#waiting.length === 0) this.#failure = { reason };
    this.#release((waiting) => waiting.reject(reason));
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    const first = this.#events.entries().next();
    if (first.done !== true) {
      const [key, value] = first.value;
      this.#events.delete(key);
      if (typeof key === 'number') this.#unkeyed.delete(key);
      return Promise.resolve({ done: false, value });
    }
    if (this.#failure !== undefined) {
      const { reason } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(reason);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#waiting.length === 1) this.#options.onWaiting?.(true);
    });
  }

  return(): Promise<IteratorResult<Event, undefined>> {
    this.#events.clear();
    this.#unkeyed.clear();
    this.#failure = undefined;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #keep(event: Event): void {
    this.#lastNumber += 1;
    this.#events.set(this.#lastNumber, event);
    this.#unkeyed.add(this.#lastNumber);
    if (this.#unkeyed.size <= (this.#options.capacity ?? Number.POSITIVE_INFINITY)) return;
    const oldest = this.#unkeyed.values().next();
    if (oldest.done === true) return;
    const dropped = this.#events.get(oldest.value);
    this.#unkeyed.delete(oldest.value);
    this.#events.delete(oldest.value);
    if (dropped !== undefined) this.#options.onDrop?.(dropped);
  }

  #release(end: (waiting: Waiting<Event>) => void): void {
    const waiting = this.#waiting.splice(0);
    if (waiting.length > 0) this.#options.onWaiting?.(false);
    for (const each of waiting) end(each);
  }
}
