import { requireArray, requireFilledText, requireText, requireWord, wrongValue } from '../com/arguments.js';
import { cancelRequests, maximumId, maximumProgressText, reportStatuses } from './constants.js';

/** `SYNCMGR_PROGRESS_STATUS` of Sync Center in words. */
export type SyncCenterStatus = (typeof reportStatuses)[number];

/** `SYNCMGR_CANCEL_REQUEST` in words. */
export type SyncCenterCancelRequest = (typeof cancelRequests)[number];

/** The id of a handler or of an item in Sync Center. @throws {TypeError | RangeError} for what is none */
export function requireId(value: unknown, name: string): string {
  return requireFilledText(value, name, maximumId);
}

/** At least one id. @throws {TypeError | RangeError} for anything else */
export function requireIds(value: unknown, name = 'itemIds'): string[] {
  const ids = requireArray(value, name, 'ids');
  if (ids.length === 0) throw wrongValue(`${name} must not be empty`);
  return ids.map((id, index) => requireId(id, `${name}[${index}]`));
}

/** A text of Sync Center's progress. @throws {TypeError | RangeError} for one that is too long */
export function requireProgressText(value: unknown, name = 'text'): string {
  return requireText(value, name, maximumProgressText);
}

/** @throws {TypeError | RangeError} for another value */
export function requireCenterStatus(value: unknown): number {
  return requireWord(value, 'status', reportStatuses) + 1;
}

/** The word of a status; a number that no word is known for stays a number. */
export function toCenterStatus(value: number): SyncCenterStatus | number {
  return reportStatuses[value - 1] ?? value;
}

/** @throws {TypeError | RangeError} for another value */
export function requireCancelRequest(value: unknown): number {
  return requireWord(value, 'request', cancelRequests);
}

/** The word of a request; a number that no word is known for stays a number. */
export function toCancelRequest(value: number): SyncCenterCancelRequest | number {
  return cancelRequests[value] ?? value;
}
