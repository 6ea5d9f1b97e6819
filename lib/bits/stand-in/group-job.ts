import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { groupStatus, limits } from '../constants.js';
import { legacyProgress, legacyResults } from '../legacy-progress.js';
import type { FileName, GroupJobStatusRecord, GroupJobVerbs, JobVerbs } from '../verbs.js';
import { isComplete, legacyJobStatus } from './progress.js';
import { relabel } from './relabel.js';

/** `IBackgroundCopyJob1` answered by a modern job. */
export class StandInGroupJob implements GroupJobVerbs {
  readonly id: string;
  readonly #job: JobVerbs;

  constructor(id: string, job: JobVerbs) {
    this.id = id;
    this.#job = job;
  }

  async getProgress(flags: number): Promise<number> {
    const operation = 'IBackgroundCopyJob1.GetProgress';
    const record = await relabel(operation, () => this.#job.snapshot());
    const progress = legacyProgress(flags, record.progress, isComplete(record));
    if (progress === null) throw new HResultError(hresults.E_NOTIMPL, operation);
    return progress;
  }

  async getStatus(): Promise<GroupJobStatusRecord> {
    const record = await relabel('IBackgroundCopyJob1.GetStatus', () => this.#job.snapshot());
    const status = legacyJobStatus(record);
    const error = (status & groupStatus.jobError) === 0 ? null : record.error;
    return { status, ...legacyResults(error), retries: 0 };
  }

  async addFiles(files: readonly FileName[]): Promise<void> {
    const operation = 'IBackgroundCopyJob1.AddFiles';
    if (!files.every(isLegacyFile)) throw new HResultError(hresults.E_INVALIDARG, operation);
    await relabel(operation, () => this.#job.addFileSet(files));
  }

  async getFile(index: number): Promise<FileName> {
    const operation = 'IBackgroundCopyJob1.GetFile';
    const file = (await relabel(operation, () => this.#job.enumFiles()))[index];
    if (file === undefined) throw new HResultError(hresults.QM_E_ITEM_NOT_FOUND, operation);
    return { remoteName: file.remoteName, localName: file.localName };
  }

  async getFileCount(): Promise<number> {
    const files = await relabel('IBackgroundCopyJob1.GetFileCount', () => this.#job.enumFiles());
    return files.length;
  }
}

const fullPath = /^(?:[A-Za-z]:[\\/]|\\\\[^\\?.]|\/)[^*?]*$/;

/** What `AddFiles` documents: HTTP only, lengths, a full path without wildcards. */
function isLegacyFile({ remoteName, localName }: FileName): boolean {
  return (
    /^https?:\/\/./i.test(remoteName) &&
    remoteName.length <= limits.url &&
    localName.length <= limits.path &&
    fullPath.test(localName)
  );
}
