import { RateMeter, secondsFor } from '../com/rate.js';
import { progressMask } from './constants.js';
import { type SyncManagerStatus, toStatus } from './records.js';
import type { ItemProgressEvent } from './verbs.js';

/** How far an item is. What the handler has not told yet is null. */
export interface SyncManagerItemProgress {
  readonly statusText: string | null;
  readonly status: SyncManagerStatus | number | null;
  /** How much is done, as part of `max`; a signed 32-bit number in the handler's own unit. */
  readonly value: number | null;
  readonly max: number | null;
  /** 0 to 1; null while `max` is not above 0, or the status is `'updatingIndeterminate'`. */
  readonly fraction: number | null;
  /** How fast `value` grows, measured over the last five seconds; null until two reports of it lie apart in time. */
  readonly valuePerSecond: number | null;
  /** Null while the rate or the fraction is not known, or nothing moves. */
  readonly remainingSeconds: number | null;
}

const untold: SyncManagerItemProgress = {
  statusText: null,
  status: null,
  value: null,
  max: null,
  fraction: null,
  valuePerSecond: null,
  remainingSeconds: null,
};

/** What is known of the items of one synchronisation. */
export class ItemsProgress {
  readonly #now: () => number;
  readonly #items = new Map<string, { item: SyncManagerItemProgress; readonly meter: RateMeter }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Changes the fields that a report flags, and gives all of them. */
  merge({
    itemId,
    mask,
    statusText,
    statusType,
    progressValue,
    maximumValue,
  }: ItemProgressEvent): SyncManagerItemProgress {
    const known = this.#items.get(itemId) ?? { item: untold, meter: new RateMeter() };
    const before = known.item;
    const tellsValue = (mask & progressMask.progressValue) !== 0;
    const fields = {
      statusText: (mask & progressMask.statusText) === 0 ? before.statusText : (statusText ?? ''),
      status: (mask & progressMask.statusType) === 0 ? before.status : toStatus(statusType),
      value: tellsValue ? progressValue : before.value,
      max: (mask & progressMask.maximumValue) === 0 ? before.max : maximumValue,
    };
    const fraction = fractionOf(fields);
    const valuePerSecond = tellsValue ? known.meter.measure(this.#now(), BigInt(progressValue)) : before.valuePerSecond;
    const { value, max } = fields;
    const left = fraction === null || value === null || max === null ? null : max - value;
    known.item = {
      ...fields,
      fraction,
      valuePerSecond,
      remainingSeconds: left === null ? null : secondsFor(left, valuePerSecond),
    };
    this.#items.set(itemId, known);
    return known.item;
  }
}

function fractionOf({ status, value, max }: Pick<SyncManagerItemProgress, 'status' | 'value' | 'max'>): number | null {
  if (status === 'updatingIndeterminate' || value === null || max === null || max <= 0) return null;
  return Math.min(1, Math.max(0, value / max));
}
