import type { Clock } from '../../../com/clock.js';
import { hresults } from '../../../com/hresult.js';
import { connectionFailure, cutFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { receiveTimeout } from '../settings.js';
import type { TransferObserver } from '../transport.js';
import { delay } from './delay.js';
import type { Fault, ServedFile } from './served-file.js';

/** Milliseconds between two looks at a short transfer; a long one is looked at a hundred times. */
const shortestStep = 100;
const stepsOfLongTransfer = 100n;

/** The body of one answer: bytes that come at a steady rate until they are all there or something happens to the connection. */
export class Flow {
  readonly #clock: Clock;
  readonly #served: ServedFile;
  readonly #file: JobFile;
  readonly #observer: TransferObserver;
  readonly #signal: AbortSignal;
  readonly #isCurrent: () => boolean;
  /** Where the rate is counted from. */
  #origin: bigint;
  #originTime: number;
  readonly #met = new Set<Fault>();

  constructor(
    clock: Clock,
    served: ServedFile,
    file: JobFile,
    observer: TransferObserver,
    signal: AbortSignal,
    isCurrent: () => boolean,
  ) {
    this.#clock = clock;
    this.#served = served;
    this.#file = file;
    this.#observer = observer;
    this.#signal = signal;
    this.#isCurrent = isCurrent;
    this.#origin = file.transferred;
    this.#originTime = clock.now();
  }

  /** True when all bytes are there, or `signal` has aborted; false when the server has another file by now. @throws {TransferFailure} */
  async finished(): Promise<boolean> {
    const { size } = this.#served.content;
    while (this.#file.transferred < size || this.#nextFault()?.at === size) {
      const fault = this.#nextFault();
      const goal = fault === undefined || fault.at > size ? size : fault.at;
      await this.#advance(goal);
      if (this.#signal.aborted) return true;
      if (!this.#isCurrent()) return false;
      if (fault !== undefined && this.#file.transferred >= fault.at) await this.#meet(fault);
      if (this.#signal.aborted) return true;
    }
    return true;
  }

  #nextFault(): Fault | undefined {
    return this.#served.faults
      .filter((fault) => !fault.passed && !this.#met.has(fault) && fault.at >= this.#file.transferred)
      .reduce<Fault | undefined>(
        (first, fault) => (first === undefined || fault.at < first.at ? fault : first),
        undefined,
      );
  }

  /** One step towards a position. */
  async #advance(goal: bigint): Promise<void> {
    const left = this.#timeOf(goal) - (this.#clock.now() - this.#originTime);
    if (left > 0) await delay(this.#clock, Math.min(left, this.#step()), this.#signal);
    if (!this.#isCurrent()) return;
    // What had arrived when the transfer was interrupted is kept, as a real connection's buffers would have it.
    const elapsed = BigInt(this.#clock.now() - this.#originTime);
    const position = this.#origin + (BigInt(this.#served.bytesPerSecond) * elapsed) / 1000n;
    const reached = position < goal ? position : goal;
    if (reached === this.#file.transferred) return;
    this.#file.transferred = reached;
    this.#observer.progressed();
  }

  /** Milliseconds from the origin until a position is reached. */
  #timeOf(position: bigint): number {
    const rate = BigInt(this.#served.bytesPerSecond);
    return Number(((position - this.#origin) * 1000n + rate - 1n) / rate);
  }

  #step(): number {
    const whole = (this.#served.content.size * 1000n) / BigInt(this.#served.bytesPerSecond);
    return Math.max(shortestStep, Number(whole / stepsOfLongTransfer));
  }

  async #meet(fault: Fault): Promise<void> {
    this.#met.add(fault);
    if (fault.once) fault.passed = true;
    if (fault.kind === 'cut') throw cutFailure();
    const { duration } = fault;
    await delay(this.#clock, Math.min(duration ?? receiveTimeout, receiveTimeout), this.#signal);
    if (this.#signal.aborted) return;
    if (duration === null || duration >= receiveTimeout) throw connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT);
    this.#origin = this.#file.transferred;
    this.#originTime = this.#clock.now();
  }
}
