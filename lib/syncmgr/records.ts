import { requireInt32, requireOptions, requireText, requireWord } from '../com/arguments.js';
import { deletedStatus, itemStatuses, logLevels, progressMask } from './constants.js';

/** The names of the `SYNCMGRSTATUS` values. `'updatingIndeterminate'` is a marquee: the handler works, and its progress is unknown. */
export type SyncManagerStatus = (typeof itemStatuses)[number] | 'deleted';

/** The names of the `SYNCMGRLOGLEVEL` and `SYNCMGR_EVENT_LEVEL` values. */
export type SyncManagerLogLevel = (typeof logLevels)[number];

/** A report of one item. Only the given fields change; the others keep their reported values. */
export interface SyncManagerItemReport {
  /** The text beside the item. */
  readonly statusText?: string | undefined;
  readonly status?: SyncManagerStatus | undefined;
  /** The completed part of `max`; a signed 32-bit number. */
  readonly value?: number | undefined;
  /** The total; a signed 32-bit number. */
  readonly max?: number | undefined;
}

/** `SYNCMGRPROGRESSITEM` in plain data, in the form of the seam. */
export interface ProgressFields {
  readonly mask: number;
  readonly statusText: string | null;
  readonly statusType: number;
  readonly progressValue: number;
  readonly maximumValue: number;
}

const statusWords: readonly SyncManagerStatus[] = [...itemStatuses, 'deleted'];

/** Returns the word for a status; an unknown number is returned unchanged. */
export function toStatus(value: number): SyncManagerStatus | number {
  return value === deletedStatus ? 'deleted' : (itemStatuses[value] ?? value);
}

/** Returns the number of a status. @throws {TypeError | RangeError} for another value */
export function requireStatus(value: unknown, name = 'status'): number {
  const index = requireWord(value, name, statusWords);
  return index === itemStatuses.length ? deletedStatus : index;
}

/** Returns the word for a level; an unknown number is returned unchanged. */
export function toLevel(value: number): SyncManagerLogLevel | number {
  return logLevels[value - 1] ?? value;
}

/** Returns the number of a level. @throws {TypeError | RangeError} for another value */
export function requireLevel(value: unknown, name = 'level'): number {
  return requireWord(value, name, logLevels) + 1;
}

/** Reads a report of an item. @throws {TypeError | RangeError} for wrong fields */
export function requireReport(report: SyncManagerItemReport | undefined): ProgressFields {
  const { statusText, status, value, max } = requireOptions(report, 'item');
  let mask = 0;
  if (statusText !== undefined) mask |= progressMask.statusText;
  if (status !== undefined) mask |= progressMask.statusType;
  if (value !== undefined) mask |= progressMask.progressValue;
  if (max !== undefined) mask |= progressMask.maximumValue;
  return {
    mask,
    statusText: statusText === undefined ? null : requireText(statusText, 'statusText'),
    statusType: status === undefined ? 0 : requireStatus(status),
    progressValue: value === undefined ? 0 : requireInt32(value, 'value'),
    maximumValue: max === undefined ? 0 : requireInt32(max, 'max'),
  };
}
