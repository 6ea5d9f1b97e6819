/** Records the events of a listener until the test takes them. */
export class RecordedEvents<Event extends { readonly type: string }> {
  readonly #events: Event[] = [];
  readonly #waiting: ((event: Event) => void)[] = [];

  put(events: readonly Event[]): void {
    for (const event of events) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#events.push(event);
      else waiting(event);
    }
  }

  /** Resolves to the next event, which must have this type. */
  async take<Type extends Event['type']>(type: Type): Promise<Extract<Event, { type: Type }>> {
    const event = await this.#next();
    if (!isOf<Event, Type>(event, type)) throw new TypeError(`expected an event of type ${type}, got ${event.type}`);
    return event;
  }

  #next(): Promise<Event> {
    const event = this.#events.shift();
    if (event !== undefined) return Promise.resolve(event);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function isOf<Event extends { readonly type: string }, Type extends Event['type']>(
  event: Event,
  type: Type,
): event is Extract<Event, { type: Type }> {
  return event.type === type;
}
