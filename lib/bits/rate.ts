interface Sample {
  readonly time: number;
  readonly bytes: bigint;
}

const windowMilliseconds = 5_000;

/** Measures how fast a transfer goes from the snapshots that were read of it, over the last five seconds of them. */
export class RateMeter {
  #samples: Sample[] = [];

  /** Takes a reading; gives bytes per second, or null until two readings lie apart in time. */
  measure(time: number, bytes: bigint): number | null {
    const last = this.#samples.at(-1);
    if (last !== undefined && (bytes < last.bytes || time < last.time)) this.#samples = [];
    this.#samples.push({ time, bytes });
    while (this.#samples.length > 2 && time - (this.#samples[1]?.time ?? time) >= windowMilliseconds) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (first === undefined || first.time === time) return null;
    return (Number(bytes - first.bytes) * 1000) / (time - first.time);
  }

  /** Forgets the readings, as when a transfer stands still by intent. */
  reset(): void {
    this.#samples = [];
  }
}
