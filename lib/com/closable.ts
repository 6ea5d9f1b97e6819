import { HResultError } from './error.js';
import { hresults } from './hresult.js';
import { withinTime } from './within-time.js';

/** Milliseconds that `close()` waits. Backends answer sooner: the limit is for a call that never returns. */
export const closeLimit = 10_000;

/** Base class of the objects that hold resources of the backend until they are closed. */
export abstract class Closable implements AsyncDisposable {
  #closing: Promise<void> | undefined;

  /**
   * Releases the resources of the object. May be called again: every call returns the promise of the first. Waits for at most ten seconds: an
   * operation that has not ended by then ends later, or with its connection.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes the object, like `close()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Whether `close()` has been called. */
  protected get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** @internal Checks that the object is open. @throws {HResultError} `RPC_E_DISCONNECTED` after `close()` has been called */
  protected requireOpen(operation: string): void {
    if (this.#closing !== undefined) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
  }

  /** @internal Releases the resources of the object; called once. */
  protected abstract release(): Promise<void>;

  async #close(): Promise<void> {
    await withinTime(this.release(), closeLimit);
  }
}
