/**
 * The addresses of an emulated process: what stands for a pointer that one part of a program hands to another. An address is never
 * used twice, so that one that is kept too long finds nothing.
 */
export class Addresses {
  readonly #objects = new Map<bigint, object>();
  #next = 0x1_0000_0000n;

  /** Gives the object an address. */
  place(object: object): bigint {
    const address = this.#next;
    this.#next += 16n;
    this.#objects.set(address, object);
    return address;
  }

  /** What stands at an address. */
  at(address: bigint): object | undefined {
    return this.#objects.get(address);
  }

  /** Frees an address. */
  clear(address: bigint): void {
    this.#objects.delete(address);
  }
}
