import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { groupProperty, groupStatus } from '../constants.js';
import { legacyProgress, legacySize } from '../legacy-progress.js';
import { isEnded, toState } from '../snapshot.js';
import type { GroupJobVerbs, GroupStatusRecord, GroupVerbs, JobVerbs } from '../verbs.js';
import { StandInGroupJob } from './group-job.js';
import { maximumDescription } from './marker.js';
import { isComplete, legacyGroupStatus } from './progress.js';
import { relabel } from './relabel.js';
import { StandInJob } from './stand-in-job.js';

/** `IBackgroundCopyGroup` answered by a modern job. */
export class StandInGroup implements GroupVerbs {
  readonly id: string;
  readonly #job: StandInJob;

  constructor(job: JobVerbs, id: string) {
    this.id = id;
    this.#job = new StandInJob(job, id);
  }

  async getProp(property: number): Promise<string | number> {
    const operation = 'IBackgroundCopyGroup.GetProp';
    await this.#job.read(operation);
    if (property === groupProperty.displayName) return await relabel(operation, () => this.#job.verbs.getDisplayName());
    if (property === groupProperty.description) return (await this.#job.marker(operation)).description;
    throw new HResultError(hresults.E_NOTIMPL, operation);
  }

  async setProp(property: number, value: string | number): Promise<void> {
    const operation = 'IBackgroundCopyGroup.SetProp';
    await this.#job.requireListed(operation);
    if (property !== groupProperty.displayName && property !== groupProperty.description) {
      throw new HResultError(hresults.E_NOTIMPL, operation);
    }
    if (typeof value !== 'string') throw new HResultError(hresults.E_INVALIDARG, operation);
    if (property === groupProperty.displayName) {
      await relabel(operation, () => this.#job.verbs.setDisplayName(value));
      return;
    }
    if (value.length > maximumDescription) throw new HResultError(hresults.E_INVALIDARG, operation);
    await this.#job.write(operation, { ...(await this.#job.marker(operation)), description: value });
  }

  async getProgress(flags: number): Promise<number> {
    const operation = 'IBackgroundCopyGroup.GetProgress';
    const record = await this.#job.read(operation);
    const progress = legacyProgress(flags, record.progress, isComplete(record));
    if (progress === null) throw new HResultError(hresults.E_NOTIMPL, operation);
    return progress;
  }

  async getStatus(): Promise<GroupStatusRecord> {
    const operation = 'IBackgroundCopyGroup.GetStatus';
    const record = await this.#job.read(operation);
    const foreground =
      !isComplete(record) && (await this.#job.isForeground(operation)) ? groupStatus.groupForeground : 0;
    return { status: legacyGroupStatus(record) | foreground, jobIndex: 0 };
  }

  async getSize(): Promise<number> {
    const { progress } = await this.#job.read('IBackgroundCopyGroup.get_Size');
    return legacySize(progress);
  }

  async getGroupId(): Promise<string> {
    return this.id;
  }

  async suspendGroup(): Promise<void> {
    await this.#job.suspend('IBackgroundCopyGroup.SuspendGroup');
  }

  async resumeGroup(): Promise<void> {
    await this.#job.resume('IBackgroundCopyGroup.ResumeGroup');
  }

  async cancelGroup(): Promise<void> {
    await this.#job.cancel('IBackgroundCopyGroup.CancelGroup');
  }

  async createJob(id: string): Promise<GroupJobVerbs> {
    const operation = 'IBackgroundCopyGroup.CreateJob';
    const state = toState((await this.#job.read(operation)).state);
    if (state !== 'suspended' && !isEnded(state)) throw new HResultError(hresults.QM_E_INVALID_STATE, operation);
    const marker = await this.#job.marker(operation);
    if (marker.jobId !== null) throw new HResultError(hresults.E_NOTIMPL, operation);
    await this.#job.requireListed(operation);
    await this.#job.write(operation, { ...marker, jobId: id });
    return new StandInGroupJob(id, this.#job);
  }

  async queryNewJobInterface(): Promise<JobVerbs> {
    await this.#job.read('IBackgroundCopyGroup.QueryNewJobInterface');
    return this.#job.verbs;
  }
}
