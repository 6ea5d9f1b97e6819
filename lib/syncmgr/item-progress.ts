import { estimateProgress, type ProgressEstimate, RateMeter } from '../com/rate.js';
import { progressMask } from './constants.js';
import { type SyncManagerStatus, toStatus } from './records.js';
import type { ItemProgressEvent } from './verbs.js';

/** The progress of an item. Values that the handler has not reported yet are null. A marquee (`'updatingIndeterminate'`) has no fraction. */
export interface SyncManagerItemProgress extends ProgressEstimate {
  readonly statusText: string | null;
  readonly status: SyncManagerStatus | number | null;
  /** The completed part of `max`; a signed 32-bit number in the handler's own unit. */
  readonly value: number | null;
  readonly max: number | null;
  /** The rate at which `value` grows, measured over the last five seconds; null until there are two reports of it at different times. */
  readonly valuePerSecond: number | null;
}

const unknown: SyncManagerItemProgress = {
  statusText: null,
  status: null,
  value: null,
  max: null,
  fraction: null,
  valuePerSecond: null,
  remainingSeconds: null,
};

/** The reported progress of the items of one synchronisation. */
export class ItemsProgress {
  readonly #now: () => number;
  readonly #items = new Map<string, { item: SyncManagerItemProgress; readonly meter: RateMeter }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Changes the fields that a report flags, and returns all of them. */
  merge({
    itemId,
    mask,
    statusText,
    statusType,
    progressValue,
    maximumValue,
  }: ItemProgressEvent): SyncManagerItemProgress {
    const known = this.#items.get(itemId) ?? { item: unknown, meter: new RateMeter() };
    const before = known.item;
    const hasValue = (mask & progressMask.progressValue) !== 0;
    const fields = {
      statusText: (mask & progressMask.statusText) === 0 ? before.statusText : (statusText ?? ''),
      status: (mask & progressMask.statusType) === 0 ? before.status : toStatus(statusType),
      value: hasValue ? progressValue : before.value,
      max: (mask & progressMask.maximumValue) === 0 ? before.max : maximumValue,
    };
    const valuePerSecond = hasValue ? known.meter.measure(this.#now(), BigInt(progressValue)) : before.valuePerSecond;
    known.item = {
      ...fields,
      ...estimateProgress(fields.value, fields.status === 'updatingIndeterminate' ? null : fields.max, valuePerSecond),
      valuePerSecond,
    };
    this.#items.set(itemId, known);
    return known.item;
  }
}
