import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import {
  requireBoolean,
  requireDword,
  requireFilledText,
  requireOptions,
  requireResult,
  requireText,
  requireWord,
} from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { isHResult } from '../com/error.js';
import { createGuid, parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { RateMeter } from '../com/rate.js';
import { enumerateAllUsers, groupProperty, jobTypes, limits } from './constants.js';
import { BitsContext } from './context.js';
import { type BitsDownloadOptions, type BitsDownloadResult, download } from './download.js';
import { requireFiles } from './files.js';
import { BitsGroup } from './group.js';
import { BitsJob, type CreateBitsJobOptions } from './job.js';
import { type BitsJobFilter, type CheckedJobFilter, requireJobFilter } from './job-filter.js';
import { explainJobLimit } from './job-limit.js';
import { type BitsJobSnapshot, toListedSnapshot, type UnreadableBitsJobSnapshot } from './job-list.js';
import { BitsJobsWatch, type BitsJobsWatchOptions, requireJobsWatchOptions } from './jobs-watch.js';
import { Managers } from './managers.js';
import { requireSettings, settingsOfNewJob } from './settings.js';
import type { BitsVerbs, JobListRecord, UnreadableJobRecord } from './verbs.js';
import { explainVersion, needsOfSettings } from './versions.js';

export interface BitsListOptions extends SignalOptions {
  /** The jobs of all users, for administrators only (`E_ACCESSDENIED`); false by default. */
  readonly allUsers?: boolean | undefined;
}

export interface CreateBitsGroupOptions extends SignalOptions {
  /** The group's GUID; a new one by default. */
  readonly id?: string | undefined;
  /** The display name, at most 256 characters. */
  readonly name?: string | undefined;
}

/**
 * Background Intelligent Transfer Service: the modern manager (`IBackgroundCopyManager`) and the legacy queue manager
 * (`IBackgroundCopyQMgr`). Sources: https://learn.microsoft.com/windows/win32/bits/background-intelligent-transfer-service-portal and
 * https://learn.microsoft.com/windows/win32/api/qmgr/.
 */
export class Bits {
  readonly #calls: Calls;
  readonly #context: BitsContext;
  readonly #managers: Managers;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: BitsVerbs) {
    this.#calls = calls;
    this.#context = new BitsContext(calls, clock);
    this.#managers = new Managers(verbs);
  }

  /**
   * Creates a job with its settings and its files, in one crossing. It starts suspended. If BITS refuses one of them, or the signal is aborted
   * before the job is created, the job is cancelled again.
   * @throws {TypeError | RangeError} for wrong options, before anything is created
   * @throws {HResultError} what `CreateJob` or a setter refuses, such as `BG_E_TOO_MANY_JOBS_PER_USER`
   */
  async createJob(options: CreateBitsJobOptions): Promise<BitsJob> {
    const { name, type = 'download', files } = requireOptions(options);
    const displayName = requireFilledText(name, 'name', limits.displayName);
    const typeNumber = requireWord(type, 'type', jobTypes);
    const newFiles = files === undefined ? [] : requireFiles(files);
    const settings = settingsOfNewJob(requireSettings(options, 'options'));
    const verbs = await this.#calls.run(
      'IBackgroundCopyManager.CreateJob',
      () =>
        this.#managers
          .withManager((manager) => manager.createJob(displayName, typeNumber, settings, newFiles))
          .catch(explainJobLimit)
          .catch((error: unknown) => explainVersion(error, needsOfSettings(settings))),
      requireSignalOf(options),
      (late) => late.cancel(),
    );
    this.#context.transfers.recordFiles(verbs, type, files?.map(({ url }) => url) ?? []);
    return new BitsJob(this.#context, verbs);
  }

  /** The job with this GUID. @throws {HResultError} `BG_E_NOT_FOUND`, or `E_ACCESSDENIED` for the job of another user */
  async getJob(id: string, options?: SignalOptions): Promise<BitsJob> {
    const jobId = parseGuid(id);
    const verbs = await this.#calls.run(
      'IBackgroundCopyManager.GetJob',
      () => this.#managers.withManager((manager) => manager.getJob(jobId)),
      requireSignalOf(options),
    );
    return new BitsJob(this.#context, verbs);
  }

  /** The jobs of this user, or of all users (administrators only: `E_ACCESSDENIED`). Jobs in a final state are not enumerated. */
  async jobs(options?: BitsListOptions): Promise<BitsJob[]> {
    const flags = requireEnumeration(options);
    const jobs = await this.#calls.run(
      'IBackgroundCopyManager.EnumJobs',
      () => this.#managers.withManager((manager) => manager.enumJobs(flags)),
      requireSignalOf(options),
    );
    return jobs.map((verbs) => new BitsJob(this.#context, verbs));
  }

  /**
   * Reads state and progress of every job that the filter selects, in one crossing. A job that cannot be read is in the list with its error, and
   * does not spoil the others.
   */
  async snapshot(options?: BitsJobFilter & SignalOptions): Promise<(BitsJobSnapshot | UnreadableBitsJobSnapshot)[]> {
    const filter = requireJobFilter(options, '');
    const records = await this.#readJobs(filter, requireSignalOf(options));
    const now = this.#context.clock.now();
    return records.map((record) => toListedSnapshot(record, now, new RateMeter()));
  }

  /**
   * Follows all jobs that the filter selects: delivers them now, and then whenever one was added, has changed or was removed. It reads the list
   * after each interval, and never registers a callback, so that the programs that own the jobs keep theirs.
   * @throws {TypeError | RangeError} at once, for wrong options
   */
  watch(options?: BitsJobsWatchOptions): BitsJobsWatch {
    const settings = requireJobsWatchOptions(options);
    return new BitsJobsWatch(this.#context, settings, () => this.#readJobs(settings.filter, settings.signal));
  }

  /**
   * What BITS itself says about a result, in a language of the machine.
   * @param hresult such as `HResultError.hresult`
   * @param languageId a LANGID; 0x0409 (English, United States) by default. `E_INVALIDARG` for 0, `ERROR_RESOURCE_LANG_NOT_FOUND`
   */
  async getErrorDescription(hresult: number, languageId = 0x0409): Promise<string> {
    const result = requireResult(hresult);
    requireDword(languageId, 'languageId');
    return await this.#calls.run('IBackgroundCopyManager.GetErrorDescription', () =>
      this.#managers.withManager((manager) => manager.getErrorDescription(result, languageId)),
    );
  }

  /**
   * Creates a group, suspended and without a job. A group that is created after the signal was aborted is cancelled.
   * @throws {HResultError} `E_INVALIDARG` when a group with this GUID exists
   */
  async createGroup(options?: CreateBitsGroupOptions): Promise<BitsGroup> {
    const { id, name } = requireOptions(options);
    const groupId = id === undefined ? createGuid() : parseGuid(id);
    if (name !== undefined) requireText(name, 'name', limits.displayName);
    return await untilAborted(
      requireSignalOf(options),
      () => this.#createGroup(groupId, name),
      (late) => late.cancel(),
    );
  }

  async #createGroup(groupId: string, name: string | undefined): Promise<BitsGroup> {
    const { verbs, implementation } = await this.#calls.run('IBackgroundCopyQMgr.CreateGroup', () =>
      this.#managers.withQueueManager((queueManager) => queueManager.createGroup(groupId)).catch(explainJobLimit),
    );
    const group = new BitsGroup(this.#context, verbs, implementation);
    if (name === undefined) return group;
    try {
      await this.#calls.run('IBackgroundCopyGroup.SetProp', () => verbs.setProp(groupProperty.displayName, name));
    } catch (error) {
      await group.cancel().catch(() => {});
      throw error;
    }
    return group;
  }

  /** The group with this GUID. @throws {HResultError} `QM_E_ITEM_NOT_FOUND` */
  async getGroup(id: string, options?: SignalOptions): Promise<BitsGroup> {
    const groupId = parseGuid(id);
    const { verbs, implementation } = await this.#calls.run(
      'IBackgroundCopyQMgr.GetGroup',
      () => this.#managers.withQueueManager((queueManager) => queueManager.getGroup(groupId)),
      requireSignalOf(options),
    );
    return new BitsGroup(this.#context, verbs, implementation);
  }

  /** This user's groups (administrators: all). One that ends while they are read is left out. */
  async groups(options?: SignalOptions): Promise<BitsGroup[]> {
    return await untilAborted(requireSignalOf(options), () => this.#groups());
  }

  async #groups(): Promise<BitsGroup[]> {
    const { verbs: ids } = await this.#calls.run('IBackgroundCopyQMgr.EnumGroups', () =>
      this.#managers.withQueueManager((queueManager) => queueManager.enumGroups(0)),
    );
    const groups = await Promise.all(
      ids.map((id) =>
        this.getGroup(id).catch((error: unknown) => {
          if (isHResult(error, hresults.QM_E_ITEM_NOT_FOUND)) return null;
          throw error;
        }),
      ),
    );
    return groups.filter((group) => group !== null);
  }

  async #readJobs(
    filter: CheckedJobFilter,
    signal: AbortSignal | undefined,
  ): Promise<(JobListRecord | UnreadableJobRecord)[]> {
    const records = await this.#calls.run(
      'IBackgroundCopyManager.EnumJobs',
      () => this.#managers.withManager((manager) => manager.snapshotJobs(filter.flags)),
      signal,
    );
    return records.filter(filter.selects);
  }

  /**
   * Downloads one file from beginning to end: creates a job, follows it, completes it. Whatever goes wrong, the job is cancelled.
   * @param path a relative one is taken from the current directory
   * @throws {HResultError} the transfer's error, such as `BG_E_HTTP_ERROR_404` with `context: 'remoteFile'`
   */
  async download(url: string, path: string, options?: BitsDownloadOptions): Promise<BitsDownloadResult> {
    return await this.#calls.wait('IBackgroundCopyJob.GetState', () => download(this, this.#calls, url, path, options));
  }
}

function requireEnumeration(options: BitsListOptions | undefined): number {
  const { allUsers = false } = requireOptions(options);
  return requireBoolean(allUsers, 'allUsers') ? enumerateAllUsers : 0;
}
