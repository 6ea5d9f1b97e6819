import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { sizeUnknown } from '../constants.js';
import type { ErrorRecord, FileName, FileRangeRecord, JobRecord, ProgressRecord } from '../verbs.js';
import { CallQueue } from './call-queue.js';
import type { Deadline } from './deadlines.js';
import { checkNames, protocolOf } from './file-names.js';
import { commitFiles, discardFiles, recordPlacement } from './file-placement.js';
import { checkRanges } from './file-ranges.js';
import type { ExpiringJob } from './inactivity.js';
import {
  downloadType,
  errorContext,
  isAction,
  isActive,
  isFinal,
  isRunnable,
  type JobState,
  jobPriority,
  jobState,
  uploadReplyType,
} from './job-enumerations.js';
import { JobFile } from './job-file.js';
import { JobFiles } from './job-files.js';
import { JobRun, type RunHost, type RunningJob } from './job-run.js';
import { JobSettings } from './job-settings.js';
import { blockingResults } from './machine-conditions.js';
import { Notifier } from './notifier.js';
import type { CommandHost } from './notify-command.js';
import { createTemporaryTag } from './persistence/temporary-name.js';
import { RandomAccess } from './random-access.js';
import { Retry } from './retry.js';
import type { Scheduled, ScheduledJob } from './scheduler.js';
import { TransferFailure } from './transfer-failure.js';
import type { TransferTerms } from './transport.js';
import { ReplyOfUpload } from './upload-reply.js';
import { type BitsUser, integrityLevels } from './users.js';

/** What a job needs from its service. */
export interface JobHost extends RunHost {
  /** Files of one job, and ranges of one file; administrators have no limits. */
  readonly filesPerJob: number;
  readonly rangesPerFile: number;
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
  /** The result of the machine's condition that blocks a job; null when none does. */
  blockOf(job: Job): number | null;
  isLoggedOn(sid: string): boolean;
  /** The user with a SID; the first of the machine for none. */
  ownerOf(sid: string | undefined): BitsUser;
  /** Runs a notify command line. Resolves to the exit code of the program, or null when it could not be started. */
  runCommand(job: Job, program: string, parameters: string | null): Promise<number | null>;
}

/** The size of the largest reply that `GetReplyData` returns, in bytes. */
const largestReply = 1024n * 1024n;

/**
 * A job: its files, its state, and the calls that change it.
 * Source: https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job.
 */
export class Job implements ScheduledJob, RunningJob, ExpiringJob, CommandHost {
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
  readonly #files = new JobFiles();
  #owner: BitsUser;
  readonly #host: JobHost;
  readonly #run: JobRun;
  #state: JobState = jobState.suspended;
  #error: ErrorRecord | null = null;
  #priority: number = jobPriority.normal;
  /** Whether it has transferred since its byte counts were last saved. */
  #hasRun = false;
  readonly #calls = new CallQueue();

  constructor(host: JobHost, id: string, type: number, displayName: string, owner: BitsUser) {
    this.#host = host;
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

  /** The SID of the owner. */
  get owner(): string {
    return this.#owner.sid;
  }

  get ownerElevated(): boolean {
    return this.#owner.administrator;
  }

  /** `GetOwnerIntegrityLevel`. */
  get ownerIntegrityLevel(): number {
    return this.ownerElevated ? integrityLevels.high : integrityLevels.medium;
  }

  get costFlags(): number {
    return this.settings.costFlags;
  }

  /** The owner is logged off: the job has no turn. */
  get held(): boolean {
    return !this.#host.isLoggedOn(this.owner);
  }

  get maximumDownloadTime(): number {
    return this.settings.maximumDownloadTime;
  }

  /** The first file that is to be transferred: of a job in on-demand mode, one of which something was requested. */
  nextFile(): JobFile | undefined {
    if (!this.settings.onDemandMode) return this.#files.next() ?? this.reply?.next(this.files);
    return this.files.find((file) => !file.done && (file.total === null || file.access?.hasRequests === true));
  }

  runCommand(program: string, parameters: string | null): Promise<number | null> {
    return this.#host.runCommand(this, program, parameters);
  }

  termsOf(file: JobFile): TransferTerms {
    return file === this.reply?.file ? this.reply.terms(this.settings) : this.settings;
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
    this.requireOpen();
    apply();
    this.touch();
  }

  setPriority(priority: number): void {
    if (priority < jobPriority.foreground || priority > jobPriority.low) refuse(hresults.E_NOTIMPL);
    this.requireOpen();
    if (this.settings.hasCustomMethod && priority !== this.#priority)
      refuse(hresults.BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    this.forcePriority(priority);
  }

  forcePriority(priority: number): void {
    this.change(() => {
      this.#priority = priority;
      this.settings.foreground = priority === jobPriority.foreground;
    });
    this.#host.reconsider(this);
  }

  get isSuspended(): boolean {
    return this.#state === jobState.suspended;
  }

  get isTransferred(): boolean {
    return this.#state === jobState.transferred;
  }

  setOnDemandMode(onDemand: boolean): void {
    this.settings.setOnDemandMode(onDemand);
    for (const file of this.files) {
      if (onDemand) file.access ??= new RandomAccess(true, file.transferred);
      if (file.access !== null) file.access.onDemand = onDemand;
    }
  }

  /** The cost flags, or the conditions of the machine, have changed. */
  reviewConditions(): void {
    const block = this.#host.blockOf(this);
    if (block === null) {
      const waits = this.#state === jobState.transientError && blockingResults.has(this.#error?.hresult ?? 0);
      if (waits) this.enqueue();
    } else if (isRunnable(this.#state)) this.block(block);
  }

  /** The owner has logged off or on. */
  sessionChanged(): void {
    if (this.held) this.settings.helperTokenSid = null;
    if (isActive(this.#state)) this.enqueue();
    else this.#host.reconsider(this);
  }

  /** @throws {RefusedCall} what the transport finds wrong with names */
  async checkNames(name: FileName): Promise<void> {
    await this.#host.transport.checkNames(name, this.type);
  }

  /** @throws {RefusedCall} for a local file that cannot be written */
  async checkDestination(localName: string): Promise<void> {
    await this.#host.transport.checkDestination(localName);
  }

  /** Gives files other remote names. A transfer under way goes on with them. */
  async rename(names: readonly (readonly [JobFile, string])[]): Promise<void> {
    for (const [file, remoteName] of names) {
      // What is known about the entity tags of one server does not hold at another; size and time do.
      file.remoteName = remoteName;
    }
    await this.reconnect();
    this.touch();
  }

  temporaryNameOf(file: JobFile): string {
    return this.#host.transport.temporaryNameOf(file);
  }

  /** The reply to an upload. @throws {RefusedCall} `E_NOTIMPL`, `BG_E_INVALID_STATE` or `BG_E_TOO_LARGE` */
  async replyData(): Promise<Uint8Array | null> {
    const { reply } = this;
    if (reply === null) refuse(hresults.E_NOTIMPL);
    if (this.#state !== jobState.transferred && this.#state !== jobState.acknowledged)
      refuse(hresults.BG_E_INVALID_STATE);
    if (reply.file === null) return null;
    if (reply.file.transferred > largestReply) refuse(hresults.BG_E_TOO_LARGE);
    return await this.#host.transport.readFile(reply.file);
  }

  /** Another user, an administrator, is the owner from now on. */
  changeOwner(user: BitsUser): void {
    this.requireOpen();
    this.#owner = user;
    this.settings.changeOwner();
    this.touch();
    this.#host.reconsider(this);
  }

  /** Adds all files, or none. */
  async addFiles(names: readonly FileName[], ranges: readonly FileRangeRecord[] | null = null): Promise<void> {
    this.requireOpen();
    if (this.held) refuse(hresults.ERROR_NOT_LOGGED_ON);
    if (names.length === 0) refuse(hresults.E_INVALIDARG);
    const count = this.files.length + names.length;
    if (this.type !== downloadType && count > 1) refuse(hresults.BG_E_TOO_MANY_FILES);
    if (!this.ownerElevated && count > this.#host.filesPerJob) refuse(hresults.BG_E_TOO_MANY_FILES_IN_JOB);
    for (const name of names) checkNames(name);
    for (const name of names) await this.#host.transport.checkNames(name, this.type);
    this.requireOpen();
    this.#files.add(names.map((name) => this.#createFile(name, ranges)));
    this.touch();
  }

  /** Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-addfilewithranges. */
  async addFileWithRanges(name: FileName, ranges: readonly FileRangeRecord[]): Promise<void> {
    this.requireOpen();
    if (this.type !== downloadType) refuse(hresults.E_NOTIMPL);
    checkRanges(ranges, this.ownerElevated ? Number.POSITIVE_INFINITY : this.#host.rangesPerFile);
    checkNames(name);
    // Since BITS 3.0 ranges need HTTP.
    if (protocolOf(name.remoteName) !== 'http') refuse(hresults.E_INVALIDARG);
    if (this.settings.dynamicContent || this.settings.onDemandMode) refuse(hresults.BG_E_UNSUPPORTED_JOB_CONFIGURATION);
    await this.addFiles([name], ranges);
  }

  resume(): void {
    this.requireOpen();
    if (this.files.length === 0) refuse(hresults.BG_E_EMPTY);
    this.settings.resumed = true;
    this.#host.save(this);
    this.#run.restartTime();
    if (isAction(this.#state) && this.#state !== jobState.transientError) return;
    if (this.#state === jobState.transferred && this.#isWhole) return;
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
    const deleted = await discardFiles(this.#host.transport, this.#temporaryFiles);
    this.#setState(jobState.canceled);
    return deleted ? hresults.S_OK : hresults.BG_S_UNABLE_TO_DELETE_FILES;
  }

  async complete(): Promise<number> {
    this.requireOpen();
    if (this.type !== downloadType && this.#state !== jobState.transferred) refuse(hresults.BG_E_INVALID_STATE);
    if (isAction(this.#state)) this.#setState(jobState.suspended);
    await this.#run.stopped();
    await this.#placeFiles();
    await this.reply?.place(this.#host.transport, this.files);
    for (const file of this.files) file.validated ||= file.completed;
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
    const block = this.#host.blockOf(this);
    if (block !== null) {
      this.block(block);
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

  /** A condition of the machine keeps the job from being transferred. */
  block(hresult: number): void {
    this.fail(new TransferFailure(hresult, errorContext.generalQueueManager, true), null);
  }

  /** Cancels the job after the inactivity timeout. */
  expire(): void {
    this.#setState(jobState.canceled);
    void this.inTurn(async () => {
      await this.#run.stopped();
      await discardFiles(this.#host.transport, this.#temporaryFiles);
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
    this.#checkSize();
  }

  progressed(): void {
    this.retry.reset();
    this.lastActivity = this.#host.clock.now();
    this.notifier.modified();
    this.#checkSize();
  }

  /** A transfer has ended: the file is whole, or all that was requested of it is here. */
  fileEnded(file: JobFile): void {
    if ((file.access !== null && !file.done) || file === this.reply?.file) return;
    if (this.type !== downloadType) file.completed = true;
    this.notifier.fileTransferred(file);
  }

  /** Requested ranges of a file have arrived. */
  rangesTransferred(file: JobFile, ranges: readonly FileRangeRecord[]): void {
    this.notifier.rangesTransferred(file, ranges);
  }

  finished(): void {
    this.#setState(this.#isWhole ? jobState.transferred : jobState.suspended);
  }

  /** Changes to an error state, after a failure of the whole job or of one of its files. */
  fail(failure: TransferFailure, file: JobFile | null): void {
    this.errorCount += 1;
    const names = file === null ? null : { remoteName: file.remoteName, localName: file.localName };
    const protocol = names === null ? null : protocolOf(names.remoteName);
    const error = { context: failure.context, hresult: failure.hresult, file: names, protocol };
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
    this.#files.add(files);
    this.#state = isActive(state) ? jobState.queued : state;
    this.#priority = priority;
    this.settings.foreground = priority === jobPriority.foreground;
    this.#error = error;
    // Command lines are run once the service has woken.
    this.notifier.setAwake(false);
    this.notifier.restoreState(state);
  }

  touch(): void {
    this.lastActivity = this.#host.clock.now();
    this.notifier.modified();
    this.#host.save(this);
  }

  /** Whether everything has been transferred. */
  get #isWhole(): boolean {
    return this.#files.allDone && this.reply?.next(this.files) === undefined;
  }

  /** The files that have temporary ones. */
  get #temporaryFiles(): readonly JobFile[] {
    const { file = null } = this.reply ?? {};
    return file === null ? this.files : [...this.files, file];
  }

  /** `BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE`. */
  #checkSize(): void {
    const { maximumDownloadSize } = this.settings;
    if (maximumDownloadSize === sizeUnknown || !isActive(this.#state)) return;
    const { bytesTotal, bytesTransferred } = this.progress();
    const bytes = bytesTotal === sizeUnknown ? bytesTransferred : bytesTotal;
    if (bytes <= maximumDownloadSize) return;
    const context = errorContext.generalQueueManager;
    this.fail(new TransferFailure(hresults.BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED, context, false), null);
  }

  #createFile(name: FileName, ranges: readonly FileRangeRecord[] | null): JobFile {
    const file = new JobFile(name, ranges);
    file.direct = this.settings.highPerformance;
    if (this.settings.onDemandMode) file.access = new RandomAccess(true, 0n);
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

  /** The maximum download time has changed. */
  restartWait(): void {
    this.#run.changeMaximum();
  }

  /** The names or the access to files have changed while they are transferred: the transfer begins anew with what is here. */
  async reconnect(): Promise<void> {
    if (!isActive(this.#state)) return;
    this.enqueue();
    await this.#run.stopped();
  }

  /** A file was found to be invalid after its transfer. */
  invalidate(file: JobFile): void {
    // Without a known version the next transfer begins at 0, whatever the temporary file contains.
    file.known = null;
    file.restart();
    this.fail(new TransferFailure(hresults.BG_E_VALIDATION_FAILED, errorContext.localFile, false), file);
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
    this.lastActivity = this.#host.clock.now();
    if (state === jobState.transferred) this.transferCompletion = this.lastActivity;
    if (isActive(before) && !isActive(state)) this.#run.stop();
    this.retry.stop();
    if (state === jobState.queued) this.waitBehind();
    if (state === jobState.transientError) this.#waitForRetry();
    this.notifier.stateChanged(before, state);
    this.#host.save(this);
    this.#host.reconsider(this);
  }
}
