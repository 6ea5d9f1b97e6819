import { requireArray, requireFilledText, requireText, requireWord, wrongValue } from '../com/arguments.js';
import { cancelRequests, maximumId, maximumProgressText, reportStatuses } from './constants.js';

/** The names of the `SYNCMGR_PROGRESS_STATUS` values of Sync Center. */
export type SyncCenterStatus = (typeof reportStatuses)[number];

/** The names of the `SYNCMGR_CANCEL_REQUEST` values. */
export type SyncCenterCancelRequest = (typeof cancelRequests)[number];

/** Checks the id of a handler or of an item in Sync Center. @throws {TypeError | RangeError} if it is not an id */
export function requireId(value: unknown, name: string): string {
  return requireFilledText(value, name, maximumId);
}

/** Checks a list of ids, which has at least one. @throws {TypeError | RangeError} for anything else */
export function requireIds(value: unknown, name = 'itemIds'): string[] {
  const ids = requireArray(value, name, 'ids');
  if (ids.length === 0) throw wrongValue(`${name} must not be empty`);
  return ids.map((id, index) => requireId(id, `${name}[${index}]`));
}

/** Checks a text of Sync Center's progress. @throws {TypeError | RangeError} for one that is too long */
export function requireProgressText(value: unknown, name = 'text'): string {
  return requireText(value, name, maximumProgressText);
}

/** Returns the number of a status. @throws {TypeError | RangeError} for another value */
export function requireCenterStatus(value: unknown): number {
  return requireWord(value, 'status', reportStatuses) + 1;
}

/** Returns the word for a status; an unknown number is returned unchanged. */
export function toCenterStatus(value: number): SyncCenterStatus | number {
  return reportStatuses[value - 1] ?? value;
}

/** Returns the number of a request. @throws {TypeError | RangeError} for another value */
export function requireCancelRequest(value: unknown): number {
  return requireWord(value, 'request', cancelRequests);
}

/** Returns the word for a request; an unknown number is returned unchanged. */
export function toCancelRequest(value: number): SyncCenterCancelRequest | number {
  return cancelRequests[value] ?? value;
}
