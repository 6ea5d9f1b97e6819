import { Closable } from '../com/closable.js';
import { callForEach, callListenerApart, reportError } from '../com/listeners.js';
import { SyncManagerCallback } from './callback.js';
import { type ServedClassParts, ServedInstance } from './served-instance.js';
import type { HandlerServerVerbs, ServedHandlerEvent } from './verbs.js';

/** Passes events to the handlers of one class: each client has its own handler. */
export class ServedDispatcher {
  readonly #parts: ServedClassParts;
  readonly #instances = new Map<number, ServedInstance>();
  /** References the class object, which is served even if the application does not keep the public object. */
  #verbs: HandlerServerVerbs | undefined;
  #unused: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(parts: ServedClassParts) {
    this.#parts = parts;
  }

  /** Stores the registered class object. */
  serve(verbs: HandlerServerVerbs): void {
    if (!this.#ended) this.#verbs = verbs;
  }

  /** Handles every event, also after a function has thrown. Events after the end are answered below the seam. */
  take(events: readonly ServedHandlerEvent[]): void {
    callForEach(events, (event) => {
      if (this.#ended) {
        this.#releaseCallback(event);
        return;
      }
      if (event.type === 'unused') {
        this.#unused = this.#unused.then(() => this.#handleUnused());
        return;
      }
      try {
        this.#instanceOf(event.instance).take(event);
      } finally {
        if (event.type === 'released') this.#instances.delete(event.instance);
      }
    });
  }

  /** Ends the calls of every client that are under way. */
  end(): void {
    this.#ended = true;
    this.#verbs = undefined;
    for (const instance of this.#instances.values()) instance.end();
    this.#instances.clear();
  }

  /** Calls `onUnused`, and then accepts clients again unless the class has been closed. */
  async #handleUnused(): Promise<void> {
    const { calls, definition } = this.#parts;
    try {
      if (!this.#ended) await definition.onUnused?.();
    } catch (error) {
      this.#report(error);
    }
    const verbs = this.#verbs;
    if (verbs === undefined) return;
    try {
      await calls.run('CoResumeClassObjects', () => verbs.resume());
    } catch (error) {
      if (!this.#ended) this.#report(error);
    }
  }

  /** Reports an error to `onError`. What that throws must not prevent clients from being accepted. */
  #report(error: unknown): void {
    callListenerApart(() => reportError(this.#parts.definition.onError, error));
  }

  #releaseCallback(event: ServedHandlerEvent): void {
    if (event.type !== 'setProgressCallback' || event.callback === null) return;
    // The process of the client has ended: its callback cannot be released there.
    new SyncManagerCallback(this.#parts.calls, event.callback).close().catch(() => {});
  }

  #instanceOf(number: number): ServedInstance {
    const known = this.#instances.get(number);
    if (known !== undefined) return known;
    const made = new ServedInstance(this.#parts);
    this.#instances.set(number, made);
    return made;
  }
}

/**
 * A handler in JavaScript that clients on this machine can activate: its class object is registered (`CoRegisterClassObject`). Made by
 * `syncmgr.serveHandler()`. It is served, and keeps the process alive, until it or its connection is closed. `close()` revokes the class object
 * (`CoRevokeClassObject`), so that clients can no longer activate the class in this process; calls of clients that are under way are aborted and end
 * with `E_ABORT`, and their handlers return `RPC_E_DISCONNECTED`.
 */
export class ServedSyncManagerHandler extends Closable {
  /** In braces and upper case. */
  readonly clsid: string;
  readonly #parts: ServedClassParts;
  readonly #verbs: HandlerServerVerbs;
  readonly #dispatcher: ServedDispatcher;
  readonly #removeOnClose: () => void;

  /** @internal */
  constructor(parts: ServedClassParts, verbs: HandlerServerVerbs, dispatcher: ServedDispatcher) {
    super();
    this.clsid = parts.definition.clsid;
    this.#parts = parts;
    this.#verbs = verbs;
    this.#dispatcher = dispatcher;
    dispatcher.serve(verbs);
    this.#removeOnClose = parts.calls.onClose(() => dispatcher.end());
  }

  /** @internal */
  protected override async release(): Promise<void> {
    this.#removeOnClose();
    // Before the class is revoked, so that clients receive the end of their calls.
    this.#dispatcher.end();
    await this.#parts.calls.release('CoRevokeClassObject', () => this.#verbs.close());
  }
}
