/**
 * Delivers the events of an object to its listener in batches, each in a later turn, so that the reporting code never waits for the listener. Events
 * wait under a key, by which a later one can replace or merge an earlier one. Questions wait for an answer of the listener.
 */
export class EventBatches<Key extends string | number, Event> {
  readonly #deliver: (events: readonly Event[]) => void;
  readonly #later: (deliver: () => void) => void;
  readonly #questions = new Set<() => void>();
  /** In the order of delivery: a key that is put again moves to the end. */
  #waiting = new Map<Key, Event>();
  #scheduled = false;
  #closed = false;
  #dropped = false;

  /**
   * @param deliver takes a batch, which is empty if all of its events were removed
   * @param later calls back in a later turn
   */
  constructor(deliver: (events: readonly Event[]) => void, later: (deliver: () => void) => void) {
    this.#deliver = deliver;
    this.#later = later;
  }

  /** Whether the object is closed: it then accepts no more events. */
  get closed(): boolean {
    return this.#closed;
  }

  get(key: Key): Event | undefined {
    return this.#waiting.get(key);
  }

  /** Removes the event that waits under a key, and returns it. */
  remove(key: Key): Event | undefined {
    const event = this.#waiting.get(key);
    this.#waiting.delete(key);
    return event;
  }

  /** Replaces the event that waits under a key, in its place. */
  replace(key: Key, event: Event): void {
    if (this.#waiting.has(key)) this.#waiting.set(key, event);
  }

  /** Adds an event at the end. */
  put(key: Key, event: Event): void {
    if (this.#closed) return;
    this.#waiting.delete(key);
    this.#waiting.set(key, event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#later(() => {
      this.#scheduled = false;
      const events = [...this.#waiting.values()];
      this.#waiting = new Map();
      if (!this.#dropped) this.#deliver(events);
    });
  }

  /** Adds a question. Resolves to the answer, or to `otherwise` if the object is closed first. */
  ask<Answer>(key: Key, otherwise: Answer, make: (answer: (answer: Answer) => void) => Event): Promise<Answer> {
    return new Promise((resolve) => {
      if (this.#closed) {
        resolve(otherwise);
        return;
      }
      const giveUp = () => resolve(otherwise);
      this.#questions.add(giveUp);
      const event = make((answer) => {
        this.#questions.delete(giveUp);
        resolve(answer);
      });
      this.put(key, event);
    });
  }

  /** Stops accepting events. Waiting events are still delivered; open questions resolve to their default answers. */
  close(): void {
    this.#closed = true;
    for (const giveUp of this.#questions) giveUp();
    this.#questions.clear();
  }

  /** Closes the object and drops the waiting events. */
  drop(): void {
    this.close();
    this.#dropped = true;
    this.#waiting.clear();
  }
}
