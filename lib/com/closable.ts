import { HResultError } from './error.js';
import { hresults } from './hresult.js';
import { withinTime } from './within-time.js';

/** Milliseconds that `close()` waits. Backends answer sooner: this is for a call that never returns. */
export const closeLimit = 10_000;

/** Base of every object that holds something of its backend until it is closed. */
export abstract class Closable implements AsyncDisposable {
  #closing: Promise<void> | undefined;

  /**
   * Releases what the object holds. May be called again: every call returns the promise of the first. Waits for at most ten seconds: what
   * has not ended by then ends later, or with its connection.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Same as `close()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Whether `close()` has been called. */
  protected get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** @internal @throws {HResultError} `RPC_E_DISCONNECTED` once `close()` has been called */
  protected requireOpen(operation: string): void {
    if (this.#closing !== undefined) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
  }

  /** @internal Releases what the object holds; called once. */
  protected abstract release(): Promise<void>;

  async #close(): Promise<void> {
    await withinTime(this.release(), closeLimit);
  }
}
