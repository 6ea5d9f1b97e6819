import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { limits } from '../constants.js';
import type { FileName, GroupJobStatusRecord, GroupJobVerbs, JobVerbs } from '../verbs.js';
import { legacyJobStatus, legacyProgress } from './progress.js';
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
    return legacyProgress(await relabel(operation, () => this.#job.snapshot()), flags, operation);
  }

  async getStatus(): Promise<GroupJobStatusRecord> {
    const record = await relabel('IBackgroundCopyJob1.GetStatus', () => this.#job.snapshot());
    const result = record.error?.hresult ?? 0;
    return { status: legacyJobStatus(record), win32Result: result, transportResult: result, retries: 0 };
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
