import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { EmulationClock } from '../../emulation/clock.js';
import { ProcessHold } from '../../emulation/process-hold.js';
import { RefusedCall, refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { bitsClasses, enumerateAllUsers, limits } from '../constants.js';
import type { MachineIdentity } from '../machine-verbs.js';
import type {
  BitsVerbs,
  GroupCallbackListener,
  GroupCallbackServerVerbs,
  GroupVerbs,
  JobListRecord,
  JobSettingsRecord,
  JobVerbs,
  ManagerVerbs,
  NewFile,
  QueueManagerVerbs,
  UnreadableJobRecord,
} from '../verbs.js';
import { type BitsVersion, hasVersion } from './bits-version.js';
import { describeResult } from './error-descriptions.js';
import { EmulatedGroup } from './group-verbs.js';
import type { Job } from './job.js';
import { lastJobType } from './job-enumerations.js';
import { EmulatedJob } from './job-verbs.js';
import type { BitsService } from './service.js';
import type { BitsUser } from './users.js';

/** `BackgroundCopyManager10_0`: not in a header, but registered by Windows 10. */
const manager10_0 = '{4D233817-B456-4E75-83D2-B17DEC544D12}';

/** The version of BITS that registers each class. */
const classVersions: ReadonlyMap<string, BitsVersion> = new Map([
  [bitsClasses.BackgroundCopyManager, '1.0'],
  [bitsClasses.BackgroundCopyQMgr, '1.0'],
  [bitsClasses.BackgroundCopyManager1_5, '1.5'],
  [bitsClasses.BackgroundCopyManager2_0, '2.0'],
  [bitsClasses.BackgroundCopyManager2_5, '2.5'],
  [bitsClasses.BackgroundCopyManager3_0, '3.0'],
  [bitsClasses.BackgroundCopyManager4_0, '4.0'],
  [bitsClasses.BackgroundCopyManager5_0, '5.0'],
  [manager10_0, '10.1'],
  [bitsClasses.BackgroundCopyManager10_1, '10.1'],
  [bitsClasses.BackgroundCopyManager10_2, '10.2'],
  [bitsClasses.BackgroundCopyManager10_3, '10.3'],
]);

/** The verbs of BITS for one connection. */
export class EmulatedBits implements BitsVerbs {
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;
  readonly #queueManager: boolean;
  readonly machine: MachineIdentity;
  readonly #clock: EmulationClock;
  readonly #served = new Set<() => void>();

  constructor(
    service: BitsService,
    connection: ServiceConnection,
    queueManager: boolean,
    machine: MachineIdentity,
    clock: EmulationClock,
  ) {
    this.machine = machine;
    this.#service = service;
    this.#connection = connection;
    this.#queueManager = queueManager;
    this.#clock = clock;
  }

  /** Resolves to the result of `CoCreateInstance` for a class. */
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

  serveGroupCallback(clsid: string, listener: GroupCallbackListener): Promise<GroupCallbackServerVerbs> {
    return this.#connection.call('CoRegisterClassObject', () => {
      const { groupCallbacks } = this.#service;
      const revoke = groupCallbacks.serve(clsid, { connection: this.#connection, listener });
      const hold = new ProcessHold(this.#clock);
      const release = () => {
        this.#served.delete(release);
        revoke();
        hold.set(false);
      };
      this.#served.add(release);
      hold.set(true);
      return { close: () => this.#connection.call('CoRevokeClassObject', release) };
    });
  }

  /** Revokes the classes of a closed connection. */
  close(): void {
    for (const release of this.#served) release();
  }

  #require(clsid: string): void {
    const hresult = this.#activation(clsid);
    if (hresult !== hresults.S_OK) throw new HResultError(hresult, 'CoCreateInstance');
  }

  #activation(clsid: string): number {
    const failure = this.#service.activationFailure;
    if (failure !== null && classVersions.has(clsid)) return failure;
    const first =
      clsid === bitsClasses.BackgroundCopyQMgr && !this.#queueManager ? undefined : classVersions.get(clsid);
    const registered = first !== undefined && hasVersion(this.#service.version, first);
    return registered ? hresults.S_OK : hresults.REGDB_E_CLASSNOTREG;
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

  createJob(
    displayName: string,
    type: number,
    settings?: JobSettingsRecord,
    files?: readonly NewFile[],
  ): Promise<JobVerbs> {
    return this.#call('CreateJob', async () => {
      if (displayName.length > limits.displayName) refuse(hresults.E_INVALIDARG);
      if (type < 0 || type > lastJobType) refuse(hresults.E_NOTIMPL);
      this.#service.requireRight(this.#connection, 'IBackgroundCopyManager.CreateJob');
      const job = this.#service.createJob(displayName, type, this.#service.userOf(this.#connection));
      const verbs = this.#wrap(job);
      if (settings === undefined && files === undefined) return whenSaved(this.#service, job, verbs);
      return await prepared(verbs, settings, files);
    });
  }

  getJob(id: string): Promise<JobVerbs> {
    return this.#call('GetJob', () => {
      const job = this.#service.getJob(id);
      this.#service.requireAccess(this.#connection, job, 'IBackgroundCopyManager.GetJob');
      return this.#wrap(job);
    });
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
    const user = this.#service.userOf(this.#connection);
    if (flags === enumerateAllUsers && !user.administrator) refuse(hresults.E_ACCESSDENIED);
    const jobs = this.#service.jobs();
    return flags === enumerateAllUsers ? jobs : jobs.filter(({ owner }) => owner === user.sid);
  }

  #wrap(job: Job): JobVerbs {
    return new EmulatedJob(this.#service, this.#connection, job);
  }

  #call<T>(method: string, answer: () => T | Promise<T>): Promise<T> {
    return this.#connection.call(`IBackgroundCopyManager.${method}`, answer);
  }
}

/** Applies the settings and adds the files of a new job; cancels it if one of them fails. @throws {HResultError} */
async function prepared(
  job: JobVerbs,
  settings: JobSettingsRecord | undefined,
  files: readonly NewFile[] | undefined,
): Promise<JobVerbs> {
  try {
    if (settings !== undefined) await job.configure(settings);
    const whole = files?.filter(({ ranges }) => ranges === undefined) ?? [];
    if (whole.length === files?.length && whole.length > 0) await job.addFileSet(whole);
    // Files keep their order, whether they have ranges or not.
    else
      for (const { remoteName, localName, ranges } of files ?? []) {
        if (ranges === undefined) await job.addFileSet([{ remoteName, localName }]);
        else await job.addFileWithRanges({ remoteName, localName }, ranges);
      }
    return job;
  } catch (error) {
    await job.cancel().catch(() => {});
    throw error;
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
      this.#service.requireRight(this.#connection, 'IBackgroundCopyQMgr.CreateGroup');
      const group = this.#service.createGroup(id, this.#user);
      return whenSaved(this.#service, group.job, new EmulatedGroup(this.#service, this.#connection, group));
    });
  }

  getGroup(id: string): Promise<GroupVerbs> {
    return this.#call(
      'GetGroup',
      () => new EmulatedGroup(this.#service, this.#connection, this.#service.getGroup(id, this.#user)),
    );
  }

  enumGroups(flags: number): Promise<string[]> {
    return this.#call('EnumGroups', () =>
      flags === 0 ? this.#service.groupIds(this.#user) : refuse(hresults.E_NOTIMPL),
    );
  }

  get #user(): BitsUser {
    return this.#service.userOf(this.#connection);
  }

  #call<T>(method: string, answer: () => T | Promise<T>): Promise<T> {
    return this.#connection.call(`IBackgroundCopyQMgr.${method}`, answer);
  }
}

/** Resolves after the new object has been saved, unless that write failed. */
function whenSaved<T>(service: BitsService, job: Job, created: T): T | Promise<T> {
  return service.saved(job)?.then(() => created) ?? created;
}
