import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { groupProperty, sizeUnknown } from '../constants.js';
import { legacyProgress, legacySize } from '../legacy-progress.js';
import { isEnded, toState } from '../snapshot.js';
import type { FileRecord, GroupJobVerbs, GroupStatusRecord, GroupVerbs, JobVerbs } from '../verbs.js';
import { StandInGroupJob } from './group-job.js';
import { formatMarker, type Marker, maximumDescription } from './marker.js';
import { isComplete, legacyGroupStatus } from './progress.js';
import { relabel } from './relabel.js';

function isWhole({ bytesTransferred, bytesTotal }: FileRecord): boolean {
  return bytesTotal !== sizeUnknown && bytesTransferred === bytesTotal;
}

/** `IBackgroundCopyGroup` answered by a modern job. */
export class StandInGroup implements GroupVerbs {
  readonly #job: JobVerbs;
  #marker: Marker;

  constructor(job: JobVerbs, marker: Marker) {
    this.#job = job;
    this.#marker = marker;
  }

  get id(): string {
    return this.#marker.groupId;
  }

  async getProp(property: number): Promise<string | number> {
    const operation = 'IBackgroundCopyGroup.GetProp';
    if (property === groupProperty.displayName) return await relabel(operation, () => this.#job.getDisplayName());
    if (property === groupProperty.description) return this.#marker.description;
    throw new HResultError(hresults.E_NOTIMPL, operation);
  }

  async setProp(property: number, value: string | number): Promise<void> {
    const operation = 'IBackgroundCopyGroup.SetProp';
    if (property !== groupProperty.displayName && property !== groupProperty.description) {
      throw new HResultError(hresults.E_NOTIMPL, operation);
    }
    if (typeof value !== 'string') throw new HResultError(hresults.E_INVALIDARG, operation);
    if (property === groupProperty.displayName) {
      await relabel(operation, () => this.#job.setDisplayName(value));
      return;
    }
    if (value.length > maximumDescription) throw new HResultError(hresults.E_INVALIDARG, operation);
    await this.#write(operation, { ...this.#marker, description: value });
  }

  async getProgress(flags: number): Promise<number> {
    const operation = 'IBackgroundCopyGroup.GetProgress';
    const record = await relabel(operation, () => this.#job.snapshot());
    const progress = legacyProgress(flags, record.progress, isComplete(record));
    if (progress === null) throw new HResultError(hresults.E_NOTIMPL, operation);
    return progress;
  }

  async getStatus(): Promise<GroupStatusRecord> {
    const record = await relabel('IBackgroundCopyGroup.GetStatus', () => this.#job.snapshot());
    return { status: legacyGroupStatus(record), jobIndex: 0 };
  }

  async getSize(): Promise<number> {
    const { progress } = await relabel('IBackgroundCopyGroup.get_Size', () => this.#job.snapshot());
    return legacySize(progress);
  }

  async getGroupId(): Promise<string> {
    return this.id;
  }

  async suspendGroup(): Promise<void> {
    await relabel('IBackgroundCopyGroup.SuspendGroup', () => this.#job.suspend());
  }

  async resumeGroup(): Promise<void> {
    await relabel('IBackgroundCopyGroup.ResumeGroup', () => this.#job.resume());
  }

  async cancelGroup(): Promise<void> {
    await relabel('IBackgroundCopyGroup.CancelGroup', async () => {
      // "Files completely downloaded before calling this method are available to the client": completing early keeps just those.
      const files = await this.#job.enumFiles();
      await (files.some(isWhole) ? this.#job.complete() : this.#job.cancel());
    });
  }

  async createJob(id: string): Promise<GroupJobVerbs> {
    const operation = 'IBackgroundCopyGroup.CreateJob';
    const state = toState(await relabel(operation, () => this.#job.getState()));
    if (state !== 'suspended' && !isEnded(state)) throw new HResultError(hresults.QM_E_INVALID_STATE, operation);
    if (this.#marker.jobId !== null) throw new HResultError(hresults.E_NOTIMPL, operation);
    await this.#write(operation, { ...this.#marker, jobId: id });
    return new StandInGroupJob(id, this.#job);
  }

  async queryNewJobInterface(): Promise<JobVerbs> {
    return this.#job;
  }

  async #write(operation: string, marker: Marker): Promise<void> {
    await relabel(operation, () => this.#job.setDescription(formatMarker(marker)));
    this.#marker = marker;
  }
}
