import { requireInteger, requireOptions, requireSignal } from '../com/arguments.js';
import { longestDelay, onAbort, sleep, type WakeUp } from '../com/clock.js';
import { RateMeter } from '../com/rate.js';
import type { BitsContext } from './context.js';
import { type BitsJobFilter, type CheckedJobFilter, requireJobFilter } from './job-filter.js';
import { type BitsJobSnapshot, toListedSnapshot, typeOf, type UnreadableBitsJobSnapshot } from './job-list.js';
import { sameRecord } from './snapshot.js';
import { hasTransferSubscribers, type TransferFollower } from './transfer-diagnostics.js';
import type { JobListRecord, UnreadableJobRecord } from './verbs.js';

/** The options of `bits.watch()`: which jobs to follow, by default all jobs of this user, and how. */
export interface BitsJobsWatchOptions extends BitsJobFilter {
  /** Milliseconds between two readings of the list; 1 to 2^31-1, 1000 by default. */
  readonly interval?: number | undefined;
  /** Ends the watch: pending calls of `next()` reject with the reason of the signal, as the iterators of Node.js do. */
  readonly signal?: AbortSignal | undefined;
}

/** The jobs at one moment, and how the list differs from the one before. The first has every job as added. */
export interface BitsJobsChange {
  readonly jobs: readonly (BitsJobSnapshot | UnreadableBitsJobSnapshot)[];
  /** The ids of the jobs that were not in the list before. */
  readonly added: readonly string[];
  /** The ids of the jobs whose name, state, progress or error has changed. */
  readonly changed: readonly string[];
  /** The ids of the jobs that have ended, or that the filter no longer selects. */
  readonly removed: readonly string[];
}

type ListRecord = JobListRecord | UnreadableJobRecord;

interface JobsWatchSettings {
  readonly filter: CheckedJobFilter;
  readonly interval: number;
  readonly signal: AbortSignal | undefined;
}

/** Checks the options of a watch of all jobs. */
export function requireJobsWatchOptions(options: BitsJobsWatchOptions | undefined): JobsWatchSettings {
  const { interval = 1000, signal } = requireOptions(options);
  return {
    filter: requireJobFilter(options, ''),
    interval: requireInteger(interval, 'interval', 1, longestDelay),
    signal: requireSignal(signal),
  };
}

/**
 * Follows all jobs: reads the list after each interval, and delivers it when a job was added, has changed or was removed. It does not end by itself.
 * Rates are measured from one delivered list to the next.
 */
export class BitsJobsWatch implements AsyncIterableIterator<BitsJobsChange> {
  readonly #context: BitsContext;
  readonly #settings: JobsWatchSettings;
  readonly #readList: () => Promise<ListRecord[]>;
  readonly #meters = new Map<string, RateMeter>();
  #last: ReadonlyMap<string, ListRecord> | undefined;
  #followers: Map<string, TransferFollower> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #finished = false;
  #wake = () => {};

  /** @internal */
  constructor(context: BitsContext, settings: JobsWatchSettings, readList: () => Promise<ListRecord[]>) {
    this.#context = context;
    this.#settings = settings;
    this.#readList = readList;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Resolves to the next change. Calls made before an earlier one has settled are queued, as by an async generator. */
  next(): Promise<IteratorResult<BitsJobsChange, undefined>> {
    const turn = this.#turn.then(() => this.#advance());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async return(): Promise<IteratorResult<BitsJobsChange, undefined>> {
    this.#finish();
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#finish();
  }

  async #advance(): Promise<IteratorResult<BitsJobsChange, undefined>> {
    const { signal } = this.#settings;
    try {
      for (;;) {
        if (this.#last !== undefined) await this.#sleep();
        if (this.#finished) return { done: true, value: undefined };
        signal?.throwIfAborted();
        const records = await this.#readList();
        signal?.throwIfAborted();
        const change = this.#compare(records);
        if (change !== null) return { done: false, value: change };
      }
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  /** Returns the change since the last list; null if the list is the same. */
  #compare(records: readonly ListRecord[]): BitsJobsChange | null {
    const before = this.#last;
    const now = new Map(records.map((record) => [record.id, record]));
    const added = [...now.keys()].filter((id) => !before?.has(id));
    const removed = [...(before?.keys() ?? [])].filter((id) => !now.has(id));
    const changed = records.filter((record) => isChanged(before?.get(record.id), record)).map(({ id }) => id);
    this.#last = now;
    for (const id of removed) this.#meters.delete(id);
    if (this.#followers !== undefined || hasTransferSubscribers()) this.#report(now);
    if (before !== undefined && added.length + removed.length + changed.length === 0) return null;
    const time = this.#context.clock.now();
    return {
      jobs: records.map((record) => toListedSnapshot(record, time, this.#meterOf(record.id))),
      added,
      changed,
      removed,
    };
  }

  #report(jobs: ReadonlyMap<string, ListRecord>): void {
    this.#followers ??= new Map();
    for (const [id, follower] of this.#followers) {
      if (jobs.has(id)) continue;
      follower.leave();
      this.#followers.delete(id);
    }
    for (const [id, record] of jobs) {
      if ('hresult' in record) continue;
      const follower = this.#followers.get(id) ?? this.#context.transfers.followListed(id, typeOf(record.type));
      this.#followers.set(id, follower);
      follower.read(record);
    }
  }

  #meterOf(id: string): RateMeter {
    const known = this.#meters.get(id);
    if (known !== undefined) return known;
    const meter = new RateMeter();
    this.#meters.set(id, meter);
    return meter;
  }

  async #sleep(): Promise<void> {
    const { calls, clock } = this.#context;
    const { signal, interval } = this.#settings;
    if (this.#finished) return;
    const onFinish: WakeUp = (wake) => {
      this.#wake = wake;
      return () => {
        this.#wake = () => {};
      };
    };
    await sleep(clock, interval, onAbort(signal), (wake) => calls.onClose(wake), onFinish);
  }

  #finish(): void {
    this.#finished = true;
    for (const follower of this.#followers?.values() ?? []) follower.leave();
    this.#followers = undefined;
    this.#wake();
  }
}

function isChanged(before: ListRecord | undefined, now: ListRecord): boolean {
  if (before === undefined) return false;
  if ('hresult' in before || 'hresult' in now) {
    return !('hresult' in before && 'hresult' in now) || before.hresult !== now.hresult;
  }
  return before.displayName !== now.displayName || !sameRecord(before, now);
}
