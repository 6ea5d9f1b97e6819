import { hresults } from '../com/hresult.js';
import { refuse } from './refused-call.js';

/**
 * The addresses of an emulated process: they stand for the pointers that one part of a program passes to another. An address is never
 * reused, so that a stale pointer is not found.
 */
export class Addresses {
  readonly #objects = new Map<bigint, object>();
  #next = 0x1_0000_0000n;

  /** Assigns an address to an object. */
  place(object: object): bigint {
    const address = this.#next;
    this.#next += 16n;
    this.#objects.set(address, object);
    return address;
  }

  /** Returns the object at an address. */
  at(address: bigint): object | undefined {
    return this.#objects.get(address);
  }

  /** Frees an address. */
  clear(address: bigint): void {
    this.#objects.delete(address);
  }
}

/** An interface that can be queried from an object at an address. */
export class InterfaceKind<Shape extends object> {
  readonly name: string;
  /** Never defined: it distinguishes kinds of different shapes for the compiler. */
  declare readonly shape: Shape;

  constructor(name: string) {
    this.name = name;
  }
}

/** An object with an address, and its reference count. */
class Counted<Shape extends object> {
  readonly kind: InterfaceKind<Shape>;
  readonly object: Shape;
  references = 1;

  constructor(kind: InterfaceKind<Shape>, object: Shape) {
    this.kind = kind;
    this.object = object;
  }
}

function isOf<Shape extends object>(value: object, kind: InterfaceKind<Shape>): value is Counted<Shape> {
  return value instanceof Counted && value.kind === kind;
}

/** COM objects by address, with their reference counts. An address is freed with the last reference. */
export class References {
  readonly #addresses: Addresses;

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** Stores the object with a reference count of 1, owned by the caller, and returns its address. */
  place<Shape extends object>(kind: InterfaceKind<Shape>, object: Shape): bigint {
    return this.#addresses.place(new Counted(kind, object));
  }

  /** Returns the object at an address and adds a reference (`QueryInterface`). Refuses with `E_POINTER` or `E_NOINTERFACE`. */
  acquire<Shape extends object>(pointer: bigint, kind: InterfaceKind<Shape>): Shape {
    const counted = this.#find(pointer);
    if (!isOf(counted, kind)) refuse(hresults.E_NOINTERFACE);
    counted.references += 1;
    return counted.object;
  }

  /** Refuses with `E_POINTER` if there is no object at the address: each object has `IUnknown`. */
  requireObject(pointer: bigint): void {
    this.#find(pointer);
  }

  release(pointer: bigint): void {
    const counted = this.#addresses.at(pointer);
    if (!(counted instanceof Counted)) return;
    counted.references -= 1;
    if (counted.references === 0) this.#addresses.clear(pointer);
  }

  /** Returns the reference count of the object at an address; 0 if there is none. */
  count(pointer: bigint): number {
    const counted = this.#addresses.at(pointer);
    return counted instanceof Counted ? counted.references : 0;
  }

  #find(pointer: bigint): object {
    return this.#addresses.at(pointer) ?? refuse(hresults.E_POINTER);
  }
}
