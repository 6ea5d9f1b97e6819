import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireBoolean, requireCount, requireInteger, requireOptions } from '../com/arguments.js';
import { longestDelay, onAbort } from '../com/clock.js';
import { toDiagnosticsError } from '../com/diagnostics/error.js';
import { type ObservedSession, observeSession } from '../com/diagnostics/sessions.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import { estimateProgress, type ProgressEstimate, RateMeter } from '../com/rate.js';
import { functionNames } from './constants.js';
import { Delivery, type DeliveryParts } from './delivery.js';
import {
  type ContentTransferFollowOptions,
  type ContentTransferFollowResult,
  type ContentTransferSource,
  follow,
} from './follow.js';
import { type ContentTransferJobCounts, finalCounts, isDue, noCounts, takeCounts } from './job-counts.js';
import { ContentTransferJobEndedError } from './job-error.js';
import {
  type ContentTransferErrorNotification,
  type ContentTransferFailure,
  type ContentTransferJobAddress,
  type ContentTransferProgressNotification,
  type ContentTransferProgressType,
  type ContentTransferSuccessNotification,
  requireAddress,
  requireComplete,
  requireFailure,
  requireProgressType,
} from './notifications.js';

/** A status: one of the documented words. */
export type ContentTransferJobStatus = Exclude<ContentTransferProgressType, '' | null>;

export interface ContentTransferJobOptions extends ContentTransferJobAddress {
  /** `dwChunkSize` of `DownloadContent`: bytes between two reports of progress; 0, the default, reports each call of `progress()`. */
  readonly chunkSize?: number | bigint | undefined;
  /** Whether `CCM_DTS_NOTIFYPROGRESS` was among the flags: without it, only the end is reported. */
  readonly wantsProgress: boolean;
  /** The number of times that a failed report of success or error is sent again; 2 by default. */
  readonly retries?: number | undefined;
  /** The number of times that a failed report of progress is sent again; 0 by default, because the next report is newer. */
  readonly progressRetries?: number | undefined;
  /** Milliseconds before a failed report is sent again; 1000 by default. */
  readonly retryDelay?: number | undefined;
}

/** The progress of a job according to its latest counts. */
export interface ContentTransferJobSnapshot extends ProgressEstimate, JsonSerializable {
  /** The latest status; null before the first. */
  readonly status: ContentTransferJobStatus | null;
  readonly bytesTransferred: bigint;
  /** Null while it is unknown. */
  readonly bytesTotal: bigint | null;
  readonly filesTransferred: number;
  /** Null while it is unknown. */
  readonly filesTotal: number | null;
  /** The mean over the last five seconds of counts; null until there are two of different times, and after the final report. */
  readonly bytesPerSecond: number | null;
}

/** Sends the notifications of a job. */
export interface NotificationSender {
  notifyProgress(notification: ContentTransferProgressNotification): Promise<void>;
  notifySuccess(notification: ContentTransferSuccessNotification): Promise<void>;
  notifyError(notification: ContentTransferErrorNotification): Promise<void>;
}

/** The parts of a job. */
export interface JobParts extends DeliveryParts {
  readonly notifier: NotificationSender;
  readonly allowPartialSuccess: boolean;
}

const largestRetries = 1000;

/**
 * One job of Content Transfer Manager. Its provider may pass counts at any rate; the job reports what is due: a change of status at once, byte
 * progress for each chunk, and exactly one success or error. Reports are sent in order, one at a time; counts that arrive while a report is being
 * sent are included in the next. After the end every call rejects with `ERR_CTM_JOB_ENDED`, and nothing is sent; a final report that has failed can
 * be repeated.
 */
export class ContentTransferJob {
  readonly #parts: JobParts;
  readonly #address: ContentTransferJobAddress;
  readonly #chunkSize: bigint;
  readonly #wantsProgress: boolean;
  readonly #retries: number;
  readonly #progressRetries: number;
  readonly #delivery: Delivery;
  readonly #meter = new RateMeter();
  #bytesPerSecond: number | null = null;
  #counts = noCounts;
  #reported = noCounts;
  /** Whether counts have arrived since the last report was made. */
  #isFresh = false;
  #status: ContentTransferJobStatus | null = null;
  /** A change of status that has not been sent: the next report has it. */
  #unsentStatus: ContentTransferJobStatus | null = null;
  #progressTurn: Promise<void> | undefined;
  #ended = false;
  #finalReportFailed = false;
  #lastError: HResultError | null = null;
  readonly #observed: ObservedSession | undefined;

  /** @internal */
  constructor(parts: JobParts, options: ContentTransferJobOptions) {
    const {
      chunkSize = 0,
      wantsProgress,
      retries = 2,
      progressRetries = 0,
      retryDelay = 1000,
      ...rest
    } = requireOptions(options);
    this.#parts = parts;
    this.#address = requireAddress(rest);
    this.#chunkSize = requireCount(chunkSize, 'chunkSize');
    this.#wantsProgress = requireBoolean(wantsProgress, 'wantsProgress');
    this.#retries = requireInteger(retries, 'retries', 0, largestRetries);
    this.#progressRetries = requireInteger(progressRetries, 'progressRetries', 0, largestRetries);
    this.#delivery = new Delivery(parts, requireInteger(retryDelay, 'retryDelay', 0, longestDelay));
    this.#observed = observe(parts, this.#address.id);
  }

  /** The job's GUID, with braces and in upper case. */
  get id(): string {
    return this.#address.id;
  }

  /** Whether `succeed()` or `fail()` has been called and not refused: the final report has been sent, or is being sent. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Whether all attempts to send the final report have failed: then `succeed()` or `fail()` may be called again, and no other method that reports.
   */
  get finalReportFailed(): boolean {
    return this.#finalReportFailed;
  }

  /**
   * The error of the last report of progress; null if it succeeded. A failed report of progress does not reject the call: the next report is newer.
   */
  get lastError(): HResultError | null {
    return this.#lastError;
  }

  /** Returns the progress of the job, without a call to Content Transfer Manager. */
  snapshot(): ContentTransferJobSnapshot {
    const { bytesTotal, bytesTransferred, filesTotal, filesTransferred } = this.#counts;
    const total = bytesTotal === 0n ? null : bytesTotal;
    const bytesPerSecond = this.#ended ? null : this.#bytesPerSecond;
    return serializable({
      status: this.#status,
      bytesTransferred,
      bytesTotal: total,
      filesTransferred,
      filesTotal: filesTotal === 0 ? null : filesTotal,
      ...estimateProgress(bytesTransferred, total, bytesPerSecond),
      bytesPerSecond,
    });
  }

  /**
   * Reports a change of status, with the counts. An unchanged status is reported once.
   * @throws {HResultError} after the notifier or the connection is closed
   */
  async status(
    type: ContentTransferJobStatus,
    counts?: ContentTransferJobCounts,
    options?: SignalOptions,
  ): Promise<void> {
    this.#requireOpen();
    await untilAborted(requireSignalOf(options), () => this.#reportStatus(type, counts));
  }

  async #reportStatus(type: ContentTransferJobStatus, counts: ContentTransferJobCounts | undefined): Promise<void> {
    const status = requireProgressType(type);
    if (counts !== undefined) this.#take(counts);
    const isChange = status !== this.#status;
    this.#status = status;
    if (!this.#wantsProgress) return;
    if (isChange) {
      await this.#delivery.enqueue(() => {
        this.#unsentStatus = status;
        return this.#sendProgress();
      });
    } else await this.#reportProgress();
  }

  /**
   * Accepts the latest counts of the transfer, and reports them if a chunk has been transferred since the last report, or a total has become known.
   * Resolves when the report that is due has been sent.
   * @throws {TypeError | RangeError} for counts that break a rule: they are not accepted
   * @throws {HResultError} after the notifier or the connection is closed
   */
  async progress(counts: ContentTransferJobCounts, options?: SignalOptions): Promise<void> {
    this.#requireOpen();
    await untilAborted(requireSignalOf(options), async () => {
      this.#take(counts);
      if (this.#wantsProgress) await this.#reportProgress();
    });
  }

  /**
   * Reports success, with the latest counts. A total that is still unknown is reported as the transferred count. An abort only ends the wait: the
   * report is sent nevertheless, with its retries, because Content Transfer Manager expects it.
   * @throws {RangeError} if not everything is transferred, unless the notifier allows it: nothing is sent, and the job continues
   * @throws {HResultError} the result of the last attempt, if every attempt has failed: the report can be repeated
   */
  async succeed(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    this.#requireNoFinalReport();
    const { notifier, allowPartialSuccess } = this.#parts;
    const counts = finalCounts(this.#counts);
    if (!allowPartialSuccess) requireComplete(counts);
    await untilAborted(signal, async () => {
      await this.#end(() => notifier.notifySuccess({ ...this.#address, ...counts }));
      this.#observed?.end('succeeded');
    });
  }

  /**
   * Reports an error. An abort only ends the wait, as in `succeed()`.
   * @throws {TypeError | RangeError} for a code that is not a failure, or a message that is not a string: nothing is sent, and the job continues
   * @throws {HResultError} the result of the last attempt, if every attempt has failed: the report can be repeated
   */
  async fail(error: ContentTransferFailure, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    this.#requireNoFinalReport();
    const failure = requireFailure(requireOptions(error, 'error'));
    await untilAborted(signal, async () => {
      await this.#end(() => this.#parts.notifier.notifyError({ ...this.#address, ...failure }));
      const reported = new HResultError(failure.hresult, functionNames.error);
      if (reported.hresult === hresults.ERROR_CANCELLED) this.#observed?.end('canceled');
      else this.#observed?.end('failed', toDiagnosticsError(reported));
    });
  }

  /**
   * Reports a transfer from its snapshots: each snapshot as progress, success when the transfer is complete, an error when it fails or is cancelled.
   * A transfer that is suspended, or in a transient error, continues later and has not failed.
   * @throws what `watch()` or `complete()` throws, after it has been reported as the job's error
   * @throws the signal's reason at once: then no final report is sent, unless it is already being sent
   */
  async follow(
    transfer: ContentTransferSource,
    options?: ContentTransferFollowOptions,
  ): Promise<ContentTransferFollowResult> {
    this.#requireOpen();
    return await follow(this, transfer, options);
  }

  #requireOpen(): void {
    if (this.#ended)
      throw new ContentTransferJobEndedError(`the final report of content transfer job ${this.id} has been sent`);
  }

  #requireNoFinalReport(): void {
    if (!this.#finalReportFailed) this.#requireOpen();
  }

  #take(counts: ContentTransferJobCounts): void {
    this.#counts = takeCounts(this.#counts, counts);
    this.#bytesPerSecond = this.#meter.measure(this.#parts.clock.now(), this.#counts.bytesTransferred);
    this.#isFresh = true;
    const { bytesTransferred, bytesTotal } = this.#counts;
    this.#observed?.progress(this.#status ?? '', bytesTransferred, bytesTotal === 0n ? null : bytesTotal);
  }

  /** Sends the report that is due. Calls that wait for their turn share one report, with the latest counts. */
  #reportProgress(): Promise<void> {
    this.#progressTurn ??= this.#delivery.enqueue(async () => {
      this.#progressTurn = undefined;
      if (this.#ended) return;
      const isNew = this.#isFresh && isDue(this.#reported, this.#counts, this.#chunkSize);
      if (isNew || this.#unsentStatus !== null) await this.#sendProgress();
    });
    return this.#progressTurn;
  }

  async #sendProgress(): Promise<void> {
    const counts = this.#counts;
    this.#isFresh = false;
    const { notifier } = this.#parts;
    const notification = { ...this.#address, ...counts, progressType: this.#unsentStatus };
    try {
      await this.#delivery.send(() => notifier.notifyProgress(notification), this.#progressRetries);
      this.#reported = counts;
      this.#unsentStatus = null;
      this.#lastError = null;
    } catch (error) {
      if (!(error instanceof HResultError) || this.#delivery.closed) throw error;
      this.#lastError = error;
    }
  }

  async #end(report: () => Promise<void>): Promise<void> {
    this.#ended = true;
    this.#finalReportFailed = false;
    try {
      await this.#delivery.enqueue(() => this.#delivery.send(report, this.#retries));
    } catch (error) {
      // A report that was refused for its arguments has not been sent: the job continues.
      this.#ended = error instanceof HResultError;
      this.#finalReportFailed = this.#ended && !this.#delivery.closed;
      throw error;
    }
  }
}

/** Observes a job. A job without a final report ends as `closed` when its notifier or connection closes. */
function observe({ calls, clock, closed }: JobParts, id: string): ObservedSession | undefined {
  const observed = observeSession(clock, 'ctm', 'provider', id);
  if (observed === undefined) return undefined;
  const end = () => observed.end('closed');
  for (const remove of [onAbort(closed)(end), calls.onClose(end)]) observed.onEnd(remove);
  return observed;
}
