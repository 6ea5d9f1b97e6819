import type { Clock } from '../../com/clock.js';
import { hresults } from '../../com/hresult.js';
import type { FileRangeRecord } from '../verbs.js';
import { Deadline, type Deadlines } from './deadlines.js';
import { errorContext } from './job-enumerations.js';
import type { JobFile } from './job-file.js';
import { TransferFailure } from './transfer-failure.js';
import type { Transfer, TransferOwner, TransferTerms, Transport } from './transport.js';

/** What a run needs from the service. */
export interface RunHost {
  readonly clock: Clock;
  readonly transport: Transport;
  /** The deadlines of all jobs, of which there may be many. */
  readonly deadlines: Deadlines;
}

/** A job, as its run needs it. */
export interface RunningJob {
  /** Returns the next file that is not complete; undefined if all are. */
  nextFile(): JobFile | undefined;
  connected(): void;
  progressed(): void;
  termsOf(file: JobFile): TransferTerms;
  /** Seconds of transfer time that the job may take. */
  readonly maximumDownloadTime: number;
  /** A transfer has ended well. */
  fileEnded(file: JobFile): void;
  rangesTransferred(file: JobFile, ranges: readonly FileRangeRecord[]): void;
  /** Records an activity of the job. */
  touch(): void;
  fail(failure: TransferFailure, file: JobFile | null): void;
  /** Called when all files are complete. */
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
    this.#continue(this.#job.nextFile());
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#host.deadlines.remove(this);
    this.#milliseconds += this.#host.clock.now() - this.#startedAt;
    this.#settled = this.#transfer?.stop() ?? this.#settled;
    this.#transfer = null;
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

  /** The maximum download time is another one now. */
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
  }

  progressed(): void {
    this.#job.progressed();
  }

  rangesTransferred(ranges: readonly FileRangeRecord[]): void {
    if (this.#file !== null) this.#job.rangesTransferred(this.#file, ranges);
  }

  ended(failure: TransferFailure | null): void {
    this.#transfer = null;
    if (failure !== null) {
      this.#job.fail(failure, this.#file);
      return;
    }
    if (this.#file !== null) this.#job.fileEnded(this.#file);
    this.#job.touch();
    const next = this.#job.nextFile();
    if (next === undefined) this.#job.finished();
    else this.#continue(next);
  }

  /** Continues in a later turn, after the call that started the run or ended a transfer has returned. */
  #continue(file: JobFile | undefined): void {
    this.#settled.then(() => this.#transferNext(file));
  }

  #transferNext(file = this.#job.nextFile()): void {
    // The run was stopped and started again meanwhile: the first of the two turns has started the transfer.
    if (!this.#running || this.#transfer !== null) return;
    if (file === undefined) {
      this.#job.finished();
      return;
    }
    this.#file = file;
    this.#transfer = this.#host.transport.createTransfer(file, this, this.#job.termsOf(file));
    this.#transfer.start();
  }

  #waitForMaximum(): void {
    const left = this.#job.maximumDownloadTime * 1000 - this.#milliseconds;
    this.#host.deadlines.add(this, Math.max(left, 0));
  }
}
