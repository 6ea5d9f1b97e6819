import type { Fault, ServedFile } from './served-file.js';

/** Milliseconds between two looks at a short transfer; a long one is looked at a hundred times. */
const shortestStep = 100;
const stepsOfLongTransfer = 100n;

/** Below it a product of bytes and milliseconds can be divided by a thousand as a number. */
const largestProduct = 2 ** 50;

/**
 * The body of one answer: bytes that come at a steady rate from a position on, until something happens to the connection. A look at it
 * allocates nothing: there may be a hundred thousand of them, and many looks at each.
 */
export class Flow {
  readonly served: ServedFile;
  readonly #step: number;
  /** Where the rate is counted from. */
  #origin: bigint;
  #originTime: number;
  /** Bytes from there on that the last look found. */
  #bytes: number | bigint = 0;
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

  /** What had arrived at the last look. */
  get position(): bigint {
    return this.#bytes === 0 ? this.#origin : this.#origin + BigInt(this.#bytes);
  }

  /** The rate is counted anew from the present position. */
  restart(now: number): void {
    this.#origin = this.position;
    this.#originTime = now;
    this.#bytes = 0;
  }

  /** Sets the position that is to be reached next. */
  aimAt(goal: bigint): void {
    const rate = BigInt(this.served.bytesPerSecond);
    this.#goal = goal;
    this.#goalTime = this.#originTime + Number(((goal - this.#origin) * 1000n + rate - 1n) / rate);
  }

  /** Whether the position that was aimed at is reached. */
  isThere(now: number): boolean {
    return now >= this.#goalTime;
  }

  /** The time of the next look. */
  nextLook(now: number): number {
    return Math.min(this.#goalTime, now + this.#step);
  }

  /** Looks what has arrived by now, as far as the position that was aimed at. False when nothing has since the last look. */
  look(now: number): boolean {
    const before = this.#bytes;
    this.#bytes = this.isThere(now) ? toBytes(this.#goal - this.#origin) : this.#bytesIn(now - this.#originTime);
    return this.#bytes !== before;
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

  #bytesIn(milliseconds: number): number | bigint {
    const product = this.served.bytesPerSecond * milliseconds;
    if (product < largestProduct) return Math.floor(product / 1000);
    return toBytes((BigInt(this.served.bytesPerSecond) * BigInt(milliseconds)) / 1000n);
  }
}

/** A number where it holds the value exactly. */
function toBytes(value: bigint): number | bigint {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function stepOf({ content, bytesPerSecond }: ServedFile): number {
  const whole = (content.size * 1000n) / BigInt(bytesPerSecond);
  return Math.max(shortestStep, Number(whole / stepsOfLongTransfer));
}
