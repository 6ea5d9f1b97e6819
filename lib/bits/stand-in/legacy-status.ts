import { groupStatus } from '../constants.js';
import { isEnded, toState } from '../snapshot.js';
import type { JobRecord } from '../verbs.js';

/** Whether all files of the modern job are transferred. */
export function isComplete({ state }: JobRecord): boolean {
  return ['transferred', 'acknowledged'].includes(String(toState(state)));
}

/** Returns the `QM_STATUS_GROUP_…` for the state of the group's modern job. */
export function legacyGroupStatus(record: JobRecord): number {
  const state = toState(record.state);
  const stopped = state === 'suspended' || isEnded(state);
  return (
    (isComplete(record) ? groupStatus.groupComplete : groupStatus.groupIncomplete) |
    (stopped ? groupStatus.groupSuspended : 0) |
    (state === 'error' ? groupStatus.groupError : 0)
  );
}

/** Returns the `QM_STATUS_JOB_…` for the state of the group's modern job. */
export function legacyJobStatus(record: JobRecord): number {
  return (
    (isComplete(record) ? groupStatus.jobComplete : groupStatus.jobIncomplete) |
    (toState(record.state) === 'error' ? groupStatus.jobError : 0)
  );
}
