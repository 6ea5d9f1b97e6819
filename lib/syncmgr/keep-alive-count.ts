import type { HandlerVerbs } from './verbs.js';

/** Counts the reasons for keeping the process alive, which is one flag of the backend. */
export class KeepAliveCount {
  readonly #verbs: Pick<HandlerVerbs, 'keepAlive'>;
  #holders = 0;

  constructor(verbs: Pick<HandlerVerbs, 'keepAlive'>) {
    this.#verbs = verbs;
  }

  /** Keeps the process alive until the returned function is called. Further calls of it have no effect. */
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
