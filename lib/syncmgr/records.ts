import { requireInt32, requireOptions, requireText, requireWord } from '../com/arguments.js';
import { deletedStatus, itemStatuses, logLevels, progressMask } from './constants.js';

/** `SYNCMGRSTATUS` in words. `'updatingIndeterminate'` is a marquee: the handler works, and its progress is not known. */
export type SyncManagerStatus = (typeof itemStatuses)[number] | 'deleted';

/** `SYNCMGRLOGLEVEL` and `SYNCMGR_EVENT_LEVEL` in words. */
export type SyncManagerLogLevel = (typeof logLevels)[number];

/** A report of one item. Only the fields that are given change; the others stay as they were reported before. */
export interface SyncManagerItemReport {
  /** What is shown beside the item. */
  readonly statusText?: string | undefined;
  readonly status?: SyncManagerStatus | undefined;
  /** How much is done, as part of `max`; a signed 32-bit number. */
  readonly value?: number | undefined;
  /** How much there is; a signed 32-bit number. */
  readonly max?: number | undefined;
}

/** `SYNCMGRPROGRESSITEM` in plain data, as the seam has it. */
export interface ProgressFields {
  readonly mask: number;
  readonly statusText: string | null;
  readonly statusType: number;
  readonly progressValue: number;
  readonly maximumValue: number;
}

const statusWords: readonly SyncManagerStatus[] = [...itemStatuses, 'deleted'];

/** The word of a status; a number that no word is known for stays a number. */
export function toStatus(value: number): SyncManagerStatus | number {
  return value === deletedStatus ? 'deleted' : (itemStatuses[value] ?? value);
}

/** @throws {TypeError | RangeError} for another value */
export function requireStatus(value: unknown, name = 'status'): number {
  const index = requireWord(value, name, statusWords);
  return index === itemStatuses.length ? deletedStatus : index;
}

/** The word of a level; a number that no word is known for stays a number. */
export function toLevel(value: number): SyncManagerLogLevel | number {
  return logLevels[value - 1] ?? value;
}

/** @throws {TypeError | RangeError} for another value */
export function requireLevel(value: unknown, name = 'level'): number {
  return requireWord(value, name, logLevels) + 1;
}

/** @throws {TypeError | RangeError} for wrong fields */
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
