import { groupStatus } from '../constants.js';
import { isEnded, toState } from '../snapshot.js';
import type { JobRecord } from '../verbs.js';

/** Whether all files of the modern job are transferred. */
export function isComplete({ state }: JobRecord): boolean {
  return ['transferred', 'acknowledged'].includes(String(toState(state)));
}

/** `QM_STATUS_GROUP_…` of a group by the state of the modern job behind it. */
export function legacyGroupStatus(record: JobRecord): number {
  const state = toState(record.state);
  const stopped = state === 'suspended' || isEnded(state);
  return (
    (isComplete(record) ? groupStatus.groupComplete : groupStatus.groupIncomplete) |
    (stopped ? groupStatus.groupSuspended : 0) |
    (state === 'error' ? groupStatus.groupError : 0)
  );
}

/** `QM_STATUS_JOB_…` by the same rule. */
export function legacyJobStatus(record: JobRecord): number {
  return (
    (isComplete(record) ? groupStatus.jobComplete : groupStatus.jobIncomplete) |
    (toState(record.state) === 'error' ? groupStatus.jobError : 0)
  );
}
