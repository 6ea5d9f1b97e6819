import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { groupProperty, groupStatus, limits } from '../constants.js';
import { legacyProgress, legacySize } from '../legacy-progress.js';
import { isEnded, toState } from '../snapshot.js';
import type { GroupJobVerbs, GroupStatusRecord, GroupVerbs, JobVerbs } from '../verbs.js';
import { StandInGroupJob } from './group-job.js';
import { maximumDescription } from './group-marker.js';
import { isComplete, legacyGroupStatus } from './legacy-status.js';
import { callAsLegacy, StandInJob } from './stand-in-job.js';

/** `BG_JOB_PRIORITY_FOREGROUND`. */
const foreground = 0;

/** `QM_PROTOCOL_HTTP`. */
const httpProtocol = 1;

/** The constant properties: the only priority and protocol, and no class to notify, which a modern job does not support. */
const fixedProperties: ReadonlyMap<number, string | number> = new Map<number, string | number>([
  [groupProperty.priority, 1],
  [groupProperty.protocolFlags, httpProtocol],
  [groupProperty.notifyFlags, 0],
  [groupProperty.notifyClsid, ''],
]);

/** `IBackgroundCopyGroup` implemented with a modern job. */
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
    const fixed = fixedProperties.get(property);
    if (fixed !== undefined) return fixed;
    if (property === groupProperty.displayName)
      return await callAsLegacy(operation, () => this.#job.verbs.getDisplayName());
    if (property === groupProperty.description) return (await this.#job.marker(operation)).description;
    throw new HResultError(hresults.E_NOTIMPL, operation);
  }

  async setProp(property: number, value: string | number): Promise<void> {
    const operation = 'IBackgroundCopyGroup.SetProp';
    await this.#job.requireListed(operation);
    const invalid = () => new HResultError(hresults.E_INVALIDARG, operation);
    switch (property) {
      case groupProperty.priority:
      case groupProperty.protocolFlags:
        if (value !== fixedProperties.get(property)) throw invalid();
        return;
      case groupProperty.displayName:
        if (typeof value !== 'string' || value.length > limits.displayName) throw invalid();
        await callAsLegacy(operation, () => this.#job.verbs.setDisplayName(value));
        return;
      case groupProperty.description:
        if (typeof value !== 'string' || value.length > maximumDescription) throw invalid();
        await this.#job.write(operation, { ...(await this.#job.marker(operation)), description: value });
        return;
      default:
        throw new HResultError(hresults.E_NOTIMPL, operation);
    }
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

  async getJob(id: string): Promise<GroupJobVerbs> {
    const operation = 'IBackgroundCopyGroup.GetJob';
    if ((await this.#jobId(operation)) !== id) throw new HResultError(hresults.QM_E_ITEM_NOT_FOUND, operation);
    return new StandInGroupJob(id, this.#job);
  }

  async enumJobs(flags: number): Promise<string[]> {
    const operation = 'IBackgroundCopyGroup.EnumJobs';
    const id = await this.#jobId(operation);
    if (flags !== 0) throw new HResultError(hresults.E_NOTIMPL, operation);
    return id === null ? [] : [id];
  }

  async switchToForeground(): Promise<void> {
    const operation = 'IBackgroundCopyGroup.SwitchToForeground';
    await this.#job.requireUnfinished(operation);
    await callAsLegacy(operation, () => this.#job.verbs.setPriority(foreground));
  }

  async queryNewJobInterface(): Promise<JobVerbs> {
    await this.#job.read('IBackgroundCopyGroup.QueryNewJobInterface');
    return this.#job.verbs;
  }

  async setNotificationPointer(): Promise<void> {
    await this.#job.read('IBackgroundCopyGroup.SetNotificationPointer');
  }

  async #jobId(operation: string): Promise<string | null> {
    await this.#job.read(operation);
    return (await this.#job.marker(operation)).jobId;
  }
}
