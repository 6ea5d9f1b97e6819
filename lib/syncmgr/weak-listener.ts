import type { Calls } from '../com/calls.js';
import type { HandlerDispatcher } from './dispatcher.js';
import type { HandlerEvent } from './verbs.js';

/**
 * Delivers the reports of one handler to its dispatcher, without a strong reference to it: the backend references its listener as long as the handler
 * is open, and the application's functions in the dispatcher may reference the handler, which could then never be collected. While a call is under
 * way the dispatcher is referenced.
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

  /** The listener of the backend: a function that references only this object. */
  readonly take = (events: readonly HandlerEvent[]): void => {
    const dispatcher = this.#kept ?? this.#dispatcher.deref();
    if (dispatcher !== undefined) {
      dispatcher.take(events);
      return;
    }
    for (const event of events) if (event.type === 'enableModeless') event.answer(false);
  };

  /**
   * Rejects the calls that are under way when the connection closes. The returned function removes the callback; it has no strong reference either.
   */
  failOnClose(calls: Calls, reason: () => unknown): () => void {
    return calls.onClose(() => this.#dispatcher.deref()?.fail(reason()));
  }
}
