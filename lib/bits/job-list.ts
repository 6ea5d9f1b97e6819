import { HResultError } from '../com/error.js';
import { serializable } from '../com/json.js';
import type { RateMeter } from '../com/rate.js';
import { jobTypes } from './constants.js';
import { type BitsTransferSnapshot, toSnapshot } from './snapshot.js';
import type { JobListRecord, UnreadableJobRecord } from './verbs.js';
import { wordOf } from './words.js';

/** `BG_JOB_TYPE`. */
export type BitsJobType = (typeof jobTypes)[number];

/** A job in the list that `Bits.snapshot()` and `Bits.watch()` read: its transfer, and which job it is. A rate needs two snapshots. */
export interface BitsJobSnapshot extends BitsTransferSnapshot {
  readonly id: string;
  readonly name: string;
  /** The type; an unknown type is a number. */
  readonly type: BitsJobType | number;
}

/** A job in the list that could not be read, such as another user's. Its state is null, which distinguishes it from the others. */
export interface UnreadableBitsJobSnapshot {
  readonly id: string;
  readonly name: null;
  readonly type: null;
  readonly state: null;
  /** The error of the call that failed. */
  readonly error: HResultError;
}

export function toListedSnapshot(
  record: JobListRecord | UnreadableJobRecord,
  now: number,
  meter: RateMeter,
): BitsJobSnapshot | UnreadableBitsJobSnapshot {
  if ('hresult' in record) {
    const error = new HResultError(record.hresult, record.operation);
    return { id: record.id, name: null, type: null, state: null, error };
  }
  return serializable({
    id: record.id,
    name: record.displayName,
    type: typeOf(record.type),
    ...toSnapshot(record, now, meter),
  });
}

/** Returns the word for a `BG_JOB_TYPE`; an unknown number is returned unchanged. */
export function typeOf(type: number): BitsJobType | number {
  return wordOf(jobTypes, type);
}
