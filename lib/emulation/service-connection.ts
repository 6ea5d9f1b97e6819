import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { RefusedCall } from './refused-call.js';

/**
 * A connection to a service: converts refused calls to errors with the name of the operation, and rejects pending calls when it is closed.
 */
export class ServiceConnection {
  readonly #pending = new Set<() => void>();
  readonly #later: (settle: () => void) => void;
  #closed = false;

  /** @param later delivers a result to its caller: at once, or in a later turn of the event loop */
  constructor(later: (settle: () => void) => void = (settle) => settle()) {
    this.#later = later;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Makes a call and resolves to its result. Rejects with `RPC_E_DISCONNECTED` if the connection is closed. */
  call<T>(operation: string, answer: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cut = () => reject(new HResultError(hresults.RPC_E_DISCONNECTED, operation));
      if (this.#closed) {
        cut();
        return;
      }
      this.#pending.add(cut);
      const deliver = (settle: () => void) =>
        this.#later(() => {
          this.#pending.delete(cut);
          settle();
        });
      this.#answer(operation, answer).then(
        (value) => deliver(() => resolve(value)),
        (error: unknown) => deliver(() => reject(error)),
      );
    });
  }

  close(): void {
    this.#closed = true;
    for (const cut of this.#pending) cut();
    this.#pending.clear();
  }

  async #answer<T>(operation: string, answer: () => T | Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof RefusedCall) throw new HResultError(error.hresult, operation);
      throw error;
    }
  }
}
