/** The rules of a queue for events that have not been read, and its callbacks. */
export interface EventQueueOptions<Event> {
  /** Returns the key of an event: events with the same key are merged. An event with the key null is not merged. */
  keyOf(event: Event): string | null;
  /** Returns one event for both: the later one, which includes the counts of the earlier one. */
  fold(earlier: Event, later: Event): Event;
  /** The maximum number of events without a key; the oldest are dropped. All are kept by default. */
  readonly capacity?: number;
  /** Called with each event that is dropped. */
  onDrop?(event: Event): void;
  /** Called when a consumer begins to wait for the next event, and when no consumer waits any more. */
  onWaiting?(waiting: boolean): void;
  /** Called when the queue accepts no more events. */
  onEnd?(): void;
}

interface Waiting<Event> {
  resolve(result: IteratorResult<Event, undefined>): void;
  reject(reason: unknown): void;
}

/**
 * The iterator of one listener. A slow consumer receives the latest event of each key, in the order of arrival, with the counts of the events that
 * were merged into it.
 */
export class EventQueue<Event> implements AsyncIterableIterator<Event> {
  readonly #options: EventQueueOptions<Event>;
  /** Events by key, or by number if they have none. An event that replaces another moves to the end. */
  readonly #events = new Map<string | number, Event>();
  /** The numbers of unread events without a key, the oldest first. */
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

  /** Adds an event. A waiting consumer receives it at once. */
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

  /** Ends the queue. Events in it are still returned. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd?.();
    this.#release((waiting) => waiting.resolve({ done: true, value: undefined }));
  }

  /** Ends the queue at once: drops its events, and rejects the consumer's call with the reason. */
  fail(reason: unknown): void {
    if (this.#ended) return;
    this.#events.clear();
    this.#unkeyed.clear();
    this.endWith(reason);
  }

  /** Ends the queue. Events in it are still returned; then a call rejects with the reason. */
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
