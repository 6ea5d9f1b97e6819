import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { groupProperty, groupStatus } from '../constants.js';
import { isLegacyFile } from '../legacy-names.js';
import { legacyProgress, legacyResults, legacySize } from '../legacy-progress.js';
import type { FileName, GroupJobStatusRecord } from '../verbs.js';
import { addFiles } from './adding-files.js';
import { setPriority } from './configure.js';
import { GroupProperties, type StoredProperties } from './group-properties.js';
import type { Job } from './job.js';
import { isAction, jobPriority, jobState } from './job-enumerations.js';

/** The part of the service that a group needs. */
export interface GroupHost {
  saveGroup(group: Group): void;
}

/**
 * A group of the legacy queue manager: a modern job, described with the numbers of qmgr.h.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopygroup.
 */
export class Group {
  readonly id: string;
  readonly job: Job;
  readonly #host: GroupHost;
  readonly #properties: GroupProperties;
  #groupJobId: string | null;
  #gone = false;

  constructor(
    host: GroupHost,
    id: string,
    job: Job,
    groupJobId: string | null = null,
    properties = new GroupProperties(),
  ) {
    this.#host = host;
    this.id = id;
    this.job = job;
    this.#groupJobId = groupJobId;
    this.#properties = properties;
  }

  get properties(): StoredProperties {
    return this.#properties.values;
  }

  get isGone(): boolean {
    return this.#gone;
  }

  /** The only job of the group; null before it is created. */
  get groupJobId(): string | null {
    return this.#groupJobId;
  }

  /** Whether the queue manager lists the group: until its modern job is completed or cancelled. */
  get isListed(): boolean {
    return !this.#gone && !this.job.isFinal;
  }

  /**
   * Marks the group as cancelled if its modern job was cancelled, or completed before all files were transferred, which is what `CancelGroup` does.
   * If the job was completed with all its files, the group is finished and still returns its status.
   */
  settle(): void {
    const { state, files } = this.job;
    const endedEarly = state === jobState.acknowledged && files.some((file) => !file.done);
    if (this.#gone || (state !== jobState.canceled && !endedEarly)) return;
    this.#gone = true;
    this.#host.saveGroup(this);
  }

  /** Checks that the group is not cancelled. @throws {RefusedCall} `QM_E_INVALID_STATE` if it is */
  requirePresent(): void {
    this.settle();
    if (this.#gone) refuse(hresults.QM_E_INVALID_STATE);
  }

  getProperty(property: number): string | number {
    this.requirePresent();
    return this.#properties.get(property);
  }

  setProperty(property: number, value: string | number): void {
    this.#requireListed();
    this.#properties.set(property, value);
    this.#host.saveGroup(this);
    if (typeof value !== 'string') return;
    this.job.change(() => {
      if (property === groupProperty.displayName) this.job.displayName = value;
      if (property === groupProperty.description) this.job.description = value;
    });
  }

  /**
   * Returns the progress (`GetProgress`). The percentage is rounded down, 0 while the total is unknown, and 100 only if everything is transferred;
   * byte counts above 4 GiB - 1 are the largest DWORD.
   * @throws {RefusedCall} `E_NOTIMPL` for `QM_PROGRESS_TIME_DONE`, as documented, and for unknown flags
   */
  getProgress(flags: number): number {
    this.requirePresent();
    return legacyProgress(flags, this.job.progress(), isEnded(this.job.state)) ?? refuse(hresults.E_NOTIMPL);
  }

  /** Returns the size of the group in bytes (`get_Size`), 0 while the total is unknown. */
  getSize(): number {
    this.requirePresent();
    return legacySize(this.job.progress());
  }

  getStatus(): number {
    this.requirePresent();
    const { state, priority } = this.job;
    if (isEnded(state)) return groupStatus.groupComplete | groupStatus.groupSuspended;
    let status: number = groupStatus.groupIncomplete;
    if (priority === jobPriority.foreground) status |= groupStatus.groupForeground;
    if (!isAction(state)) status |= groupStatus.groupSuspended;
    if (state === jobState.error) status |= groupStatus.groupError;
    return status;
  }

  /**
   * Returns the status of the group's job (`IBackgroundCopyJob1::GetStatus`). The results and the retry count are valid only with the error flag. A
   * retry is an attempt after the first error, so that there is one retry fewer than errors.
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopyjob1-getstatus.
   */
  getJobStatus(): GroupJobStatusRecord {
    this.requirePresent();
    const none = { win32Result: 0, transportResult: 0, retries: 0 };
    const { state, error, errorCount } = this.job;
    if (isEnded(state)) return { status: groupStatus.jobComplete, ...none };
    if (state !== jobState.error) return { status: groupStatus.jobIncomplete, ...none };
    const status = groupStatus.jobIncomplete | groupStatus.jobError;
    return { status, ...legacyResults(error), retries: Math.max(errorCount - 1, 0) };
  }

  async suspend(): Promise<void> {
    this.requirePresent();
    // New groups, groups in an error and finished groups are already suspended, as documented.
    if (isAction(this.job.state)) await this.job.suspend();
  }

  resume(): void {
    this.#requireUnfinished();
    this.job.resume();
  }

  /** Cancels the group. Completely downloaded files are kept: completing the job early keeps them and deletes the others. */
  async cancel(): Promise<void> {
    this.requirePresent();
    if (!this.job.isFinal) await (this.job.files.some((file) => file.done) ? this.job.complete() : this.job.cancel());
    this.#gone = true;
    this.#host.saveGroup(this);
  }

  createJob(id: string): void {
    this.requirePresent();
    if (isAction(this.job.state)) refuse(hresults.QM_E_INVALID_STATE);
    if (this.#groupJobId !== null) refuse(hresults.E_NOTIMPL);
    this.#requireListed();
    this.#groupJobId = id;
    this.#host.saveGroup(this);
  }

  /** Checks the id of the group's job. @throws {RefusedCall} `QM_E_ITEM_NOT_FOUND` for another id */
  requireJob(id: string): void {
    this.requirePresent();
    if (id !== this.#groupJobId) refuse(hresults.QM_E_ITEM_NOT_FOUND);
  }

  /** Returns the ids of the group's jobs, of which there is at most one. @throws {RefusedCall} `E_NOTIMPL` for any flags: none are documented */
  jobIds(flags: number): string[] {
    this.requirePresent();
    if (flags !== 0) refuse(hresults.E_NOTIMPL);
    return this.#groupJobId === null ? [] : [this.#groupJobId];
  }

  /** Changes the priority of the group to foreground. @throws {RefusedCall} `QM_E_INVALID_STATE` if all files of the group are transferred */
  switchToForeground(): void {
    this.#requireUnfinished();
    setPriority(this.job, jobPriority.foreground);
  }

  async addFiles(files: readonly FileName[]): Promise<void> {
    this.#requireUnfinished();
    if (!files.every(isLegacyFile)) refuse(hresults.E_INVALIDARG);
    await addFiles(this.job, files);
  }

  getFile(index: number): FileName {
    this.requirePresent();
    const { remoteName, localName } = this.job.files[index] ?? refuse(hresults.QM_E_ITEM_NOT_FOUND);
    return { remoteName, localName };
  }

  getFileCount(): number {
    this.requirePresent();
    return this.job.files.length;
  }

  #requireUnfinished(): void {
    this.requirePresent();
    if (isEnded(this.job.state)) refuse(hresults.QM_E_INVALID_STATE);
  }

  #requireListed(): void {
    this.requirePresent();
    if (!this.isListed) refuse(hresults.QM_E_INVALID_STATE);
  }
}

function isEnded(state: number): boolean {
  return state === jobState.transferred || state === jobState.acknowledged;
}
