/** A module of this package that its first use loads, so that `import` of the package stays cheap. */
export class DeferredModule<Module extends object> {
  readonly #import: () => Promise<Module>;
  #loaded: Module | undefined;

  /** @param load a function with an `import()`, which bundlers find there */
  constructor(load: () => Promise<Module>) {
    this.#import = load;
  }

  /** The module if it has been loaded: a call then starts at once, as it must in virtual time. */
  get loaded(): Module | undefined {
    return this.#loaded;
  }

  async load(): Promise<Module> {
    this.#loaded = await this.#import();
    return this.#loaded;
  }
}
