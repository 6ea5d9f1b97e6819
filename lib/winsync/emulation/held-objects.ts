/** An object of a connection that is released with it. */
interface Held {
  release(): void;
}

/**
 * The objects that a connection has made and that nobody has closed. They are held weakly, as the addon holds its own: one that is dropped
 * without having been closed is collected, and what it held is released then.
 */
export class HeldObjects {
  readonly #references = new Set<WeakRef<Held>>();
  readonly #referenceOf = new WeakMap<Held, WeakRef<Held>>();
  readonly #collected = new FinalizationRegistry<{ readonly reference: WeakRef<Held>; readonly abandon: () => void }>(
    ({ reference, abandon }) => {
      this.#references.delete(reference);
      abandon();
    },
  );

  /** @param abandon releases what the object held once it has been collected; it must not hold the object */
  add<T extends Held>(held: T, abandon: () => void): T {
    const reference = new WeakRef<Held>(held);
    this.#references.add(reference);
    this.#referenceOf.set(held, reference);
    this.#collected.register(held, { reference, abandon }, held);
    return held;
  }

  /** The object has released what it held by itself. */
  delete(held: Held): void {
    const reference = this.#referenceOf.get(held);
    if (reference !== undefined) this.#references.delete(reference);
    this.#collected.unregister(held);
  }

  /** Releases all of them. */
  release(): void {
    for (const reference of this.#references) reference.deref()?.release();
    this.#references.clear();
  }
}
