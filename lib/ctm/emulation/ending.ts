/** The one end of something that ends once. */
export class Ending<T> {
  readonly reached: Promise<T>;
  #resolve: (end: T) => void = () => {};
  #end: T | null = null;

  constructor() {
    this.reached = new Promise<T>((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Null until it has come. */
  get end(): T | null {
    return this.#end;
  }

  /** The first end stays. */
  reach(end: T): void {
    this.#end ??= end;
    this.#resolve(end);
  }
}
