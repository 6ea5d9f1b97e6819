import type { BitsTransferSnapshot } from '../index.js';

const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** A byte count for people, in decimal units: `'999 B'`, `'1.5 MB'`. */
export function formatBytes(bytes: bigint | number): string {
  let value = Number(bytes);
  if (value < 1000) return `${Math.round(value)} B`;
  let unit: string = 'B';
  for (const larger of units) {
    value /= 1000;
    unit = larger;
    // What would be rounded up to 1000.0 is told in the next unit.
    if (value < 999.95) break;
  }
  return `${value.toFixed(1)} ${unit}`;
}

/** A count for people: `'3.2'`, `'47'`, `'12345'`. */
export function formatCount(count: number): string {
  // What would be rounded up to 10.0 is told without a fraction.
  return count < 9.95 ? count.toFixed(1) : String(Math.round(count));
}

/** Seconds as a clock shows them: `'0:07'`, `'12:30'`, `'3:00:00'`; from 100 hours on as whole days, such as `'5 d'`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole >= 360_000) return `${Math.ceil(whole / 86_400)} d`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** An HRESULT as Windows writes it: `'0x80190194'`. */
export function formatHresult(hresult: number): string {
  return `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** What is done, in whole percent and rounded down, so that 100 % means all of it; null while the total is not known. */
export function percentOf({ fraction }: BitsTransferSnapshot): number | null {
  return fraction === null ? null : Math.floor(fraction * 100);
}

/** What a snapshot tells, in one line without the name: percent, bytes, rate, remaining time, and the state where it is not plain sailing. */
export function describeSnapshot(snapshot: BitsTransferSnapshot): string {
  const { bytesTransferred, bytesTotal, bytesPerSecond, remainingSeconds, state } = snapshot;
  const percent = percentOf(snapshot);
  const parts = [
    percent === null ? null : `${String(percent).padStart(3)} %`,
    bytesTotal === null
      ? formatBytes(bytesTransferred)
      : `${formatBytes(bytesTransferred)} of ${formatBytes(bytesTotal)}`,
    bytesPerSecond === null ? null : `${formatBytes(bytesPerSecond)}/s`,
    state !== 'transferring' || remainingSeconds === null ? null : `${formatSeconds(remainingSeconds)} left`,
    describeState(snapshot),
  ];
  return parts.filter((part) => part !== null).join('  ');
}

function describeState({ state, error }: BitsTransferSnapshot): string | null {
  if (state === 'transferring') return null;
  if (error === null) return state === 'transientError' ? 'transient error, retrying' : describeWord(state);
  const cause = `${error.code} (${formatHresult(error.hresult)})`;
  return state === 'transientError' ? `${cause}, retrying` : `${describeWord(state)}: ${cause}`;
}

function describeWord(state: BitsTransferSnapshot['state']): string {
  return typeof state === 'number' ? `state ${state}` : state;
}
