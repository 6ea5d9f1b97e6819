import type { FileRangeRecord } from '../../verbs.js';
import { toFailure } from '../transfer-failure.js';
import type { Transfer, TransferObserver, TransferOwner } from '../transport.js';

/** Why a transfer ends: a reason of its own for each would cost a stack. */
const stopped = new DOMException('The transfer was stopped', 'AbortError');

/** Resolves when the file is there, or soon after the signal aborts; nothing is written then. @throws {TransferFailure} */
type Bring = (observer: TransferObserver, signal: AbortSignal) => Promise<void>;

/** A transfer that is an asynchronous function with a signal. */
export class AbortableTransfer implements Transfer {
  readonly #owner: TransferOwner;
  readonly #bring: Bring;
  readonly #abort = new AbortController();
  #settled: Promise<void> | undefined;

  constructor(owner: TransferOwner, bring: Bring) {
    this.#owner = owner;
    this.#bring = bring;
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
      rangesTransferred: (ranges: readonly FileRangeRecord[]) => {
        if (!signal.aborted) this.#owner.rangesTransferred(ranges);
      },
    };
    try {
      await this.#bring(observer, signal);
    } catch (error) {
      if (!signal.aborted) this.#owner.ended(toFailure(error));
      return;
    }
    if (!signal.aborted) this.#owner.ended(null);
  }
}
