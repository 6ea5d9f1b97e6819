import { hresults } from '../../com/hresult.js';
import type { Addresses } from '../../emulation/addresses.js';
import { refuse } from '../../emulation/refusal.js';
import type { SessionStateObject, SyncCallbackObject } from './objects.js';

/** An object with an address, and how many hold it. */
class Counted {
  references = 1;
}

class CountedState extends Counted {
  readonly object: SessionStateObject;

  constructor(object: SessionStateObject) {
    super();
    this.object = object;
  }
}

class CountedCallback extends Counted {
  readonly object: SyncCallbackObject;

  constructor(object: SyncCallbackObject) {
    super();
    this.object = object;
  }
}

/** Session states and callbacks by address, with their reference counts. An address is free once nobody holds the object. */
export class References {
  readonly #addresses: Addresses;

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** With one reference, which is whose who placed it. */
  placeState(object: SessionStateObject): bigint {
    return this.#addresses.place(new CountedState(object));
  }

  placeCallback(object: SyncCallbackObject): bigint {
    return this.#addresses.place(new CountedCallback(object));
  }

  /** `QueryInterface`: takes a reference. Refuses with `E_POINTER` or `E_NOINTERFACE`. */
  acquireState(pointer: bigint): SessionStateObject {
    const counted = this.#find(pointer);
    if (!(counted instanceof CountedState)) refuse(hresults.E_NOINTERFACE);
    counted.references += 1;
    return counted.object;
  }

  acquireCallback(pointer: bigint): SyncCallbackObject {
    const counted = this.#find(pointer);
    if (!(counted instanceof CountedCallback)) refuse(hresults.E_NOINTERFACE);
    counted.references += 1;
    return counted.object;
  }

  release(pointer: bigint): void {
    const counted = this.#addresses.at(pointer);
    if (!(counted instanceof Counted)) return;
    counted.references -= 1;
    if (counted.references === 0) this.#addresses.clear(pointer);
  }

  /** 0 for an address where there is nothing. */
  count(pointer: bigint): number {
    const counted = this.#addresses.at(pointer);
    return counted instanceof Counted ? counted.references : 0;
  }

  #find(pointer: bigint): object {
    return this.#addresses.at(pointer) ?? refuse(hresults.E_POINTER);
  }
}
