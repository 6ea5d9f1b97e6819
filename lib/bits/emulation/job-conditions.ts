import { hresults } from '../../com/hresult.js';
import { errorContext, TransferFailure } from '../http/transfer-failure.js';
import type { ErrorRecord } from '../verbs.js';
import { isActive, isRunnable, type JobState, jobState } from './job-enumerations.js';
import type { JobHost } from './job-host.js';
import type { JobSettings } from './job-settings.js';
import { blockingResults } from './machine-conditions.js';

/** The part of a job that the conditions of the machine and the session of its owner affect. */
export interface AffectedJob {
  readonly state: JobState;
  readonly error: ErrorRecord | null;
  readonly settings: JobSettings;
  /** Whether the owner is logged off. */
  readonly held: boolean;
  enqueue(): void;
  fail(failure: TransferFailure, file: null): void;
}

/** Returns the failure of a job that is started now; null if the machine permits the transfer. */
export function obstacleTo<Job>(host: JobHost<Job>, job: Job): TransferFailure | null {
  if (!host.transport.connected) return blocked(hresults.BG_E_NETWORK_DISCONNECTED);
  const block = host.blockOf(job);
  return block === null ? null : blocked(block);
}

/** Blocks or queues a job after its cost flags, or the conditions of the machine, have changed. */
export function reviewConditions<Job extends AffectedJob>(host: JobHost<Job>, job: Job): void {
  const block = host.blockOf(job);
  if (block === null) {
    const waits = job.state === jobState.transientError && blockingResults.has(job.error?.hresult ?? 0);
    if (waits) job.enqueue();
  } else if (isRunnable(job.state)) job.fail(blocked(block), null);
}

/** Queues a job after its owner has logged off or on. A helper token ends with the session. */
export function reviewSession<Job extends AffectedJob>(host: JobHost<Job>, job: Job): void {
  if (job.held) job.settings.helperTokenSid = null;
  if (isActive(job.state)) job.enqueue();
  else host.reconsider(job);
}

/** Fails a job that runs or is queued, after the network was lost. */
export function disconnect(job: AffectedJob): void {
  if (isRunnable(job.state)) job.fail(blocked(hresults.BG_E_NETWORK_DISCONNECTED), null);
}

/** Queues a job that waits for a retry, after the network was restored. */
export function reconnect(job: AffectedJob): void {
  if (job.state === jobState.transientError) job.enqueue();
}

function blocked(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.generalQueueManager, true);
}
