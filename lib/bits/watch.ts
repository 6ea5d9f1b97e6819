import { untilAborted } from '../com/abort.js';
import { requireBoolean, requireInteger, requireOptions, requireSignal } from '../com/arguments.js';
import { longestDelay, onAbort, sleep, type WakeUp } from '../com/clock.js';
import { HResultError } from '../com/error.js';
import type { RateMeter } from '../com/rate.js';
import type { BitsContext } from './context.js';
import { notificationsOf } from './notifications.js';
import { type BitsTransferSnapshot, isEnded, sameRecord, toSnapshot } from './snapshot.js';
import { hasTransferSubscribers, type TransferFollower } from './transfer-diagnostics.js';
import type { JobRecord, JobVerbs } from './verbs.js';

export interface BitsWatchOptions {
  /** Milliseconds after which the state is read without a callback; 1 to 2^31-1, 1000 by default. */
  readonly interval?: number | undefined;
  /**
   * Whether the job's callbacks wake the watch; true by default. With false the job is read only at the interval, and its notification interface is
   * not changed.
   */
  readonly callbacks?: boolean | undefined;
  /** Ends the watch: pending calls of `next()` reject with the signal's reason, as those of Node's own iterators do. */
  readonly signal?: AbortSignal | undefined;
}

interface WatchSettings {
  readonly interval: number;
  readonly callbacks: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Checks the options of a watch before the backend is called. */
export function requireWatchOptions(options: BitsWatchOptions | undefined): WatchSettings {
  const { interval = 1000, callbacks = true, signal } = requireOptions(options);
  return {
    interval: requireInteger(interval, 'interval', 1, longestDelay),
    callbacks: requireBoolean(callbacks, 'callbacks'),
    signal: requireSignal(signal),
  };
}

/**
 * Follows one job. It wakes on a callback of the job or after the interval, whichever is first, reads the state again, and delivers a snapshot only
 * when it has changed. A host that refuses the callback is read only at the interval.
 */
export class BitsWatch implements AsyncIterableIterator<BitsTransferSnapshot> {
  readonly #context: BitsContext;
  readonly #settings: WatchSettings;
  readonly #open: () => Promise<JobVerbs>;
  readonly #meter: RateMeter;
  #job: JobVerbs | undefined;
  #last: JobRecord | undefined;
  #stopListening: (() => Promise<void>) | undefined;
  #follower: TransferFollower | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #listening = false;
  #notified = false;
  #finished = false;
  #wake = () => {};

  /** @internal */
  constructor(context: BitsContext, settings: WatchSettings, meter: RateMeter, open: () => Promise<JobVerbs>) {
    this.#context = context;
    this.#settings = settings;
    this.#meter = meter;
    this.#open = open;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Resolves to the next snapshot. Calls made before an earlier one has settled are queued, as by an async generator. */
  next(): Promise<IteratorResult<BitsTransferSnapshot, undefined>> {
    const turn = this.#turn.then(() => this.#advance());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async return(): Promise<IteratorResult<BitsTransferSnapshot, undefined>> {
    await this.#finish();
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#finish();
  }

  async #advance(): Promise<IteratorResult<BitsTransferSnapshot, undefined>> {
    try {
      for (;;) {
        if (this.#last !== undefined) await this.#wait();
        if (this.#finished) return { done: true, value: undefined };
        const record = await this.#read();
        if (this.#last === undefined || !sameRecord(this.#last, record)) {
          this.#last = record;
          if (hasTransferSubscribers()) this.#report(record);
          const value = toSnapshot(record, this.#context.clock.now(), this.#meter);
          if (isEnded(value.state)) await this.#finish();
          return { done: false, value };
        }
      }
    } catch (error) {
      await this.#finish();
      throw error;
    }
  }

  /** Reports a record to the diagnostics, to which a program may subscribe in the middle of a transfer. */
  #report(record: JobRecord): void {
    if (this.#job !== undefined) this.#follower ??= this.#context.transfers.follow(this.#job);
    this.#follower?.read(record);
  }

  async #read(): Promise<JobRecord> {
    const { signal } = this.#settings;
    signal?.throwIfAborted();
    const job = this.#job ?? (await untilAborted(signal, this.#open));
    this.#job = job;
    this.#notified = false;
    return await this.#context.calls.run('IBackgroundCopyJob.GetState', () => job.snapshot(), signal);
  }

  async #listen(): Promise<void> {
    if (this.#listening || this.#job === undefined) return;
    this.#listening = true;
    if (!this.#settings.callbacks) return;
    try {
      const notifications = notificationsOf(this.#context, this.#job);
      // Another program that waits for the callbacks keeps them.
      if (await notifications.isTaken()) return;
      this.#stopListening = await notifications.listen(() => {
        this.#notified = true;
        this.#wake();
      });
    } catch (error) {
      if (!(error instanceof HResultError)) throw error;
    }
    // A watch that ended while it was registering has revoked nothing yet.
    if (this.#finished) await this.#revoke();
  }

  async #wait(): Promise<void> {
    if (this.#listening) await this.#sleep();
    // A change between the first reading and the registration was not notified: read again at once.
    else await this.#listen();
  }

  async #sleep(): Promise<void> {
    const { calls, clock } = this.#context;
    const { signal, interval } = this.#settings;
    if (this.#notified || this.#finished) return;
    const onWake: WakeUp = (wake) => {
      this.#wake = wake;
      return () => {
        this.#wake = () => {};
      };
    };
    await sleep(clock, interval, onAbort(signal), (wake) => calls.onClose(wake), onWake);
  }

  async #finish(): Promise<void> {
    if (this.#finished) return;
    this.#finished = true;
    this.#follower?.leave();
    this.#wake();
    await this.#revoke();
  }

  async #revoke(): Promise<void> {
    const stop = this.#stopListening;
    this.#stopListening = undefined;
    try {
      await stop?.();
    } catch (error) {
      // A job in a final state refuses changes to its notifications, and a closed connection has revoked its sinks already.
      if (!(error instanceof HResultError)) throw error;
    }
  }
}
