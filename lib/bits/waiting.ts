import { hresults } from '../com/hresult.js';

/**
 * What a transfer that makes no progress waits for:
 * - `'resume'`: it is suspended
 * - `'turn'`: it is queued behind other jobs, or its owner is not logged on
 * - `'server'`: it connects
 * - `'network'`: the machine has no network
 * - `'unmeteredNetwork'`: the transfer policy of the job does not allow this network
 * - `'power'`: the machine runs on battery, or saves it
 * - `'gameMode'`: Game Mode is on
 * - `'appInBackground'`: the application must be in the foreground, or be allowed to run in the background
 * - `'standby'`: the machine is in connected standby
 * - `'policy'`: a policy of the administrator or of the system
 * - `'retry'`: a transient error is tried again after the retry delay
 * - `'complete'`: all is transferred, and `complete()` is left
 */
export type BitsWaitReason =
  | 'resume'
  | 'turn'
  | 'server'
  | 'network'
  | 'unmeteredNetwork'
  | 'power'
  | 'gameMode'
  | 'appInBackground'
  | 'standby'
  | 'policy'
  | 'retry'
  | 'complete';

/**
 * The errors with which BITS reports in `transientError` that something else must change first.
 * Source: https://learn.microsoft.com/windows/win32/bits/bits-return-values.
 */
const reasons: ReadonlyMap<number, BitsWaitReason> = new Map([
  [hresults.BG_E_NETWORK_DISCONNECTED, 'network'],
  [hresults.BG_E_BLOCKED_BY_COST_TRANSFER_POLICY, 'unmeteredNetwork'],
  [hresults.BG_E_BLOCKED_BY_BATTERY_POLICY, 'power'],
  [hresults.BG_E_BLOCKED_BY_BATTERY_SAVER, 'power'],
  [hresults.BG_E_BLOCKED_BY_GAME_MODE, 'gameMode'],
  [hresults.BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY, 'appInBackground'],
  [hresults.BG_E_STANDBY_MODE, 'standby'],
  [hresults.BG_E_BLOCKED_BY_POLICY, 'policy'],
  [hresults.BG_E_BLOCKED_BY_SYSTEM_POLICY, 'policy'],
]);

/** Computes what a transfer waits for; null while it transfers, once it has ended or failed, and for an unknown state. */
export function waitReasonOf(state: string | number, hresult: number | null): BitsWaitReason | null {
  switch (state) {
    case 'suspended':
      return 'resume';
    case 'queued':
      return 'turn';
    case 'connecting':
      return 'server';
    case 'transferred':
      return 'complete';
    case 'transientError':
      return (hresult === null ? undefined : reasons.get(hresult)) ?? 'retry';
    default:
      return null;
  }
}
