import type { HandlerVerbs } from './verbs.js';

/** Keeps the process alive while anybody holds it. */
export class KeepAliveCount {
  readonly #verbs: Pick<HandlerVerbs, 'keepAlive'>;
  #holders = 0;

  constructor(verbs: Pick<HandlerVerbs, 'keepAlive'>) {
    this.#verbs = verbs;
  }

  /** The function returned lets go; more calls of it change nothing. */
  hold(): () => void {
    this.#holders += 1;
    if (this.#holders === 1) this.#verbs.keepAlive(true);
    let holding = true;
    return () => {
      if (!holding) return;
      holding = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.#verbs.keepAlive(false);
    };
  }
}
