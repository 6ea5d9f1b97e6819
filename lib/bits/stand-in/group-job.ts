import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { groupStatus } from '../constants.js';
import { isLegacyFile } from '../legacy-names.js';
import { legacyProgress, legacyResults } from '../legacy-progress.js';
import type { FileName, FileRecord, GroupJobStatusRecord, GroupJobVerbs } from '../verbs.js';
import { isComplete, legacyJobStatus } from './legacy-status.js';
import type { StandInJob } from './stand-in-job.js';
import { callAsLegacy } from './stand-in-job.js';

/** `IBackgroundCopyJob1` implemented with a modern job. */
export class StandInGroupJob implements GroupJobVerbs {
  readonly id: string;
  readonly #job: StandInJob;

  constructor(id: string, job: StandInJob) {
    this.id = id;
    this.#job = job;
  }

  async cancelJob(): Promise<void> {
    await this.#refuse('IBackgroundCopyJob1.CancelJob');
  }

  async switchToForeground(): Promise<void> {
    await this.#refuse('IBackgroundCopyJob1.SwitchToForeground');
  }

  async getJobId(): Promise<string> {
    return this.id;
  }

  async getProgress(flags: number): Promise<number> {
    const operation = 'IBackgroundCopyJob1.GetProgress';
    const record = await this.#job.read(operation);
    const progress = legacyProgress(flags, record.progress, isComplete(record));
    if (progress === null) throw new HResultError(hresults.E_NOTIMPL, operation);
    return progress;
  }

  async getStatus(): Promise<GroupJobStatusRecord> {
    const operation = 'IBackgroundCopyJob1.GetStatus';
    const record = await this.#job.read(operation);
    const status = legacyJobStatus(record);
    if ((status & groupStatus.jobError) === 0) return { status, ...legacyResults(null), retries: 0 };
    return { status, ...legacyResults(record.error), retries: await this.#job.retries(operation) };
  }

  async addFiles(files: readonly FileName[]): Promise<void> {
    const operation = 'IBackgroundCopyJob1.AddFiles';
    await this.#job.requireUnfinished(operation);
    if (!files.every(isLegacyFile)) throw new HResultError(hresults.E_INVALIDARG, operation);
    await callAsLegacy(operation, () => this.#job.verbs.addFileSet(files));
  }

  async getFile(index: number): Promise<FileName> {
    const operation = 'IBackgroundCopyJob1.GetFile';
    const file = (await this.#files(operation))[index];
    if (file === undefined) throw new HResultError(hresults.QM_E_ITEM_NOT_FOUND, operation);
    return { remoteName: file.remoteName, localName: file.localName };
  }

  async getFileCount(): Promise<number> {
    return (await this.#files('IBackgroundCopyJob1.GetFileCount')).length;
  }

  /** Refuses a call that is documented as not implemented. @throws {HResultError} `E_NOTIMPL` */
  async #refuse(operation: string): Promise<void> {
    await this.#job.read(operation);
    throw new HResultError(hresults.E_NOTIMPL, operation);
  }

  async #files(operation: string): Promise<FileRecord[]> {
    await this.#job.read(operation);
    return await callAsLegacy(operation, () => this.#job.verbs.enumFiles());
  }
}
