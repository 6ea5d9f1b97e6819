import { setTimeout as delay } from 'node:timers/promises';
import type { ManagedContentJob } from '../../emulation.js';
import type { BitsTransferState } from '../../index.js';
import type { ProgressView } from '../progress/board.js';
import type { TransferProgress } from '../progress/transfers.js';

/** Milliseconds between two updates of the view. */
const interval = 100;

/** The states of a job as states of a transfer. */
const states: Readonly<Record<ManagedContentJob['state'], BitsTransferState>> = {
  requested: 'connecting',
  downloading: 'transferring',
  suspended: 'suspended',
  succeeded: 'transferred',
  failed: 'error',
  canceled: 'canceled',
};

/** Shows the progress that a provider reports for a job until the job has ended, or the signal is aborted: nothing is shown after that. */
export async function showJob(
  job: ManagedContentJob,
  view: ProgressView<TransferProgress>,
  signal: AbortSignal,
): Promise<void> {
  const begin = Date.now();
  let ended = false;
  const end = job.completed.then(() => {
    ended = true;
  });
  while (!ended && !signal.aborted) {
    view.update(toProgress(job, begin));
    const pause = new AbortController();
    await Promise.race([end, delay(interval, undefined, { signal: pause.signal }).catch(() => {})]);
    pause.abort();
  }
  if (!signal.aborted) view.update(toProgress(job, begin));
}

/** Returns the reported progress of a job. The rate is the mean since `begin`. */
function toProgress(job: ManagedContentJob, begin: number): TransferProgress {
  const { bytesTotal, bytesTransferred, filesTotal, filesTransferred } = job.progress;
  const state = states[job.state];
  const seconds = (Date.now() - begin) / 1000;
  const bytesPerSecond = state === 'transferring' && seconds > 0 ? Number(bytesTransferred) / seconds : null;
  const left = bytesTotal === null ? null : Number(bytesTotal - bytesTransferred);
  return {
    state,
    bytesTransferred,
    bytesTotal,
    filesTransferred,
    filesTotal: filesTotal ?? 0,
    fraction: fractionOf(state, bytesTransferred, bytesTotal),
    bytesPerSecond,
    remainingSeconds: left !== null && bytesPerSecond !== null && bytesPerSecond > 0 ? left / bytesPerSecond : null,
    error: job.error,
    waitingFor: null,
  };
}

function fractionOf(state: BitsTransferState, transferred: bigint, total: bigint | null): number | null {
  if (total === null) return null;
  if (total === 0n) return state === 'transferred' ? 1 : 0;
  return Math.min(Number(transferred) / Number(total), 1);
}
