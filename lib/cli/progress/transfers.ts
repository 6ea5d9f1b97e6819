import type { BitsTransferSnapshot, BitsWaitReason } from '../../index.js';
import { type FailureRecord, toFailureRecord } from '../errors.js';
import { formatBytes, formatHresult, formatSeconds } from '../format.js';
import type { ProgressForm } from './board.js';

/** Progress of a transfer: a snapshot of BITS, or the reports of a provider. */
export type TransferProgress = Omit<BitsTransferSnapshot, 'toJSON'>;

/** Progress of a transfer in a record of `--json`. Byte counts are decimal strings, because JSON numbers lose digits above 2^53. */
export interface TransferRecord extends Omit<TransferProgress, 'bytesTransferred' | 'bytesTotal' | 'error'> {
  readonly bytesTransferred: string;
  /** Null while the total is unknown. */
  readonly bytesTotal: string | null;
  /** Only in the states `error` and `transientError`. */
  readonly error?: FailureRecord;
}

/** Shows the progress of a transfer on any board. */
export const transferForm: ProgressForm<TransferProgress> = {
  fractionOf: ({ fraction }) => fraction,
  describe: describeTransfer,
  stateOf: ({ state }) => String(state),
  toRecord({ bytesTransferred, bytesTotal, error, ...rest }): TransferRecord {
    return {
      ...rest,
      bytesTransferred: bytesTransferred.toString(),
      bytesTotal: bytesTotal?.toString() ?? null,
      ...(error === null ? {} : { error: toFailureRecord(error) }),
    };
  },
};

/** Describes the progress in one line: percent, bytes, rate, remaining time, and the state unless it is `transferring`. */
export function describeTransfer(progress: TransferProgress): string {
  const { bytesTransferred, bytesTotal, bytesPerSecond, remainingSeconds, state } = progress;
  const percent = percentOf(progress);
  const parts = [
    percent === null ? null : `${String(percent).padStart(3)} %`,
    bytesTotal === null
      ? formatBytes(bytesTransferred)
      : `${formatBytes(bytesTransferred)} of ${formatBytes(bytesTotal)}`,
    bytesPerSecond === null ? null : `${formatBytes(bytesPerSecond)}/s`,
    state !== 'transferring' || remainingSeconds === null ? null : `${formatSeconds(remainingSeconds)} left`,
    describeActivity(progress),
  ];
  return parts.filter((part) => part !== null).join('  ');
}

/** Returns whole percent, rounded down, so that 100 % means complete; null while the total is unknown. */
export function percentOf({ fraction }: Pick<TransferProgress, 'fraction'>): number | null {
  return fraction === null ? null : Math.floor(fraction * 100);
}

/** Reasons that pause a transfer although BITS reports a transient error. */
const pauses: { readonly [Reason in BitsWaitReason]?: string } = {
  network: 'waiting for a network',
  unmeteredNetwork: 'paused on a metered network',
  power: 'paused to save power',
  gameMode: 'paused by Game Mode',
  appInBackground: 'paused while the application is in the background',
  standby: 'paused in standby',
  policy: 'paused by policy',
};

/** Describes the activity of a transfer, or what it waits for; null while it transfers. */
export function describeActivity({ state, error, waitingFor }: TransferProgress): string | null {
  if (state === 'transferring') return null;
  const pause = waitingFor === null ? undefined : pauses[waitingFor];
  if (pause !== undefined) return pause;
  if (error === null) return state === 'transientError' ? 'transient error, retrying' : describeState(state);
  const cause = `${error.code} (${formatHresult(error.hresult)})`;
  return state === 'transientError' ? `${cause}, retrying` : `${describeState(state)}: ${cause}`;
}

/** Returns the word for a state. */
export function describeState(state: TransferProgress['state']): string {
  return typeof state === 'number' ? `state ${state}` : state;
}
