import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type {
  FileName,
  GroupJobStatusRecord,
  GroupJobVerbs,
  GroupStatusRecord,
  GroupVerbs,
  JobVerbs,
} from '../verbs.js';
import type { Group } from './group.js';
import { EmulatedJob } from './job-verbs.js';
import type { BitsService } from './service.js';

/** `IBackgroundCopyGroup` of one connection. */
export class EmulatedGroup implements GroupVerbs {
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;
  readonly #group: Group;

  constructor(service: BitsService, connection: ServiceConnection, group: Group) {
    this.#service = service;
    this.#connection = connection;
    this.#group = group;
  }

  get id(): string {
    return this.#group.id;
  }

  getProp(property: number): Promise<string | number> {
    return this.#call('GetProp', (group) => group.getProperty(property));
  }

  setProp(property: number, value: string | number): Promise<void> {
    return this.#call('SetProp', (group) => group.setProperty(property, value));
  }

  getProgress(flags: number): Promise<number> {
    return this.#call('GetProgress', (group) => group.getProgress(flags));
  }

  getStatus(): Promise<GroupStatusRecord> {
    return this.#call('GetStatus', (group) => ({ status: group.getStatus(), jobIndex: 0 }));
  }

  suspendGroup(): Promise<void> {
    return this.#call('SuspendGroup', (group) => group.suspend());
  }

  resumeGroup(): Promise<void> {
    return this.#call('ResumeGroup', (group) => group.resume());
  }

  cancelGroup(): Promise<void> {
    return this.#call('CancelGroup', (group) => group.cancel());
  }

  getSize(): Promise<number> {
    return this.#call('get_Size', (group) => group.getSize());
  }

  getGroupId(): Promise<string> {
    return this.#call('get_GroupID', (group) => group.id);
  }

  createJob(id: string): Promise<GroupJobVerbs> {
    return this.#call('CreateJob', (group) => {
      group.createJob(id);
      return new EmulatedGroupJob(this.#service, this.#connection, group, id);
    });
  }

  getJob(id: string): Promise<GroupJobVerbs> {
    return this.#call('GetJob', (group) => {
      group.requireJob(id);
      return new EmulatedGroupJob(this.#service, this.#connection, group, id);
    });
  }

  enumJobs(flags: number): Promise<string[]> {
    return this.#call('EnumJobs', (group) => group.jobIds(flags));
  }

  switchToForeground(): Promise<void> {
    return this.#call('SwitchToForeground', (group) => group.switchToForeground());
  }

  queryNewJobInterface(): Promise<JobVerbs> {
    return this.#call('QueryNewJobInterface', (group) => {
      group.requirePresent();
      return new EmulatedJob(this.#service, this.#connection, group.job);
    });
  }

  setNotificationPointer(): Promise<void> {
    return this.#call('SetNotificationPointer', (group) => group.requirePresent());
  }

  #call<T>(method: string, answer: (group: Group) => T | Promise<T>): Promise<T> {
    const operation = `IBackgroundCopyGroup.${method}`;
    return this.#connection.call(operation, () => {
      this.#service.requireAccess(this.#connection, this.#group.job, operation);
      this.#service.checkInactivity(this.#group.job);
      return this.#group.job.inTurn(() => answer(this.#group));
    });
  }
}

/** `IBackgroundCopyJob1` of one connection. */
class EmulatedGroupJob implements GroupJobVerbs {
  readonly id: string;
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;
  readonly #group: Group;

  constructor(service: BitsService, connection: ServiceConnection, group: Group, id: string) {
    this.#service = service;
    this.#connection = connection;
    this.#group = group;
    this.id = id;
  }

  cancelJob(): Promise<void> {
    return this.#call('CancelJob', (group) => refuseOf(group));
  }

  switchToForeground(): Promise<void> {
    return this.#call('SwitchToForeground', (group) => refuseOf(group));
  }

  getJobId(): Promise<string> {
    return this.#call('get_JobID', () => this.id);
  }

  getProgress(flags: number): Promise<number> {
    return this.#call('GetProgress', (group) => group.getProgress(flags));
  }

  getStatus(): Promise<GroupJobStatusRecord> {
    return this.#call('GetStatus', (group) => group.getJobStatus());
  }

  addFiles(files: readonly FileName[]): Promise<void> {
    return this.#call('AddFiles', (group) => group.addFiles(files));
  }

  getFile(index: number): Promise<FileName> {
    return this.#call('GetFile', (group) => group.getFile(index));
  }

  getFileCount(): Promise<number> {
    return this.#call('GetFileCount', (group) => group.getFileCount());
  }

  #call<T>(method: string, answer: (group: Group) => T | Promise<T>): Promise<T> {
    const operation = `IBackgroundCopyJob1.${method}`;
    return this.#connection.call(operation, () => {
      this.#service.requireAccess(this.#connection, this.#group.job, operation);
      this.#service.checkInactivity(this.#group.job);
      return this.#group.job.inTurn(() => answer(this.#group));
    });
  }
}

/** Refuses a call that is documented as not implemented. @throws {RefusedCall} `E_NOTIMPL`, or `QM_E_INVALID_STATE` if the group is cancelled */
function refuseOf(group: Group): never {
  group.requirePresent();
  return refuse(hresults.E_NOTIMPL);
}
