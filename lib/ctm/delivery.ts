import type { Calls } from '../com/calls.js';
import { type Clock, onAbort, sleep } from '../com/clock.js';
import { HResultError } from '../com/error.js';

/** What a delivery needs of the connection. */
export interface DeliveryParts {
  readonly calls: Calls;
  readonly clock: Clock;
  /** Aborted when the notifier is closed. */
  readonly closed: AbortSignal;
}

/**
 * Sends the reports of one job in their order, one at a time, and sends a failed one again. Nothing is sent again through a notifier
 * or a connection that is closed.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #delay: number;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param delay milliseconds before a failed report is sent again */
  constructor(parts: DeliveryParts, delay: number) {
    this.#parts = parts;
    this.#delay = delay;
  }

  /** Whether what failed would fail again for good. */
  get closed(): boolean {
    return this.#parts.calls.closed || this.#parts.closed.aborted;
  }

  /** Takes its turn after all that was enqueued before. */
  enqueue(report: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(report);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** @throws {HResultError} the last answer, when the report has failed once and then `retries` times again */
  async send(report: () => Promise<void>, retries: number): Promise<void> {
    for (let left = retries; ; left -= 1) {
      try {
        await report();
        return;
      } catch (error) {
        if (!(error instanceof HResultError) || left === 0 || this.closed) throw error;
      }
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const { calls, clock, closed } = this.#parts;
    await sleep(clock, this.#delay, onAbort(closed), (wake) => calls.onClose(wake));
  }
}
