/** An object of a connection that is released with it. */
interface Held {
  release(): void;
}

/**
 * The open objects of a connection. They are referenced weakly, as in the addon: an object that becomes unreachable without having been closed is
 * collected, and its resources are then released.
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

  /**
   * Adds an object and returns it.
   * @param abandon releases the resources of the object after it has been collected; it must not reference the object
   */
  add<T extends Held>(held: T, abandon: () => void): T {
    const reference = new WeakRef<Held>(held);
    this.#references.add(reference);
    this.#referenceOf.set(held, reference);
    this.#collected.register(held, { reference, abandon }, held);
    return held;
  }

  /** Removes an object that has been closed. */
  delete(held: Held): void {
    const reference = this.#referenceOf.get(held);
    if (reference !== undefined) this.#references.delete(reference);
    this.#collected.unregister(held);
  }

  /** Releases all objects. */
  release(): void {
    for (const reference of this.#references) reference.deref()?.release();
    this.#references.clear();
  }
}
