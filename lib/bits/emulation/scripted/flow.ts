import type { Fault, ServedFile } from './served-file.js';

/** Milliseconds between two looks at a short transfer; a long one is looked at a hundred times. */
const shortestStep = 100;
const stepsOfLongTransfer = 100n;

/** Below it a product of bytes and milliseconds can be divided by a thousand as a number. */
const largestProduct = 2 ** 50;

/** The body of one answer: bytes that come at a steady rate from a position on, until something happens to the connection. */
export class Flow {
  readonly served: ServedFile;
  readonly #step: number;
  /** Where the rate is counted from. */
  #origin: bigint;
  #originTime: number;
  /** The position that is to be reached next, and when that is. */
  #goal: bigint;
  #goalTime: number;
  /** The faults that this connection has met. */
  #met: Fault[] | null = null;

  constructor(served: ServedFile, position: bigint, now: number) {
    this.served = served;
    this.#step = stepOf(served);
    this.#origin = position;
    this.#originTime = now;
    this.#goal = position;
    this.#goalTime = now;
  }

  /** The rate is counted anew from here. */
  continueFrom(position: bigint, now: number): void {
    this.#origin = position;
    this.#originTime = now;
    this.#goal = position;
    this.#goalTime = now;
  }

  /** Milliseconds until the next look at a transfer that is to reach a position; 0 or less when it has. */
  timeTo(goal: bigint, now: number): number {
    if (goal !== this.#goal) {
      const rate = BigInt(this.served.bytesPerSecond);
      this.#goal = goal;
      this.#goalTime = this.#originTime + Number(((goal - this.#origin) * 1000n + rate - 1n) / rate);
    }
    return Math.min(this.#goalTime - now, this.#step);
  }

  /** What has arrived by now, as far as the position that is to be reached. */
  positionAt(now: number): bigint {
    if (now >= this.#goalTime) return this.#goal;
    const bytes = this.#bytesIn(now - this.#originTime);
    return this.#origin === 0n ? bytes : this.#origin + bytes;
  }

  /** The first fault at a position or after it that is still to come. */
  nextFault(position: bigint): Fault | null {
    if (this.served.faults.length === 0) return null;
    let first: Fault | null = null;
    for (const fault of this.served.faults) {
      if (fault.passed || fault.at < position || this.#met?.includes(fault)) continue;
      if (first === null || fault.at < first.at) first = fault;
    }
    return first;
  }

  meet(fault: Fault): void {
    this.#met ??= [];
    this.#met.push(fault);
    if (fault.once) fault.passed = true;
  }

  #bytesIn(milliseconds: number): bigint {
    const product = this.served.bytesPerSecond * milliseconds;
    if (product < largestProduct) return BigInt(Math.floor(product / 1000));
    return (BigInt(this.served.bytesPerSecond) * BigInt(milliseconds)) / 1000n;
  }
}

function stepOf({ content, bytesPerSecond }: ServedFile): number {
  const whole = (content.size * 1000n) / BigInt(bytesPerSecond);
  return Math.max(shortestStep, Number(whole / stepsOfLongTransfer));
}
