import type { Calls } from '../com/calls.js';
import type { HandlerDispatcher } from './dispatcher.js';
import type { HandlerEvent } from './verbs.js';

/**
 * Brings what one handler reports to its dispatcher, and does not keep that: the backend holds its listener as long as the handler is open,
 * and the dispatcher's functions of the application may hold the handler, which nothing could ever collect then. While something is under
 * way the dispatcher is kept.
 */
export class WeakListener {
  readonly #dispatcher: WeakRef<HandlerDispatcher>;
  #kept: HandlerDispatcher | undefined;

  constructor(dispatcher: HandlerDispatcher) {
    this.#dispatcher = new WeakRef(dispatcher);
  }

  keep(dispatcher: HandlerDispatcher): void {
    this.#kept = dispatcher;
  }

  release(): void {
    this.#kept = undefined;
  }

  /** The listener of the backend: a function that holds nothing but this object. */
  readonly take = (events: readonly HandlerEvent[]): void => {
    const dispatcher = this.#kept ?? this.#dispatcher.deref();
    if (dispatcher !== undefined) {
      dispatcher.take(events);
      return;
    }
    for (const event of events) if (event.type === 'enableModeless') event.answer(false);
  };

  /** Once the connection closes, nothing that is under way will end. The function returned takes that back, and holds as little. */
  failOnClose(calls: Calls, reason: () => unknown): () => void {
    return calls.onClose(() => this.#dispatcher.deref()?.fail(reason()));
  }
}
