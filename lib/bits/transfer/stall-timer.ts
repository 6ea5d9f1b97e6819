import { type Clock, longestDelay } from '../../com/clock.js';
import type { BitsTransferSnapshot } from '../snapshot.js';
import type { BitsWaitReason } from '../waiting.js';

/** Reasons for which Windows blocks a transfer although its server and its network are there. */
const pauses: ReadonlySet<BitsWaitReason | null> = new Set<BitsWaitReason>([
  'unmeteredNetwork',
  'power',
  'gameMode',
  'appInBackground',
  'standby',
  'policy',
]);

export interface StallLimit {
  /** Milliseconds; null for no limit. */
  readonly stallTimeout: number | null;
  readonly stallCountsPauses: boolean;
}

/** Calls back once when a transfer has made no progress for too long. */
export class StallTimer {
  readonly #clock: Clock;
  readonly #limit: StallLimit;
  readonly #onStall: () => void;
  #cancel: (() => void) | undefined;
  #bytes = -1n;
  #held = false;
  #paused = false;

  constructor(clock: Clock, limit: StallLimit, onStall: () => void) {
    this.#clock = clock;
    this.#limit = limit;
    this.#onStall = onStall;
  }

  /** Records a snapshot of the transfer. A change of the number of bytes, also to a smaller one, counts as progress. */
  observe({ bytesTransferred, waitingFor }: BitsTransferSnapshot): void {
    const paused = !this.#limit.stallCountsPauses && pauses.has(waitingFor);
    if (paused === this.#paused && bytesTransferred === this.#bytes) return;
    this.#paused = paused;
    this.#bytes = bytesTransferred;
    this.restart();
  }

  /** Does not count time while the application itself has suspended the transfer. */
  hold(held: boolean): void {
    this.#held = held;
    this.restart();
  }

  restart(): void {
    this.stop();
    const { stallTimeout } = this.#limit;
    if (stallTimeout === null || this.#held || this.#paused) return;
    this.#cancel = this.#clock.schedule(this.#onStall, Math.min(stallTimeout, longestDelay));
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
