import type { Clock } from '../../emulation.js';

const systemTimer: Pick<Clock, 'schedule'> = {
  schedule(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Aborts its signal when it has not been restarted for some time. It does not run before the first `restart()`. */
export class InactivityTimer implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  readonly #clock: Pick<Clock, 'schedule'>;
  #stop: () => void = () => {};
  #disposed = false;

  constructor(milliseconds: number, clock: Pick<Clock, 'schedule'> = systemTimer) {
    this.#milliseconds = milliseconds;
    this.#clock = clock;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly restart = (): void => {
    if (this.#disposed) return;
    this.#stop();
    this.#stop = this.#clock.schedule(() => this.#controller.abort(), this.#milliseconds);
  };

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#stop();
  }
}
