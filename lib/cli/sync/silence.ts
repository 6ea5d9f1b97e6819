import { type Clock, realClock } from '../../com/clock.js';

/** Aborts its signal when nothing has been heard for a while. */
export class Silence implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  readonly #clock: Clock;
  #stop: () => void = () => {};
  #over = false;

  constructor(milliseconds: number, clock: Clock = realClock) {
    this.#milliseconds = milliseconds;
    this.#clock = clock;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard: the time begins, or begins anew. */
  readonly broken = (): void => {
    if (this.#over) return;
    this.#stop();
    this.#stop = this.#clock.schedule(() => this.#controller.abort(), this.#milliseconds);
  };

  [Symbol.dispose](): void {
    this.#over = true;
    this.#stop();
  }
}
