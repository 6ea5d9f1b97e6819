/** Seconds until so much is done; null while the rate is not known, or nothing moves. */
export function secondsFor(left: number, perSecond: number | null): number | null {
  return perSecond === null || perSecond === 0 ? null : Math.max(0, left) / perSecond;
}

interface Sample {
  readonly time: number;
  readonly count: bigint;
}

const windowMilliseconds = 5_000;

/** Measures how fast something goes from the counts that were read of it, over the last five seconds of them. */
export class RateMeter {
  #samples: Sample[] = [];

  /** Takes a reading; gives counts per second, or null until two readings lie apart in time. */
  measure(time: number, count: bigint): number | null {
    const last = this.#samples.at(-1);
    if (last !== undefined && (count < last.count || time < last.time)) this.#samples = [];
    this.#samples.push({ time, count });
    while (this.#samples.length > 2 && time - (this.#samples[1]?.time ?? time) >= windowMilliseconds) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (first === undefined || first.time === time) return null;
    return (Number(count - first.count) * 1000) / (time - first.time);
  }

  /** Forgets the readings, as when what is measured stands still by intent. */
  reset(): void {
    this.#samples = [];
  }
}
