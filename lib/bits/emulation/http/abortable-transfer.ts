import { toFailure } from '../../http/transfer-failure.js';
import type { TransferObserver } from '../../http/transfer-terms.js';
import type { FileRangeRecord } from '../../verbs.js';
import type { Transfer, TransferOwner } from '../transport.js';

/** The reason of all aborts: an error for each would capture a stack. */
const stopped = new DOMException('The transfer was stopped', 'AbortError');

/** Resolves when the file is complete, or soon after the signal is aborted; then nothing more is written. @throws {TransferFailure} */
type TransferWork = (observer: TransferObserver, signal: AbortSignal) => Promise<void>;

/** A transfer implemented by an asynchronous function with a signal. */
export class AbortableTransfer implements Transfer {
  readonly #owner: TransferOwner;
  readonly #work: TransferWork;
  readonly #abort = new AbortController();
  #settled: Promise<void> | undefined;

  constructor(owner: TransferOwner, work: TransferWork) {
    this.#owner = owner;
    this.#work = work;
  }

  start(): void {
    this.#settled = this.#run(this.#abort.signal);
  }

  stop(): Promise<void> | undefined {
    this.#abort.abort(stopped);
    return this.#settled;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const observer = {
      connected: () => {
        if (!signal.aborted) this.#owner.connected();
      },
      progressed: () => {
        if (!signal.aborted) this.#owner.progressed();
      },
      // What is discarded is recorded even while the transfer is stopped.
      restarting: () => this.#owner.restarting(),
      rangesTransferred: (ranges: readonly FileRangeRecord[]) => {
        if (!signal.aborted) this.#owner.rangesTransferred(ranges);
      },
    };
    try {
      await this.#work(observer, signal);
    } catch (error) {
      if (!signal.aborted) this.#owner.ended(toFailure(error));
      return;
    }
    if (!signal.aborted) this.#owner.ended(null);
  }
}
