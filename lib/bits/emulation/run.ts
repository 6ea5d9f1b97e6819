import { hresults } from '../../com/hresult.js';
import type { Deadline } from './deadlines.js';
import type { Job, JobHost } from './job.js';
import { jobDefaults } from './settings.js';
import { errorContext } from './states.js';
import { TransferFailure } from './transport.js';

/** Why a transfer ends: a reason of its own for each would cost a stack. */
const stopped = new DOMException('The transfer was stopped', 'AbortError');

/** Shared by all jobs that have not started: most of a long list. */
const settled = Promise.resolve();

/** The transfer of one job while it has transfer time: its files one after the other. */
export class Run {
  readonly #host: JobHost;
  readonly #job: Job;
  #abort: AbortController | null = null;
  #settled: Promise<void> = settled;
  #startedAt = 0;
  #milliseconds = 0;
  #deadline: Deadline | null = null;

  constructor(host: JobHost, job: Job) {
    this.#host = host;
    this.#job = job;
  }

  start(): void {
    const abort = new AbortController();
    this.#abort = abort;
    this.#startDeadline();
    const before = this.#settled;
    this.#settled = before.then(() => this.#transfer(abort.signal));
  }

  stop(): void {
    this.#abort?.abort(stopped);
    this.#abort = null;
    this.#stopDeadline();
  }

  /** Resolves when nothing is written any more. */
  stopped(): Promise<void> {
    return this.#settled;
  }

  /** The maximum download time begins anew. */
  restartTime(): void {
    this.#milliseconds = 0;
    if (this.#abort === null) return;
    this.#removeDeadline();
    this.#startDeadline();
  }

  async #transfer(signal: AbortSignal): Promise<void> {
    const observer = {
      connected: () => {
        if (!signal.aborted) this.#job.connected();
      },
      progressed: () => {
        if (!signal.aborted) this.#job.progressed();
      },
    };
    for (;;) {
      if (signal.aborted) return;
      const file = this.#job.nextFile();
      if (file === undefined) break;
      try {
        await this.#host.transport.transfer(file, observer, signal);
      } catch (error) {
        if (!signal.aborted) this.#job.fail(toFailure(error), file);
        return;
      }
      if (!signal.aborted) this.#job.touch();
    }
    // Nothing is left that could be aborted.
    this.#abort = null;
    this.#job.finished();
  }

  /** Source: https://learn.microsoft.com/windows/win32/api/bits3_0/nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime. */
  #startDeadline(): void {
    this.#startedAt = this.#host.clock.now();
    const left = jobDefaults.maximumDownloadTime * 1000 - this.#milliseconds;
    this.#deadline = this.#host.deadlines.add(Math.max(left, 0), () => {
      const failure = new TransferFailure(hresults.BG_E_MAXDOWNLOAD_TIMEOUT, errorContext.generalQueueManager, false);
      this.#job.fail(failure, null);
    });
  }

  #stopDeadline(): void {
    if (this.#deadline === null) return;
    this.#removeDeadline();
    this.#milliseconds += this.#host.clock.now() - this.#startedAt;
  }

  #removeDeadline(): void {
    if (this.#deadline !== null) this.#host.deadlines.remove(this.#deadline);
    this.#deadline = null;
  }
}

function toFailure(error: unknown): TransferFailure {
  if (error instanceof TransferFailure) return error;
  return new TransferFailure(hresults.E_UNEXPECTED, errorContext.unknown, false);
}
