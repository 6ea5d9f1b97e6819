import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import {
  requireBoolean,
  requireDword,
  requireFilledText,
  requireObject,
  requireOptions,
  requireResult,
  requireWord,
} from '../com/arguments.js';
import { parseGuid } from '../com/guid.js';
import { RateMeter } from '../com/rate.js';
import { enumerateAllUsers, jobTypes, limits } from './constants.js';
import type { BitsContext } from './context.js';
import { requireFiles } from './files.js';
import { type BitsCanceledJobs, cancelEach, openJobs, readJobs } from './found-jobs.js';
import { BitsJob, type CreateBitsJobOptions } from './job.js';
import {
  type BitsCancelFilter,
  type BitsJobFilter,
  type CheckedJobFilter,
  requireCancelFilter,
  requireJobFilter,
} from './job-filter.js';
import { explainJobLimit } from './job-limit.js';
import { type BitsJobSnapshot, toListedSnapshot, type UnreadableBitsJobSnapshot } from './job-list.js';
import type { Managers } from './managers.js';
import { explainNames } from './refused-names.js';
import { requireSettings, settingsOfNewJob } from './settings.js';
import type { JobListRecord, UnreadableJobRecord } from './verbs.js';
import { explainVersion, needsOfSettings } from './versions.js';

export interface BitsListOptions extends SignalOptions {
  /** The jobs of all users, for administrators only (`E_ACCESSDENIED`); false by default. */
  readonly allUsers?: boolean | undefined;
}

/** The calls of {@link Bits} about the jobs of the modern manager. Loaded by the first of them, so that the package is imported quickly. */
export class BitsJobs {
  readonly #context: BitsContext;
  readonly #managers: Managers;

  constructor(context: BitsContext, managers: Managers) {
    this.#context = context;
    this.#managers = managers;
  }

  /** Implements `bits.createJob()`. */
  async create(options: CreateBitsJobOptions): Promise<BitsJob> {
    const { name, type = 'download', files } = requireOptions(options);
    const displayName = requireFilledText(name, 'name', limits.displayName);
    const typeNumber = requireWord(type, 'type', jobTypes);
    const newFiles = files === undefined ? [] : requireFiles(files);
    const settings = settingsOfNewJob(requireSettings(options, 'options'));
    const verbs = await this.#context.calls.run(
      'IBackgroundCopyManager.CreateJob',
      () =>
        this.#managers
          .withManager((manager) => manager.createJob(displayName, typeNumber, settings, newFiles))
          .catch(explainJobLimit)
          .catch((error: unknown) => explainNames(error, newFiles))
          .catch((error: unknown) => explainVersion(error, needsOfSettings(settings))),
      requireSignalOf(options),
      (late) => late.cancel(),
    );
    this.#context.transfers.recordFiles(verbs, type, files?.map(({ url }) => url) ?? []);
    return new BitsJob(this.#context, verbs);
  }

  /** Implements `bits.getJob()`. */
  async get(id: string, options?: SignalOptions): Promise<BitsJob> {
    const jobId = parseGuid(id);
    const verbs = await this.#context.calls.run(
      'IBackgroundCopyManager.GetJob',
      () => this.#managers.withManager((manager) => manager.getJob(jobId)),
      requireSignalOf(options),
    );
    return new BitsJob(this.#context, verbs);
  }

  /** Implements `bits.jobs()`. */
  async list(options?: BitsListOptions): Promise<BitsJob[]> {
    const flags = requireEnumeration(options);
    const jobs = await this.#context.calls.run(
      'IBackgroundCopyManager.EnumJobs',
      () => this.#managers.withManager((manager) => manager.enumJobs(flags)),
      requireSignalOf(options),
    );
    return jobs.map((verbs) => new BitsJob(this.#context, verbs));
  }

  /** Implements `bits.snapshot()`. */
  async snapshot(options?: BitsJobFilter & SignalOptions): Promise<(BitsJobSnapshot | UnreadableBitsJobSnapshot)[]> {
    const filter = requireJobFilter(options, '');
    const records = await this.read(filter, requireSignalOf(options));
    const now = this.#context.clock.now();
    return records.map((record) => toListedSnapshot(record, now, new RateMeter()));
  }

  /** Implements `bits.findJobs()`. */
  async find(filter: BitsJobFilter, options?: SignalOptions): Promise<BitsJob[]> {
    const checked = requireJobFilter(requireObject(filter, 'filter'), 'filter');
    const signal = requireSignalOf(options);
    const jobs = await this.#context.calls.run(
      'IBackgroundCopyManager.EnumJobs',
      () =>
        this.#managers.withManager(async (manager) => {
          const records = await readJobs(manager, checked);
          const ids = records.filter((record) => !('hresult' in record)).map(({ id }) => id);
          return await openJobs(manager, ids);
        }),
      signal,
    );
    return jobs.map((verbs) => new BitsJob(this.#context, verbs));
  }

  /** Implements `bits.cancelJobs()`. */
  async cancel(filter: BitsCancelFilter, options?: SignalOptions): Promise<BitsCanceledJobs> {
    const checked = requireCancelFilter(filter);
    const signal = requireSignalOf(options);
    const records = await this.read(checked, signal);
    const now = this.#context.clock.now();
    const jobs = records.map((record) => toListedSnapshot(record, now, new RateMeter()));
    const readable = jobs.filter((job) => job.state !== null);
    return await this.#context.calls.run(
      'IBackgroundCopyJob.Cancel',
      () => this.#managers.withManager((manager) => cancelEach(manager, readable)),
      signal,
    );
  }

  /** Implements `bits.getErrorDescription()`. */
  async describeResult(hresult: number, languageId = 0x0409, options?: SignalOptions): Promise<string> {
    const result = requireResult(hresult);
    requireDword(languageId, 'languageId');
    return await this.#context.calls.run(
      'IBackgroundCopyManager.GetErrorDescription',
      () => this.#managers.withManager((manager) => manager.getErrorDescription(result, languageId)),
      requireSignalOf(options),
    );
  }

  /** Reads the jobs of the list that a filter selects. */
  async read(
    filter: CheckedJobFilter,
    signal: AbortSignal | undefined,
  ): Promise<(JobListRecord | UnreadableJobRecord)[]> {
    return await this.#context.calls.run(
      'IBackgroundCopyManager.EnumJobs',
      () => this.#managers.withManager((manager) => readJobs(manager, filter)),
      signal,
    );
  }
}

function requireEnumeration(options: BitsListOptions | undefined): number {
  const { allUsers = false } = requireOptions(options);
  return requireBoolean(allUsers, 'allUsers') ? enumerateAllUsers : 0;
}
