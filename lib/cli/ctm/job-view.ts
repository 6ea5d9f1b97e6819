import { setTimeout as delay } from 'node:timers/promises';
import { waitReasonOf } from '../../bits/waiting.js';
import { serializable } from '../../com/json.js';
import { RateMeter } from '../../com/rate.js';
import type { ManagedContentJob } from '../../emulation.js';
import type { BitsTransferSnapshot, BitsTransferState } from '../../index.js';
import type { ProgressView } from '../progress/board.js';

/** Milliseconds between two looks at a job. */
const interval = 100;

/** The states of a job in the words of a transfer. */
const states: Readonly<Record<ManagedContentJob['state'], BitsTransferState>> = {
  requested: 'connecting',
  downloading: 'transferring',
  suspended: 'suspended',
  succeeded: 'transferred',
  failed: 'error',
  canceled: 'canceled',
};

/** Shows what is reported of a job until it has ended. */
export async function showJob(job: ManagedContentJob, view: ProgressView<BitsTransferSnapshot>): Promise<void> {
  const meter = new RateMeter();
  let ended = false;
  const end = job.completed.then(() => {
    ended = true;
  });
  while (!ended) {
    view.update(toSnapshot(job, meter));
    const pause = new AbortController();
    await Promise.race([end, delay(interval, undefined, { signal: pause.signal }).catch(() => {})]);
    pause.abort();
  }
  view.update(toSnapshot(job, meter));
}

/** What the manager knows of a job, as a transfer shows it. */
function toSnapshot(job: ManagedContentJob, meter: RateMeter): BitsTransferSnapshot {
  const { bytesTotal, bytesTransferred, filesTotal, filesTransferred } = job.progress;
  const state = states[job.state];
  const bytesPerSecond = state === 'transferring' ? meter.measure(Date.now(), bytesTransferred) : null;
  const left = bytesTotal === null ? null : Number(bytesTotal - bytesTransferred);
  return serializable({
    state,
    bytesTransferred,
    bytesTotal,
    filesTransferred,
    filesTotal: filesTotal ?? 0,
    fraction: fractionOf(state, bytesTransferred, bytesTotal),
    bytesPerSecond,
    remainingSeconds: left !== null && bytesPerSecond !== null && bytesPerSecond > 0 ? left / bytesPerSecond : null,
    error: job.error,
    waitingFor: waitReasonOf(state, job.error?.hresult ?? null),
  });
}

function fractionOf(state: BitsTransferState, transferred: bigint, total: bigint | null): number | null {
  if (total === null) return null;
  if (total === 0n) return state === 'transferred' ? 1 : 0;
  return Math.min(Number(transferred) / Number(total), 1);
}
