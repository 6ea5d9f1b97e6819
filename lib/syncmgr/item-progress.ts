import { progressMask } from './constants.js';
import { type SyncStatus, toStatus } from './records.js';
import type { ItemProgressEvent } from './verbs.js';

/** How far an item is. What the handler has not told yet is null. */
export interface SyncItemProgress {
  readonly statusText: string | null;
  readonly status: SyncStatus | number | null;
  /** How much is done, as part of `max`; a signed 32-bit number in the handler's own unit. */
  readonly value: number | null;
  readonly max: number | null;
  /** 0 to 1; null while `max` is not above 0, or the status is `'updatingIndeterminate'`. */
  readonly fraction: number | null;
}

const untold: SyncItemProgress = { statusText: null, status: null, value: null, max: null, fraction: null };

/** What is known of the items of one synchronisation. */
export class ItemsProgress {
  readonly #items = new Map<string, SyncItemProgress>();

  /** Changes the fields that a report flags, and gives all of them. */
  merge({ itemId, mask, statusText, statusType, progressValue, maximumValue }: ItemProgressEvent): SyncItemProgress {
    const before = this.#items.get(itemId) ?? untold;
    const fields = {
      statusText: (mask & progressMask.statusText) === 0 ? before.statusText : (statusText ?? ''),
      status: (mask & progressMask.statusType) === 0 ? before.status : toStatus(statusType),
      value: (mask & progressMask.progressValue) === 0 ? before.value : progressValue,
      max: (mask & progressMask.maximumValue) === 0 ? before.max : maximumValue,
    };
    const item = { ...fields, fraction: fractionOf(fields) };
    this.#items.set(itemId, item);
    return item;
  }
}

function fractionOf({ status, value, max }: Omit<SyncItemProgress, 'fraction'>): number | null {
  if (status === 'updatingIndeterminate' || value === null || max === null || max <= 0) return null;
  return Math.min(1, Math.max(0, value / max));
}
