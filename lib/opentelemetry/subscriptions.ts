import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DiagnosticsChannels } from '../index.js';

/** The subscriptions of one instrumentation. */
export class Subscriptions implements Disposable {
  readonly #stops: (() => void)[] = [];

  /** Subscribes to a channel of this package, which publishes messages of the documented type only. */
  on<Name extends keyof DiagnosticsChannels>(name: Name, take: (message: DiagnosticsChannels[Name]) => void): void {
    const listener = (message: unknown) => take(message as DiagnosticsChannels[Name]);
    subscribe(name, listener);
    this.onDispose(() => unsubscribe(name, listener));
  }

  /** Calls back once the subscriptions that were made before have ended. */
  onDispose(callback: () => void): void {
    this.#stops.push(callback);
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
