import type { Calls } from '../com/calls.js';
import { type Clock, onAbort, sleep } from '../com/clock.js';
import { HResultError } from '../com/error.js';

/** The parts of the connection that a delivery uses. */
export interface DeliveryParts {
  readonly calls: Calls;
  readonly clock: Clock;
  /** Aborted when the notifier is closed. */
  readonly closed: AbortSignal;
}

/**
 * Sends the reports of one job in their order, one at a time, and sends a failed one again. Nothing is sent again through a notifier or a connection
 * that is closed.
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

  /** Whether the notifier or the connection is closed, so that every further attempt would fail. */
  get closed(): boolean {
    return this.#parts.calls.closed || this.#parts.closed.aborted;
  }

  /** Runs a report after all reports that were enqueued before. */
  enqueue(report: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(report);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Sends a report, and sends it again up to `retries` times if it fails. @throws {HResultError} the result of the last attempt */
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
