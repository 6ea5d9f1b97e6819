/** The properties that the progress of every family has, besides its own counts and the rate of what it counts. */
export interface ProgressEstimate {
  /** The fraction completed, from 0 to 1; null while the total is unknown. */
  readonly fraction: number | null;
  /** Seconds until the end at the present rate: 0 at the end; null while the total or the rate is unknown, or the rate is 0. */
  readonly remainingSeconds: number | null;
}

const unknown: ProgressEstimate = { fraction: null, remainingSeconds: null };

/**
 * Estimates progress from counts.
 * @param total null while it is unknown; a total of 0 or less counts as unknown, too
 * @param perSecond the amount completed per second; null while it is unknown
 */
export function estimateProgress(
  done: number | bigint | null,
  total: number | bigint | null,
  perSecond: number | null,
): ProgressEstimate {
  if (done === null || total === null || total <= 0) return unknown;
  const left =
    typeof done === 'bigint' && typeof total === 'bigint' ? Number(total - done) : Number(total) - Number(done);
  const fraction = Math.min(1, Math.max(0, Number(done) / Number(total)));
  if (left <= 0) return { fraction, remainingSeconds: 0 };
  return { fraction, remainingSeconds: perSecond === null || perSecond <= 0 ? null : left / perSecond };
}

interface Sample {
  readonly time: number;
  readonly count: bigint;
}

const windowMilliseconds = 5_000;

/** Measures a rate from counts, as the mean over the last five seconds of readings. */
export class RateMeter {
  #samples: Sample[] = [];

  /** Adds a reading. Returns counts per second, or null until there are two readings of different times. */
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

  /** Drops the readings, for example when a transfer is suspended. */
  reset(): void {
    this.#samples = [];
  }
}
