import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ErrorRecord, FileName, JobRecord, ProgressRecord } from '../verbs.js';
import { CallQueue } from './call-queue.js';
import type { Deadline } from './deadlines.js';
import { checkNames } from './file-names.js';
import { commitFiles, discardFiles, recordPlacement } from './file-placement.js';
import type { ExpiringJob } from './inactivity.js';
import {
  downloadType,
  errorContext,
  isAction,
  isActive,
  isFinal,
  type JobState,
  jobPriority,
  jobState,
} from './job-enumerations.js';
import { JobFile } from './job-file.js';
import { JobFiles } from './job-files.js';
import { JobRun, type RunHost, type RunningJob } from './job-run.js';
import { Notifier } from './notifier.js';
import { createTemporaryTag } from './persistence/temporary-name.js';
import { Retry } from './retry.js';
import type { Scheduled, ScheduledJob } from './scheduler.js';
import { TransferFailure } from './transfer-failure.js';

/** What a job needs from its service. */
export interface JobHost extends RunHost {
  readonly filesPerJob: number;
  /** Whether jobs are saved, and outlive the process. */
  readonly persistent: boolean;
  /** Called when the state or priority of a job has changed: the scheduler may start or preempt jobs. */
  reconsider(job: Job): void;
  /** Saves a job after a change. */
  save(job: Job): void;
  /** The pending write of a job; undefined if there is none. Never rejects. */
  saved(job: Job): Promise<void> | undefined;
  /** Returns increasing numbers, which order the jobs by the time at which they began to wait. */
  nextTurn(): number;
}

/**
 * A job: its files, its state, and the calls that change it.
 * Source: https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job.
 */
export class Job implements ScheduledJob, RunningJob, ExpiringJob {
  readonly id: string;
  /** `BG_JOB_TYPE`. */
  readonly type: number;
  readonly notifier: Notifier;
  readonly retry: Retry;
  displayName: string;
  description = '';
  errorCount = 0;
  waitingSince: number;
  /** The time of the latest activity, in milliseconds since the epoch. */
  lastActivity: number;
  /** Written by the scheduler only. */
  scheduled: Scheduled | null = null;
  schedulerSet: Set<ScheduledJob> | null = null;
  /** Written by the inactivity timeout only. */
  expiry: Deadline | null = null;
  readonly #files = new JobFiles();
  readonly #host: JobHost;
  readonly #run: JobRun;
  #state: JobState = jobState.suspended;
  #error: ErrorRecord | null = null;
  #priority: number = jobPriority.normal;
  /** Whether it has transferred since its byte counts were last saved. */
  #hasRun = false;
  readonly #calls = new CallQueue();

  constructor(host: JobHost, id: string, type: number, displayName: string) {
    this.#host = host;
    this.id = id;
    this.type = type;
    this.displayName = displayName;
    this.notifier = new Notifier(host.clock);
    this.retry = new Retry(host.clock);
    this.waitingSince = host.nextTurn();
    this.lastActivity = host.clock.now();
    this.#run = new JobRun(host, this);
  }

  get state(): JobState {
    return this.#state;
  }

  get priority(): number {
    return this.#priority;
  }

  get isFinal(): boolean {
    return isFinal(this.#state);
  }

  /** `GetError`: not null only in the two error states. */
  get error(): ErrorRecord | null {
    return this.#error;
  }

  get files(): readonly JobFile[] {
    return this.#files.list;
  }

  /** Returns the first file that is not completely transferred. */
  nextFile(): JobFile | undefined {
    return this.#files.next();
  }

  progress(): ProgressRecord {
    return this.#files.progress();
  }

  record(): JobRecord {
    return { state: this.#state, progress: this.progress(), error: this.#error };
  }

  /**
   * Calls are made in the order of the callers, even if one of them waits for the disk. When a call resolves, its changes are on the disk
   * unless the write failed.
   */
  inTurn<T>(call: () => T | Promise<T>): Promise<T> {
    return this.#calls.run(this.#host.persistent ? () => this.#saving(call) : call);
  }

  /** Changes a property. @throws {RefusedCall} `BG_E_INVALID_STATE` in a final state */
  change(apply: () => void): void {
    this.#requireOpen();
    apply();
    this.touch();
  }

  setPriority(priority: number): void {
    if (priority < jobPriority.foreground || priority > jobPriority.low) refuse(hresults.E_NOTIMPL);
    this.change(() => {
      this.#priority = priority;
    });
    this.#host.reconsider(this);
  }

  /** Adds all files, or none. */
  async addFiles(names: readonly FileName[]): Promise<void> {
    this.#requireOpen();
    if (names.length === 0) refuse(hresults.E_INVALIDARG);
    const count = this.files.length + names.length;
    if (this.type !== downloadType && count > 1) refuse(hresults.BG_E_TOO_MANY_FILES);
    if (count > this.#host.filesPerJob) refuse(hresults.BG_E_TOO_MANY_FILES_IN_JOB);
    for (const name of names) checkNames(name);
    for (const name of names) await this.#host.transport.checkNames(name);
    this.#requireOpen();
    this.#files.add(names.map((name) => this.#createFile(name)));
    this.touch();
  }

  resume(): void {
    this.#requireOpen();
    if (this.files.length === 0) refuse(hresults.BG_E_EMPTY);
    // The emulation does not transfer uploads yet.
    if (this.type !== downloadType) refuse(hresults.E_NOTIMPL);
    this.#run.restartTime();
    if (isAction(this.#state) && this.#state !== jobState.transientError) return;
    if (this.#state === jobState.transferred && this.#files.allDone) return;
    this.retry.reset();
    this.enqueue();
  }

  async suspend(): Promise<void> {
    this.#requireOpen();
    this.#setState(jobState.suspended);
    await this.#stopped();
  }

  async cancel(): Promise<number> {
    this.#requireOpen();
    this.#setState(jobState.suspended);
    await this.#run.stopped();
    const deleted = await discardFiles(this.#host.transport, this.files);
    this.#setState(jobState.canceled);
    return deleted ? hresults.S_OK : hresults.BG_S_UNABLE_TO_DELETE_FILES;
  }

  async complete(): Promise<number> {
    this.#requireOpen();
    if (this.type !== downloadType && this.#state !== jobState.transferred) refuse(hresults.BG_E_INVALID_STATE);
    if (isAction(this.#state)) this.#setState(jobState.suspended);
    await this.#run.stopped();
    await this.#placeFiles();
    const missing = this.files.filter((file) => !file.done);
    const deleted = await discardFiles(this.#host.transport, missing);
    this.#setState(jobState.acknowledged);
    if (!deleted) return hresults.BG_S_UNABLE_TO_DELETE_FILES;
    return missing.length === 0 ? hresults.S_OK : hresults.BG_S_PARTIAL_COMPLETE;
  }

  /** Called by the scheduler: starts the transfer. */
  start(): void {
    if (!this.#host.transport.connected) {
      this.disconnected();
      return;
    }
    this.#setState(jobState.connecting);
    this.#hasRun = true;
    this.#run.start();
  }

  /** Fails the job: there is no network. */
  disconnected(): void {
    const context = errorContext.generalQueueManager;
    this.fail(new TransferFailure(hresults.BG_E_NETWORK_DISCONNECTED, context, true), null);
  }

  /** Cancels the job after the inactivity timeout. */
  expire(): void {
    this.#setState(jobState.canceled);
    void this.inTurn(async () => {
      await this.#run.stopped();
      await discardFiles(this.#host.transport, this.files);
    });
  }

  /** Called by the scheduler: stops the transfer. */
  preempt(): void {
    this.enqueue();
  }

  /** Moves the job behind the other waiting jobs of its priority. */
  waitBehind(): void {
    this.waitingSince = this.#host.nextTurn();
  }

  enqueue(): void {
    this.#setState(jobState.queued);
  }

  connected(): void {
    if (this.#state === jobState.connecting) this.#setState(jobState.transferring);
    else this.touch();
  }

  progressed(): void {
    this.retry.reset();
    this.lastActivity = this.#host.clock.now();
    this.notifier.modified();
  }

  finished(): void {
    this.#setState(jobState.transferred);
  }

  /** Changes to an error state, after a failure of the whole job or of one of its files. */
  fail(failure: TransferFailure, file: JobFile | null): void {
    this.errorCount += 1;
    const names = file === null ? null : { remoteName: file.remoteName, localName: file.localName };
    const error = { context: failure.context, hresult: failure.hresult, file: names };
    if (failure.recoverable && this.retry.allows()) this.#setState(jobState.transientError, error);
    else this.#setState(jobState.error, error);
  }

  /** Stops timers and the transfer, because the process or the last connection ends. */
  async pause(): Promise<void> {
    if (isActive(this.#state)) this.enqueue();
    this.retry.stop();
    await this.#stopped();
  }

  /** Continues to wait for a retry, after a pause or in a new process. */
  wake(): void {
    if (this.#state === jobState.transientError) this.#waitForRetry();
  }

  /** Restores the state that another process has saved. */
  restore(state: JobState, priority: number, error: ErrorRecord | null, files: readonly JobFile[]): void {
    this.#files.add(files);
    this.#state = isActive(state) ? jobState.queued : state;
    this.#priority = priority;
    this.#error = error;
    this.notifier.restoreState(state);
  }

  touch(): void {
    this.lastActivity = this.#host.clock.now();
    this.notifier.modified();
    this.#host.save(this);
  }

  #createFile(name: FileName): JobFile {
    const file = new JobFile(name);
    if (this.#host.persistent) file.temporaryTag = createTemporaryTag();
    return file;
  }

  /** A save during the transfer does not include the bytes that were written last. */
  async #stopped(): Promise<void> {
    await this.#run.stopped();
    if (this.#hasRun && !isActive(this.#state)) {
      this.#hasRun = false;
      this.#host.save(this);
    }
  }

  async #saving<T>(call: () => T | Promise<T>): Promise<T> {
    try {
      return await call();
    } finally {
      await this.#host.saved(this);
    }
  }

  /** If the process is killed meanwhile, the next one finds which files have their final names. */
  async #placeFiles(): Promise<void> {
    if (this.#host.persistent) {
      await recordPlacement(this.files);
      this.#host.save(this);
      await this.#host.saved(this);
    }
    try {
      await commitFiles(this.#host.transport, this.files);
    } finally {
      this.#host.save(this);
    }
  }

  #requireOpen(): void {
    if (this.isFinal) refuse(hresults.BG_E_INVALID_STATE);
  }

  #waitForRetry(): void {
    const giveUp = () => this.#setState(jobState.error, this.#error);
    this.retry.wait(() => this.enqueue(), giveUp);
  }

  #setState(state: JobState, error: ErrorRecord | null = null): void {
    if (state === this.#state && error === null) return;
    const before = this.#state;
    this.#state = state;
    this.#error = error;
    this.lastActivity = this.#host.clock.now();
    if (isActive(before) && !isActive(state)) this.#run.stop();
    this.retry.stop();
    if (state === jobState.queued) this.waitBehind();
    if (state === jobState.transientError) this.#waitForRetry();
    this.notifier.stateChanged(before, state);
    this.#host.save(this);
    this.#host.reconsider(this);
  }
}
