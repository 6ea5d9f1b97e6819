import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { RefusedCall, refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { bitsClasses, enumerateAllUsers, limits } from '../constants.js';
import type {
  BitsVerbs,
  GroupVerbs,
  JobListRecord,
  JobVerbs,
  ManagerVerbs,
  QueueManagerVerbs,
  UnreadableJobRecord,
} from '../verbs.js';
import { describeResult } from './error-descriptions.js';
import { EmulatedGroup } from './group-verbs.js';
import type { Job } from './job.js';
import { lastJobType } from './job-enumerations.js';
import { EmulatedJob } from './job-verbs.js';
import type { BitsService } from './service.js';

/** `BackgroundCopyManager10_0`: not in a header, but registered by Windows 10. */
const manager10_0 = '{4D233817-B456-4E75-83D2-B17DEC544D12}';

/** The verbs of BITS for one connection. */
export class EmulatedBits implements BitsVerbs {
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;
  readonly #queueManager: boolean;

  constructor(service: BitsService, connection: ServiceConnection, queueManager: boolean) {
    this.#service = service;
    this.#connection = connection;
    this.#queueManager = queueManager;
  }

  /** The result of `CoCreateInstance` for a class. */
  activate(clsid: string): Promise<number> {
    return this.#connection.call('CoCreateInstance', () => this.#activation(clsid));
  }

  openManager(): Promise<ManagerVerbs> {
    return this.#connection.call('CoCreateInstance', () => {
      this.#require(bitsClasses.BackgroundCopyManager);
      return new EmulatedManager(this.#service, this.#connection);
    });
  }

  openQueueManager(): Promise<QueueManagerVerbs> {
    return this.#connection.call('CoCreateInstance', () => {
      this.#require(bitsClasses.BackgroundCopyQMgr);
      return new EmulatedQueueManager(this.#service, this.#connection);
    });
  }

  #require(clsid: string): void {
    const hresult = this.#activation(clsid);
    if (hresult !== hresults.S_OK) throw new HResultError(hresult, 'CoCreateInstance');
  }

  #activation(clsid: string): number {
    const known: readonly string[] = [...Object.values(bitsClasses), manager10_0];
    const missing = clsid === bitsClasses.BackgroundCopyQMgr && !this.#queueManager;
    return known.includes(clsid) && !missing ? hresults.S_OK : hresults.REGDB_E_CLASSNOTREG;
  }
}

/** `IBackgroundCopyManager` of one connection. */
class EmulatedManager implements ManagerVerbs {
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;

  constructor(service: BitsService, connection: ServiceConnection) {
    this.#service = service;
    this.#connection = connection;
  }

  createJob(displayName: string, type: number): Promise<JobVerbs> {
    return this.#call('CreateJob', () => {
      if (displayName.length > limits.displayName) refuse(hresults.E_INVALIDARG);
      if (type < 0 || type > lastJobType) refuse(hresults.E_NOTIMPL);
      const job = this.#service.createJob(displayName, type);
      return whenSaved(this.#service, job, this.#wrap(job));
    });
  }

  getJob(id: string): Promise<JobVerbs> {
    return this.#call('GetJob', () => this.#wrap(this.#service.getJob(id)));
  }

  enumJobs(flags: number): Promise<JobVerbs[]> {
    return this.#call('EnumJobs', () => this.#enumerate(flags).map((job) => this.#wrap(job)));
  }

  snapshotJobs(flags: number): Promise<(JobListRecord | UnreadableJobRecord)[]> {
    return this.#call('EnumJobs', () => this.#enumerate(flags).map((job) => snapshotOf(job)));
  }

  getErrorDescription(hresult: number, languageId: number): Promise<string> {
    return this.#call('GetErrorDescription', () => describeResult(hresult, languageId));
  }

  #enumerate(flags: number): Job[] {
    if ((flags & ~enumerateAllUsers) !== 0) refuse(hresults.E_NOTIMPL);
    if (flags === enumerateAllUsers && !this.#service.administrator) refuse(hresults.E_ACCESSDENIED);
    return this.#service.jobs();
  }

  #wrap(job: Job): JobVerbs {
    return new EmulatedJob(this.#service, this.#connection, job);
  }

  #call<T>(method: string, answer: () => T | Promise<T>): Promise<T> {
    return this.#connection.call(`IBackgroundCopyManager.${method}`, answer);
  }
}

/** Reads a job for the list: a job that cannot be read does not affect the others. */
function snapshotOf(job: Job): JobListRecord | UnreadableJobRecord {
  const { id, displayName, type } = job;
  try {
    return { id, displayName, type, ...job.record() };
  } catch (error) {
    if (!(error instanceof RefusedCall)) throw error;
    return { id, hresult: error.hresult, operation: 'IBackgroundCopyJob.GetState' };
  }
}

/** `IBackgroundCopyQMgr` of one connection. */
class EmulatedQueueManager implements QueueManagerVerbs {
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;

  constructor(service: BitsService, connection: ServiceConnection) {
    this.#service = service;
    this.#connection = connection;
  }

  createGroup(id: string): Promise<GroupVerbs> {
    return this.#call('CreateGroup', () => {
      const group = this.#service.createGroup(id);
      return whenSaved(this.#service, group.job, new EmulatedGroup(this.#service, this.#connection, group));
    });
  }

  getGroup(id: string): Promise<GroupVerbs> {
    return this.#call('GetGroup', () => new EmulatedGroup(this.#service, this.#connection, this.#service.getGroup(id)));
  }

  enumGroups(flags: number): Promise<string[]> {
    return this.#call('EnumGroups', () => (flags === 0 ? this.#service.groupIds() : refuse(hresults.E_NOTIMPL)));
  }

  #call<T>(method: string, answer: () => T | Promise<T>): Promise<T> {
    return this.#connection.call(`IBackgroundCopyQMgr.${method}`, answer);
  }
}

/** Resolves after the new object has been saved, unless that write failed. */
function whenSaved<T>(service: BitsService, job: Job, created: T): T | Promise<T> {
  return service.saved(job)?.then(() => created) ?? created;
}
