/** A module of this package that is loaded at its first use, so that `import` of the package is fast. */
export class DeferredModule<Module extends object> {
  readonly #import: () => Promise<Module>;
  #loaded: Module | undefined;

  /** @param load a function with an `import()` expression, so that bundlers find it */
  constructor(load: () => Promise<Module>) {
    this.#import = load;
  }

  /** The module if it has been loaded: a call then starts at once, which virtual time requires. */
  get loaded(): Module | undefined {
    return this.#loaded;
  }

  async load(): Promise<Module> {
    this.#loaded = await this.#import();
    return this.#loaded;
  }
}
