import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { SynchronizeCallbackObject } from './objects.js';

/** The Global Interface Table of the emulated process, for callbacks. */
export class InterfaceTable {
  readonly #callbacks = new Map<number, SynchronizeCallbackObject>();
  #last = 0;

  /** Its cookie. */
  register(callback: SynchronizeCallbackObject): number {
    this.#last += 1;
    this.#callbacks.set(this.#last, callback);
    return this.#last;
  }

  /** Whether it was there. */
  revoke(cookie: number): boolean {
    return this.#callbacks.delete(cookie);
  }

  /** Refuses with `E_INVALIDARG` for a cookie that it does not have. */
  get(cookie: number): SynchronizeCallbackObject {
    return this.#callbacks.get(cookie) ?? refuse(hresults.E_INVALIDARG);
  }
}
