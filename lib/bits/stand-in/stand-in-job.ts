import { HResultError, isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { sizeUnknown } from '../constants.js';
import { isEnded, toState } from '../snapshot.js';
import type { FileRecord, JobRecord, JobVerbs } from '../verbs.js';
import { canceledDescription, formatMarker, type Marker, parseMarker } from './group-marker.js';
import { isComplete } from './legacy-status.js';

const foreground = 0;

function isWhole({ bytesTransferred, bytesTotal, completed }: FileRecord): boolean {
  return completed || (bytesTotal !== sizeUnknown && bytesTransferred === bytesTotal);
}

/**
 * The modern job of a stand-in group: whether the group exists, and the calls that depend on its state. The state that the queue manager keeps in
 * memory is read from the job each time, so that each process gets the same result.
 */
export class StandInJob {
  readonly verbs: JobVerbs;
  readonly groupId: string;
  #canceled = false;

  constructor(verbs: JobVerbs, groupId: string) {
    this.verbs = verbs;
    this.groupId = groupId;
  }

  /** Reads the job. @throws {HResultError} `QM_E_INVALID_STATE` if the group has been cancelled */
  async read(operation: string): Promise<JobRecord> {
    const record = await callAsLegacy(operation, () => this.verbs.snapshot());
    if (await this.#isGone(operation, record)) throw new HResultError(hresults.QM_E_INVALID_STATE, operation);
    return record;
  }

  /**
   * Checks that the group has files to transfer.
   * @throws {HResultError} `QM_E_INVALID_STATE` if the group has been cancelled, or all its files are transferred
   */
  async requireUnfinished(operation: string): Promise<void> {
    const record = await this.read(operation);
    if (isComplete(record)) throw new HResultError(hresults.QM_E_INVALID_STATE, operation);
  }

  /** Reads the job of a group that is not completed. @throws {HResultError} `QM_E_INVALID_STATE` if the group has been cancelled or completed */
  async requireListed(operation: string): Promise<JobRecord> {
    const record = await this.read(operation);
    if (isAcknowledged(record)) throw new HResultError(hresults.QM_E_INVALID_STATE, operation);
    return record;
  }

  async suspend(operation: string): Promise<void> {
    // "New groups, groups that are in error, or groups that have finished downloading are automatically suspended."
    const state = toState((await this.read(operation)).state);
    if (state !== 'suspended' && !isEnded(state)) await callAsLegacy(operation, () => this.verbs.suspend());
  }

  async resume(operation: string): Promise<void> {
    await this.requireUnfinished(operation);
    await callAsLegacy(operation, () => this.verbs.resume());
  }

  /** Cancels the group. "Files completely downloaded before calling this method are available to the client": completing early keeps only those. */
  async cancel(operation: string): Promise<void> {
    const record = await this.read(operation);
    if (!isAcknowledged(record)) {
      const files = await callAsLegacy(operation, () => this.verbs.enumFiles());
      await (files.some(isWhole)
        ? this.#completeAsCanceled(operation)
        : callAsLegacy(operation, () => this.verbs.cancel()));
    }
    this.#canceled = true;
  }

  /** Whether the job is a foreground job; false on a host without `GetPriority`. */
  async isForeground(operation: string): Promise<boolean> {
    return (await this.#readOptional(operation, () => this.verbs.getPriority())) === foreground;
  }

  /** Returns the number of attempts after the first error; 0 on a host that does not count errors. */
  async retries(operation: string): Promise<number> {
    const errors = await this.#readOptional(operation, async () => await this.verbs.getErrorCount());
    return Math.max((errors ?? 0) - 1, 0);
  }

  /** Reads the marker: another object of the group may have changed it. */
  async marker(operation: string): Promise<Marker> {
    const marker = parseMarker(await callAsLegacy(operation, () => this.verbs.getDescription()));
    if (marker?.groupId !== this.groupId) throw new HResultError(hresults.QM_E_INVALID_STATE, operation);
    return marker;
  }

  async write(operation: string, marker: Marker): Promise<void> {
    await callAsLegacy(operation, () => this.verbs.setDescription(formatMarker(marker)));
  }

  /** Completes the job to cancel its group. The description stores what the state does not show: such a job is acknowledged, too. */
  async #completeAsCanceled(operation: string): Promise<void> {
    const marker = await this.marker(operation);
    await callAsLegacy(operation, () => this.verbs.setDescription(canceledDescription(this.groupId)));
    try {
      await callAsLegacy(operation, () => this.verbs.complete());
    } catch (error) {
      await this.write(operation, marker);
      throw error;
    }
  }

  async #isGone(operation: string, record: JobRecord): Promise<boolean> {
    if (this.#canceled || toState(record.state) === 'canceled') return true;
    if (!isAcknowledged(record)) return false;
    const { filesTransferred, filesTotal } = record.progress;
    if (filesTransferred < filesTotal) return true;
    const description = await callAsLegacy(operation, () => this.verbs.getDescription());
    return description === canceledDescription(this.groupId);
  }

  async #readOptional<T>(operation: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await callAsLegacy(operation, read);
    } catch (error) {
      if (isHResult(error, hresults.E_NOTIMPL)) return undefined;
      throw error;
    }
  }
}

function isAcknowledged(record: JobRecord): boolean {
  return toState(record.state) === 'acknowledged';
}

/** Calls the modern job for a legacy call. A failure carries the name of the legacy method, which the program has called. */
export async function callAsLegacy<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof HResultError)) throw error;
    throw new HResultError(error.hresult, operation, error.context, { file: error.file });
  }
}
