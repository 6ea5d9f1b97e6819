import type { Clock } from '../../com/clock.js';
import { hresults } from '../../com/hresult.js';
import { errorContext, TransferFailure } from '../http/transfer-failure.js';
import { downloadType, type TransferTerms } from '../http/transfer-terms.js';
import type { FileRangeRecord } from '../verbs.js';
import { Deadline, type Deadlines } from './deadlines.js';
import type { JobFile } from './job-file.js';
import type { JobFiles } from './job-files.js';
import type { JobSettings } from './job-settings.js';
import type { Notifier } from './notifier.js';
import type { Transfer, TransferOwner, Transport } from './transport.js';
import type { ReplyOfUpload } from './upload-reply.js';

/** The part of the service that a run needs. */
export interface RunHost {
  readonly clock: Clock;
  readonly transport: Transport;
  /** The deadlines of all jobs, of which there may be many. */
  readonly deadlines: Deadlines;
}

/** The part of a job that its run needs. */
export interface RunningJob {
  /** `BG_JOB_TYPE`. */
  readonly type: number;
  readonly settings: JobSettings;
  readonly notifier: Notifier;
  readonly reply: ReplyOfUpload | null;
  readonly fileList: JobFiles;
  connected(): void;
  progressed(): void;
  /** Records an activity of the job. */
  touch(): void;
  /** Saves the job as it is. Resolves when it is on the disk, unless the write failed. */
  recorded(): Promise<void>;
  fail(failure: TransferFailure, file: JobFile | null): void;
  /** Called when all files are complete, or everything that was requested of them is transferred. */
  finished(): void;
}

/** Shared by all jobs without an active transfer. */
const settled = Promise.resolve();

/**
 * The transfer of a job: its files one after the other. The deadline is the maximum download time.
 * Source: https://learn.microsoft.com/windows/win32/api/bits3_0/nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime.
 */
export class JobRun extends Deadline implements TransferOwner {
  readonly #host: RunHost;
  readonly #job: RunningJob;
  #running = false;
  #file: JobFile | null = null;
  #transfer: Transfer | null = null;
  /** Resolves when the transfers that were stopped write nothing more. */
  #settled: Promise<void> = settled;
  #startedAt = 0;
  #milliseconds = 0;

  constructor(host: RunHost, job: RunningJob) {
    super();
    this.#host = host;
    this.#job = job;
  }

  start(): void {
    this.#running = true;
    this.#startedAt = this.#host.clock.now();
    this.#waitForMaximum();
    this.#continue(this.#nextFile());
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#host.deadlines.remove(this);
    this.#milliseconds += this.#host.clock.now() - this.#startedAt;
    this.#settled = this.#transfer?.stop() ?? this.#settled;
    this.#transfer = null;
  }

  /** Whether everything has been transferred. */
  get isWhole(): boolean {
    const { fileList, reply } = this.#job;
    return fileList.allDone && reply?.next(fileList.list) === undefined;
  }

  /** Resolves when nothing more is written. */
  stopped(): Promise<void> {
    return this.#settled;
  }

  /** Restarts the maximum download time. */
  restartTime(): void {
    this.#milliseconds = 0;
    if (!this.#running) return;
    this.#startedAt = this.#host.clock.now();
    this.#waitForMaximum();
  }

  /** Applies a changed maximum download time. */
  changeMaximum(): void {
    if (!this.#running) return;
    const now = this.#host.clock.now();
    this.#milliseconds += now - this.#startedAt;
    this.#startedAt = now;
    this.#waitForMaximum();
  }

  due(): void {
    const failure = new TransferFailure(hresults.BG_E_MAXDOWNLOAD_TIMEOUT, errorContext.generalQueueManager, false);
    this.#job.fail(failure, null);
  }

  connected(): void {
    this.#job.connected();
    this.#checkSize();
  }

  progressed(): void {
    this.#job.progressed();
    this.#checkSize();
  }

  restarting(): Promise<void> {
    return this.#job.recorded();
  }

  rangesTransferred(ranges: readonly FileRangeRecord[]): void {
    if (this.#file !== null) this.#job.notifier.rangesTransferred(this.#file, ranges);
  }

  ended(failure: TransferFailure | null): void {
    this.#transfer = null;
    if (failure !== null) {
      this.#job.fail(failure, this.#file);
      return;
    }
    if (this.#file !== null) this.#fileEnded(this.#file);
    this.#job.touch();
    const next = this.#nextFile();
    if (next === undefined) this.#job.finished();
    else this.#continue(next);
  }

  /** Returns the first file to transfer; in on-demand mode, the first whose size is unknown or of which ranges were requested. */
  #nextFile(): JobFile | undefined {
    const { settings, fileList, reply } = this.#job;
    if (!settings.onDemandMode) return fileList.next() ?? reply?.next(fileList.list);
    return fileList.list.find((file) => !file.done && (file.total === null || file.access?.hasRequests === true));
  }

  #termsOf(file: JobFile): TransferTerms {
    const { reply, settings } = this.#job;
    return file === reply?.file ? reply.terms(settings) : settings;
  }

  /** Notifies the sink of a file that is transferred. A file of which only the requested ranges have been downloaded is not reported. */
  #fileEnded(file: JobFile): void {
    const { type, reply, notifier } = this.#job;
    if ((file.access !== null && !file.done) || file === reply?.file) return;
    if (type !== downloadType) file.completed = true;
    notifier.fileTransferred(file);
  }

  /** Fails the job if its files exceed `BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE`. */
  #checkSize(): void {
    if (!this.#running || !this.#job.settings.isExceededBy(this.#job.fileList)) return;
    const context = errorContext.generalQueueManager;
    this.#job.fail(new TransferFailure(hresults.BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED, context, false), null);
  }

  /** Continues in a later turn, after the call that started the run or ended a transfer has returned. */
  #continue(file: JobFile | undefined): void {
    this.#settled.then(() => this.#transferNext(file));
  }

  #transferNext(file = this.#nextFile()): void {
    // The run was stopped and started again meanwhile: the first of the two turns has started the transfer.
    if (!this.#running || this.#transfer !== null) return;
    if (file === undefined) {
      this.#job.finished();
      return;
    }
    this.#file = file;
    this.#transfer = this.#host.transport.createTransfer(file, this, this.#termsOf(file));
    this.#transfer.start();
  }

  #waitForMaximum(): void {
    const left = this.#job.settings.maximumDownloadTime * 1000 - this.#milliseconds;
    this.#host.deadlines.add(this, Math.max(left, 0));
  }
}
