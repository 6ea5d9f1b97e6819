import type { Fault, ServedFile } from './served-file.js';

/** Milliseconds between two checks of a short transfer; a long one is checked a hundred times. */
const shortestStep = 100;
const stepsOfLongTransfer = 100n;

/** A smaller product of bytes and milliseconds can be divided by a thousand as a number. */
const largestProduct = 2 ** 50;

/**
 * The body of a response: bytes that arrive at a constant rate from a position on, until a fault of the connection. A check allocates no
 * memory: there may be a hundred thousand transfers, with many checks each.
 */
export class Flow {
  readonly served: ServedFile;
  readonly #step: number;
  /** The position from which the rate is calculated. */
  #origin: bigint;
  #originTime: number;
  /** The number of bytes from there on at the last check. */
  #bytes: number | bigint = 0;
  /** The next position to reach, and its time. */
  #goal: bigint;
  #goalTime: number;
  /** The faults that have occurred on this connection. */
  #pastFaults: Fault[] | null = null;

  constructor(served: ServedFile, position: bigint, now: number) {
    this.served = served;
    this.#step = stepOf(served);
    this.#origin = position;
    this.#originTime = now;
    this.#goal = position;
    this.#goalTime = now;
  }

  /** Returns the position at the last check. */
  get position(): bigint {
    return this.#bytes === 0 ? this.#origin : this.#origin + BigInt(this.#bytes);
  }

  /** Calculates the rate from the present position on. */
  restart(now: number): void {
    this.#origin = this.position;
    this.#originTime = now;
    this.#bytes = 0;
  }

  /** Sets the next position to reach. */
  aimAt(goal: bigint): void {
    const rate = BigInt(this.served.bytesPerSecond);
    this.#goal = goal;
    this.#goalTime = this.#originTime + Number(((goal - this.#origin) * 1000n + rate - 1n) / rate);
  }

  /** Whether that position has been reached. */
  isThere(now: number): boolean {
    return now >= this.#goalTime;
  }

  /** Returns the time of the next check. */
  nextCheck(now: number): number {
    return Math.min(this.#goalTime, now + this.#step);
  }

  /** Updates the position, up to the next position to reach. Returns false if nothing has arrived since the last check. */
  check(now: number): boolean {
    const before = this.#bytes;
    this.#bytes = this.isThere(now) ? toBytes(this.#goal - this.#origin) : this.#bytesIn(now - this.#originTime);
    return this.#bytes !== before;
  }

  /** Returns the first fault at a position or after it that has not occurred yet. */
  nextFault(position: bigint): Fault | null {
    if (this.served.faults.length === 0) return null;
    let first: Fault | null = null;
    for (const fault of this.served.faults) {
      if (fault.passed || fault.at < position || this.#pastFaults?.includes(fault)) continue;
      if (first === null || fault.at < first.at) first = fault;
    }
    return first;
  }

  addFault(fault: Fault): void {
    this.#pastFaults ??= [];
    this.#pastFaults.push(fault);
    if (fault.once) fault.passed = true;
  }

  #bytesIn(milliseconds: number): number | bigint {
    const product = this.served.bytesPerSecond * milliseconds;
    if (product < largestProduct) return Math.floor(product / 1000);
    return toBytes((BigInt(this.served.bytesPerSecond) * BigInt(milliseconds)) / 1000n);
  }
}

/** Converts to a number if that is exact. */
function toBytes(value: bigint): number | bigint {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function stepOf({ content, bytesPerSecond }: ServedFile): number {
  const whole = (content.size * 1000n) / BigInt(bytesPerSecond);
  return Math.max(shortestStep, Number(whole / stepsOfLongTransfer));
}
