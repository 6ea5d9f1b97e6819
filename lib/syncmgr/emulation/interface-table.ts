import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { SynchronizeCallbackObject } from './objects.js';

/** The Global Interface Table of the emulated process, for callbacks. */
export class InterfaceTable {
  readonly #callbacks = new Map<number, SynchronizeCallbackObject>();
  #last = 0;

  /** Registers a callback and returns its cookie. */
  register(callback: SynchronizeCallbackObject): number {
    this.#last += 1;
    this.#callbacks.set(this.#last, callback);
    return this.#last;
  }

  /** Revokes a callback. Returns whether it was registered. */
  revoke(cookie: number): boolean {
    return this.#callbacks.delete(cookie);
  }

  /** Returns a callback. Refuses an unknown cookie with `E_INVALIDARG`. */
  get(cookie: number): SynchronizeCallbackObject {
    return this.#callbacks.get(cookie) ?? refuse(hresults.E_INVALIDARG);
  }
}
