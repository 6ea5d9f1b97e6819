/** Aborts its signal when nothing has been heard for a while. */
export class Silence implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard: the time begins, or begins anew. */
  readonly broken = (): void => {
    if (this.#over) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.#milliseconds);
  };

  [Symbol.dispose](): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
