import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireDword, requireText } from '../com/arguments.js';
import { HResultError, isHResult } from '../com/error.js';
import { createGuid, parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { RateMeter } from '../com/rate.js';
import { groupStatus } from './constants.js';
import type { BitsContext } from './context.js';
import { BitsGroupJob, type BitsGroupProgressKind, toProgressFlag } from './group-job.js';
import {
  type BitsGroupProperty,
  type BitsGroupPropertyValue,
  isTextProperty,
  isValueOf,
  toGroupProperty,
} from './group-properties.js';
import { type BitsEndResult, BitsJob } from './job.js';
import type { BitsTransferSnapshot } from './snapshot.js';
import type { GroupVerbs } from './verbs.js';
import { BitsWatch, type BitsWatchOptions, requireWatchOptions } from './watch.js';

/** The result of `IBackgroundCopyGroup::GetStatus`, flag by flag. */
export interface BitsGroupStatus {
  readonly complete: boolean;
  readonly incomplete: boolean;
  readonly suspended: boolean;
  readonly error: boolean;
  readonly foreground: boolean;
  /** The `QM_STATUS_GROUP_…` flags, unchanged. */
  readonly flags: number;
}

/**
 * A group of the legacy queue manager: `IBackgroundCopyGroup`. It holds one job, and is backed by one modern BITS job. Where the legacy class cannot
 * be activated, a modern job replaces it and implements the same calls with the same rules.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopygroup.
 */
export class BitsGroup {
  readonly #context: BitsContext;
  readonly #verbs: GroupVerbs;
  #job: BitsJob | undefined;
  /** `'queueManager'`: the legacy class; `'job'`: a modern job, where the class is missing. */
  readonly implementation: 'queueManager' | 'job';

  /** @internal */
  constructor(context: BitsContext, verbs: GroupVerbs, implementation: 'queueManager' | 'job') {
    this.#context = context;
    this.#verbs = verbs;
    this.implementation = implementation;
  }

  /** The group's GUID in braces and upper case. */
  get id(): string {
    return this.#verbs.id;
  }

  /**
   * Returns the progress as a DWORD (`IBackgroundCopyGroup::GetProgress`). `percentDone` is a whole percent; `sizeDone` is bytes, and for a legacy
   * group above 4 GiB - 1 it is 4294967295 (the value of the Windows class there is not documented; `snapshot()` has exact 64-bit counts); `timeDone`
   * rejects with `E_NOTIMPL`, as documented.
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopygroup-getprogress.
   */
  async getProgress(kind: BitsGroupProgressKind, options?: SignalOptions): Promise<number> {
    const flag = toProgressFlag(kind);
    return await this.#call('GetProgress', () => this.#verbs.getProgress(flag), options);
  }

  async getStatus(options?: SignalOptions): Promise<BitsGroupStatus> {
    const { status } = await this.#call('GetStatus', () => this.#verbs.getStatus(), options);
    return {
      complete: (status & groupStatus.groupComplete) !== 0,
      incomplete: (status & groupStatus.groupIncomplete) !== 0,
      suspended: (status & groupStatus.groupSuspended) !== 0,
      error: (status & groupStatus.groupError) !== 0,
      foreground: (status & groupStatus.groupForeground) !== 0,
      flags: status,
    };
  }

  /** Returns the size of the group in bytes (`get_Size`), 0 while it is unknown; 4294967295 above 4 GiB - 1. */
  async getSize(options?: SignalOptions): Promise<number> {
    return await this.#call('get_Size', () => this.#verbs.getSize(), options);
  }

  /** Reads the GUID of the group (`get_GroupID`). */
  async getGroupId(options?: SignalOptions): Promise<string> {
    return await this.#call('get_GroupID', () => this.#verbs.getGroupId(), options);
  }

  /**
   * Creates the group's only job.
   * @throws {HResultError} `QM_E_INVALID_STATE` while the group runs, `E_NOTIMPL` for a second job
   */
  async createJob(id?: string, options?: SignalOptions): Promise<BitsGroupJob> {
    const jobId = id === undefined ? createGuid() : parseGuid(id);
    const verbs = await this.#call('CreateJob', () => this.#verbs.createJob(jobId), options);
    return new BitsGroupJob(this.#context, verbs);
  }

  /** Returns the modern job behind the group (`QueryNewJobInterface`). */
  async queryJob(options?: SignalOptions): Promise<BitsJob> {
    return new BitsJob(this.#context, await this.#queryNewJob(options));
  }

  /** Returns the jobs of the group, of which there is at most one (`EnumJobs`, `GetJob`). */
  async jobs(options?: SignalOptions): Promise<BitsGroupJob[]> {
    const ids = await this.#call('EnumJobs', () => this.#verbs.enumJobs(0), options);
    return await Promise.all(ids.map((id) => this.getJob(id, options)));
  }

  /** Returns the job of the group with this GUID. @throws {HResultError} `QM_E_ITEM_NOT_FOUND` for another */
  async getJob(id: string, options?: SignalOptions): Promise<BitsGroupJob> {
    const jobId = parseGuid(id);
    return new BitsGroupJob(this.#context, await this.#call('GetJob', () => this.#verbs.getJob(jobId), options));
  }

  /**
   * Reads a property (`GetProp`). Numbers are `VT_I4`, text is `VT_BSTR`. If a modern job replaces the group, `notifyFlags` is 0 and `notifyClsid` is
   * empty.
   * @throws {HResultError} `E_NOTIMPL` for a property that is documented as not supported: those of users, passwords and progress
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/ne-qmgr-groupprop.
   */
  async getProperty<Name extends BitsGroupProperty>(
    name: Name,
    options?: SignalOptions,
  ): Promise<BitsGroupPropertyValue<Name>> {
    const property = toGroupProperty(name);
    const value = await this.#call('GetProp', () => this.#verbs.getProp(property), options);
    if (!isValueOf(name, value)) throw new HResultError(hresults.E_UNEXPECTED, 'IBackgroundCopyGroup.GetProp');
    return value;
  }

  /**
   * Sets a property (`SetProp`). `priority` and `protocolFlags` accept only 1 (`QM_PROTOCOL_HTTP`), `notifyFlags` flags of `QM_NOTIFY_…`,
   * `notifyClsid` a class that implements `IBackgroundCopyCallback1`; `displayName` has at most 256 characters and `description` 1024.
   * @throws {TypeError} for a value of the wrong type
   * @throws {HResultError} `E_INVALIDARG` for a value that the property does not accept; `E_NOTIMPL` for a property that is documented as not
   * supported, and for `notifyFlags` and `notifyClsid` if a modern job replaces the group, because it does not call a class; `QM_E_INVALID_STATE` for
   * a group that has ended
   */
  async setProperty<Name extends BitsGroupProperty>(
    name: Name,
    value: BitsGroupPropertyValue<Name>,
    options?: SignalOptions,
  ): Promise<void> {
    const property = toGroupProperty(name);
    if (isTextProperty(name)) requireText(value, 'value');
    else requireDword(value, 'value');
    await this.#call('SetProp', () => this.#verbs.setProp(property, value), options);
  }

  /**
   * Transfers the group at foreground priority (`SwitchToForeground`).
   * @throws {HResultError} `QM_E_INVALID_STATE` for a group whose files are all transferred, which is not documented
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopygroup-switchtoforeground.
   */
  async switchToForeground(options?: SignalOptions): Promise<void> {
    await this.#call('SwitchToForeground', () => this.#verbs.switchToForeground(), options);
  }

  /**
   * Removes the notification pointer (`SetNotificationPointer` with no pointer). The method is documented as not for applications; notifications are
   * set up with `notifyClsid` and `notifyFlags`.
   * @throws {HResultError} the error of the queue manager
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopygroup-setnotificationpointer.
   */
  async setNotificationPointer(options?: SignalOptions): Promise<void> {
    await this.#call('SetNotificationPointer', () => this.#verbs.setNotificationPointer(), options);
  }

  async suspend(options?: SignalOptions): Promise<void> {
    await this.#call('SuspendGroup', () => this.#verbs.suspendGroup(), options);
  }

  async resume(options?: SignalOptions): Promise<void> {
    await this.#call('ResumeGroup', () => this.#verbs.resumeGroup(), options);
  }

  /**
   * Ends the group (`CancelGroup`), and keeps the files that are complete. It cannot be undone: from then on every call but `getGroupId()` rejects
   * with `QM_E_INVALID_STATE`. Cancelling a completed group leaves its files in place.
   */
  async cancel(options?: SignalOptions): Promise<void> {
    await this.#call('CancelGroup', () => this.#verbs.cancelGroup(), options);
  }

  /**
   * Renames the group's files to their final names: `Complete` of the modern job behind it, since the legacy interface has no such method. A queue
   * manager that has completed the job by itself has done the same. Before all files are transferred this is the same as `cancel()`:
   * `BG_S_PARTIAL_COMPLETE`, and the group no longer exists. A completed group is no longer found by its id.
   * @throws {HResultError} `QM_E_INVALID_STATE` for a group that was cancelled
   */
  async complete(options?: SignalOptions): Promise<BitsEndResult> {
    const job = await this.queryJob(options);
    try {
      return await job.complete(options);
    } catch (error) {
      const isDone = isHResult(error, hresults.BG_E_INVALID_STATE) && (await job.getState(options)) === 'acknowledged';
      if (!isDone) throw error;
      return { outcome: 'S_OK' };
    }
  }

  /** Reads state and 64-bit progress from the job behind the group. */
  async snapshot(options?: SignalOptions): Promise<BitsTransferSnapshot> {
    this.#job ??= new BitsJob(this.#context, await this.#queryNewJob(options));
    return await this.#job.snapshot(options);
  }

  /** Follows the job behind the group, as {@link BitsJob.watch} does. */
  watch(options?: BitsWatchOptions): BitsWatch {
    const settings = requireWatchOptions(options);
    return new BitsWatch(this.#context, settings, new RateMeter(), () => this.#queryNewJob());
  }

  #queryNewJob(options?: SignalOptions) {
    return this.#call('QueryNewJobInterface', () => this.#verbs.queryNewJobInterface(), options);
  }

  #call<T>(method: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
    return this.#context.calls.run(`IBackgroundCopyGroup.${method}`, invoke, requireSignalOf(options));
  }
}
