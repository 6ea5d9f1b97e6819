import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { TransferFailure } from '../http/transfer-failure.js';
import { downloadType, uploadReplyType } from '../http/transfer-terms.js';
import type { ErrorRecord, JobRecord, ProgressRecord } from '../verbs.js';
import { CallQueue } from './call-queue.js';
import type { Deadline } from './deadlines.js';
import { discardAll, placeFiles } from './file-placement.js';
import type { ExpiringJob } from './inactivity.js';
import { obstacleTo } from './job-conditions.js';
import { isAction, isActive, isFinal, type JobState, jobPriority, jobState } from './job-enumerations.js';
import type { JobFile } from './job-file.js';
import { JobFiles } from './job-files.js';
import { callAndSave, type JobHost } from './job-host.js';
import { JobRun, type RunningJob } from './job-run.js';
import { JobSettings } from './job-settings.js';
import { Notifier } from './notifier.js';
import type { CommandHost } from './notify-command.js';
import { Retry } from './retry.js';
import type { Scheduled, ScheduledJob } from './scheduler.js';
import { ReplyOfUpload } from './upload-reply.js';
import type { BitsUser } from './users.js';

/**
 * A job: its state, and the calls and events that change it.
 * Source: https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job.
 */
export class Job implements ScheduledJob, RunningJob, ExpiringJob, CommandHost {
  readonly host: JobHost<Job>;
  readonly id: string;
  /** `BG_JOB_TYPE`. */
  readonly type: number;
  readonly notifier: Notifier;
  readonly retry: Retry;
  readonly settings: JobSettings;
  /** The upload's reply, which its server offers when it has received everything. */
  readonly reply: ReplyOfUpload | null;
  /** `CreationTime` and `TransferCompletionTime`, in milliseconds since the epoch; null for never. */
  created: number;
  transferCompletion: number | null = null;
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
  /** The files with their sums. */
  readonly fileList = new JobFiles();
  #owner: BitsUser;
  readonly #run: JobRun;
  #state: JobState = jobState.suspended;
  #error: ErrorRecord | null = null;
  #priority: number = jobPriority.normal;
  /** Whether it has transferred since its byte counts were last saved. */
  #hasRun = false;
  readonly #calls = new CallQueue();

  constructor(host: JobHost<Job>, id: string, type: number, displayName: string, owner: BitsUser) {
    this.host = host;
    this.id = id;
    this.type = type;
    this.displayName = displayName;
    this.#owner = owner;
    this.created = host.clock.now();
    this.settings = JobSettings.of(type);
    this.reply = type === uploadReplyType ? new ReplyOfUpload() : null;
    this.notifier = new Notifier(host.clock, this);
    this.retry = new Retry(host.clock);
    this.waitingSince = host.nextTurn();
    this.lastActivity = this.created;
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
    return this.fileList.list;
  }

  /** The SID of the owner. */
  get owner(): string {
    return this.#owner.sid;
  }

  get ownerElevated(): boolean {
    return this.#owner.administrator;
  }

  /** Whether the owner is logged off: the job is not scheduled then. */
  get held(): boolean {
    return !this.host.isLoggedOn(this.owner);
  }

  runCommand(program: string, parameters: string | null): Promise<number | null> {
    return this.host.runCommand(this, program, parameters);
  }

  progress(): ProgressRecord {
    return this.fileList.progress();
  }

  record(): JobRecord {
    return { state: this.#state, progress: this.progress(), error: this.#error };
  }

  /**
   * Makes a call after the earlier calls of the job, even if one of them waits for the disk. When it resolves, its changes are on the disk unless the
   * write failed.
   */
  inTurn<T>(call: () => T | Promise<T>): Promise<T> {
    return this.#calls.run(this.host.persistent ? () => callAndSave(this.host, this, call) : call);
  }

  /** Changes a property. @throws {RefusedCall} `BG_E_INVALID_STATE` in a final state */
  change(apply: () => void): void {
    this.requireOpen();
    apply();
    this.touch();
  }

  /** Changes the priority, after the checks of the caller. @throws {RefusedCall} `BG_E_INVALID_STATE` in a final state */
  setPriority(priority: number): void {
    this.change(() => {
      this.#priority = priority;
      this.settings.foreground = priority === jobPriority.foreground;
    });
    this.host.reconsider(this);
  }

  /** Makes another user, an administrator, the owner. */
  changeOwner(user: BitsUser): void {
    this.requireOpen();
    this.#owner = user;
    this.settings.changeOwner();
    this.touch();
    this.host.reconsider(this);
  }

  resume(): void {
    this.requireOpen();
    if (this.files.length === 0) refuse(hresults.BG_E_EMPTY);
    this.settings.resumed = true;
    this.host.save(this);
    this.#run.restartTime();
    if (isAction(this.#state) && this.#state !== jobState.transientError) return;
    if (this.#state === jobState.transferred && this.#run.isWhole) return;
    this.retry.reset();
    this.enqueue();
  }

  async suspend(): Promise<void> {
    this.requireOpen();
    this.#setState(jobState.suspended);
    await this.#stopped();
  }

  async cancel(): Promise<number> {
    this.requireOpen();
    this.#setState(jobState.suspended);
    await this.#run.stopped();
    const deleted = await discardAll(this.host.transport, this);
    this.#setState(jobState.canceled);
    return deleted ? hresults.S_OK : hresults.BG_S_UNABLE_TO_DELETE_FILES;
  }

  async complete(): Promise<number> {
    this.requireOpen();
    if (this.type !== downloadType && this.#state !== jobState.transferred) refuse(hresults.BG_E_INVALID_STATE);
    if (isAction(this.#state)) this.#setState(jobState.suspended);
    await this.#run.stopped();
    const result = await placeFiles(this.host, this);
    this.#setState(jobState.acknowledged);
    return result;
  }

  /** Called by the scheduler: starts the transfer. */
  start(): void {
    const obstacle = obstacleTo(this.host, this);
    if (obstacle !== null) {
      this.fail(obstacle, null);
      return;
    }
    this.#setState(jobState.connecting);
    this.#hasRun = true;
    this.#run.start();
  }

  /** Cancels the job after the inactivity timeout. */
  expire(): void {
    this.#setState(jobState.canceled);
    void this.inTurn(async () => {
      await this.#run.stopped();
      await discardAll(this.host.transport, this);
    });
  }

  /** Called by the scheduler: stops the transfer. */
  preempt(): void {
    this.enqueue();
  }

  /** Moves the job behind the other waiting jobs of its priority. */
  waitBehind(): void {
    this.waitingSince = this.host.nextTurn();
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
    this.lastActivity = this.host.clock.now();
    this.notifier.modified();
  }

  finished(): void {
    this.#setState(this.#run.isWhole ? jobState.transferred : jobState.suspended);
  }

  /** Changes to an error state, after a failure of the whole job or of one of its files. */
  fail(failure: TransferFailure, file: JobFile | null): void {
    this.errorCount += 1;
    const error = failure.record(file);
    const recoverable = failure.recoverable && !this.settings.hasCustomMethod;
    if (recoverable && this.retry.allows()) this.#setState(jobState.transientError, error);
    else this.#setState(jobState.error, error);
  }

  /** Stops timers and the transfer, because the process or the last connection ends. */
  async pause(): Promise<void> {
    if (isActive(this.#state)) this.enqueue();
    this.retry.stop();
    this.notifier.setAwake(false);
    await this.#stopped();
  }

  /** Continues to wait for a retry, after a pause or in a new process. */
  wake(): void {
    this.notifier.setAwake(true);
    if (this.#state === jobState.transientError) this.#waitForRetry();
  }

  /** Restores the state that another process has saved. */
  restore(state: JobState, priority: number, error: ErrorRecord | null, files: readonly JobFile[]): void {
    this.fileList.add(files);
    this.#state = isActive(state) ? jobState.queued : state;
    this.#priority = priority;
    this.settings.foreground = priority === jobPriority.foreground;
    this.#error = error;
    // Command lines are run once the service has woken.
    this.notifier.setAwake(false);
    this.notifier.restoreState(state);
  }

  touch(): void {
    this.lastActivity = this.host.clock.now();
    this.notifier.modified();
    this.host.save(this);
  }

  /** Saves the job, and resolves when the record is on the disk. */
  async recorded(): Promise<void> {
    this.host.save(this);
    await this.host.saved(this);
  }

  /** Resolves when the transfer has stopped, after saving the job: a save during the transfer does not include the bytes that were written last. */
  async #stopped(): Promise<void> {
    await this.#run.stopped();
    if (this.#hasRun && !isActive(this.#state)) {
      this.#hasRun = false;
      this.host.save(this);
    }
  }

  /** Applies a changed maximum download time. */
  restartWait(): void {
    this.#run.changeMaximum();
  }

  /** Restarts an active transfer from the bytes that have been downloaded, after the names of files or the access to them have changed. */
  async reconnect(): Promise<void> {
    if (!isActive(this.#state)) return;
    this.enqueue();
    await this.#run.stopped();
  }

  requireOpen(): void {
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
    this.lastActivity = this.host.clock.now();
    if (state === jobState.transferred) this.transferCompletion = this.lastActivity;
    if (isActive(before) && !isActive(state)) this.#run.stop();
    this.retry.stop();
    if (state === jobState.queued) this.waitBehind();
    if (state === jobState.transientError) this.#waitForRetry();
    this.notifier.stateChanged(before, state);
    this.host.save(this);
    this.host.reconsider(this);
  }
}
