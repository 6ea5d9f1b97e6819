import { invalidState, requireDword, requireText } from '../../com/arguments.js';
import type { Clock } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { describeThrown } from '../../com/thrown.js';
import type { DownloadProviderPolicy } from '../formats/download-provider.js';
import type { ContentJobEnd, ContentJobRecord, ContentJobState } from './content-job.js';
import type { ContentProgress } from './counts.js';
import { Ending } from './ending.js';
import type { ContentTransferNotification } from './notification.js';
import {
  type AlternateDownloadProvider,
  callProvider,
  type DownloadContentRequest,
  type DownloadPriority,
  operationOf,
} from './provider.js';
import { JobReports, type ReceivedNotification, type RuleViolation } from './reports.js';
import { readPriority } from './request.js';

/** @internal What a job is made of. */
export interface JobParts {
  readonly clock: Clock;
  readonly provider: AlternateDownloadProvider;
  readonly policy: DownloadProviderPolicy;
  readonly request: DownloadContentRequest;
  /** The `AlternateDownloadSettings` of the request; empty for none. */
  readonly settings: string;
  readonly strict: boolean;
}

/** A job of the manager: what one provider was asked for, and what it reports. */
export class ManagedContentJob {
  /** What the provider was asked for. */
  readonly request: DownloadContentRequest;
  /** The provider's registration. */
  readonly provider: DownloadProviderPolicy;
  readonly #parts: JobParts;
  readonly #reports: JobReports;
  readonly #ending = new Ending<ContentJobEnd>();
  readonly #startedAt: number;
  readonly #early: ContentTransferNotification[] = [];
  #id: string | null = null;
  #suspended = false;
  #canceling = false;
  #expiring = false;
  #error: HResultError | null = null;
  #priority: DownloadPriority;
  #stopTimeout: () => void;
  #giveUp: (error: HResultError) => void = () => {};

  /** @internal */
  constructor(parts: JobParts) {
    this.#parts = parts;
    this.request = parts.request;
    this.provider = parts.policy;
    this.#priority = parts.request.priority;
    this.#reports = new JobReports(parts.clock, parts.request, parts.strict);
    this.#startedAt = parts.clock.now();
    this.#stopTimeout = this.#scheduleTimeout(parts.request.timeoutSeconds);
  }

  /** The GUID that the provider gave the job. @throws {TypeError} before the provider has taken it */
  get id(): string {
    if (this.#id === null) throw invalidState('the provider has not accepted the job yet');
    return this.#id;
  }

  get state(): ContentJobState {
    const { end } = this.#ending;
    if (end !== null) return end;
    if (this.#id === null) return 'requested';
    return this.#suspended ? 'suspended' : 'downloading';
  }

  get priority(): DownloadPriority {
    return this.#priority;
  }

  /** The last counts that were reported. */
  get progress(): ContentProgress {
    return this.#reports.progress;
  }

  /** The last status that was reported, such as `'DownloadingData'`; null before the first. */
  get progressType(): string | null {
    return this.#reports.progressType;
  }

  /** Why the job failed: operation `SendNotifyErrorToCTM` with the reported message, or `ERROR_TIMEOUT`. */
  get error(): HResultError | null {
    return this.#error;
  }

  /** The notifications of this job with their answers, the oldest first: the latest 10 000. */
  get notifications(): readonly ReceivedNotification[] {
    return this.#reports.received;
  }

  /** The rules that its notifications broke: the latest 10 000 times. */
  get violations(): readonly RuleViolation[] {
    return this.#reports.violations;
  }

  /** Whether the provider still has to report success or error: also after the timeout, which it must report as an error. */
  get reportDue(): boolean {
    return this.#id !== null && !this.#reports.finished && this.state !== 'canceled';
  }

  /** @internal */
  get ended(): boolean {
    return this.#ending.end !== null;
  }

  /** How the job ended. It never rejects: what went wrong is in {@link error}. */
  get completed(): Promise<ContentJobEnd> {
    return this.#ending.reached;
  }

  /** The job as the class of job states shows it. */
  describe(): ContentJobRecord {
    const { policy, request, settings } = this.#parts;
    return {
      ProviderSettingsFromRequest: settings,
      CurrentProviderPriority: policy.priority,
      CurrentProviderLogicalName: policy.logicalName,
      CurrentProviderCLSID: policy.clsid,
      CurrentProviderGlobalSettings: policy.globalSettings,
      CurrentProviderSettingsFromRequest: request.packageData,
      state: this.state,
      progress: this.progress,
    };
  }

  /** Suspends the job. @throws {HResultError} what the provider fails with; `ERROR_NOT_FOUND` when the job has ended */
  async suspend(): Promise<void> {
    await this.#call('suspend', (provider, id) => provider.suspend(id));
    this.#suspended = true;
  }

  /** Lets the job go on. @throws {HResultError} what the provider fails with; `ERROR_NOT_FOUND` when the job has ended */
  async resume(): Promise<void> {
    await this.#call('resume', (provider, id) => provider.resume(id));
    this.#suspended = false;
  }

  /** Cancels the job. @throws {HResultError} what the provider fails with; `ERROR_NOT_FOUND` when the job has ended */
  async cancel(): Promise<void> {
    this.#canceling = true;
    try {
      await this.#call('cancelJob', (provider, id) => provider.cancelJob(id));
      this.#end('canceled');
    } finally {
      this.#canceling = false;
      // It would not be cancelled, but has reported an error meanwhile.
      if (this.#error !== null) this.#end('failed');
    }
  }

  /**
   * Gives the job another source.
   * @param flags `CCM_DTS_FLAG`; those of the request by default
   * @throws {HResultError} what the provider fails with; `ERROR_NOT_FOUND` when the job has ended
   */
  async modifySource(sourceUrl: string, flags: number = this.request.flags): Promise<void> {
    requireText(sourceUrl, 'sourceUrl');
    requireDword(flags, 'flags');
    await this.#call('modifyJobSource', (provider, id) => provider.modifyJobSource(id, sourceUrl, flags));
  }

  /** Changes the priority. @throws {HResultError} what the provider fails with; `ERROR_NOT_FOUND` when the job has ended */
  async modifyPriority(priority: DownloadPriority): Promise<void> {
    const word = readPriority(priority);
    await this.#call('modifyJobPriority', (provider, id) => provider.modifyJobPriority(id, word));
    this.#priority = word;
  }

  /**
   * Changes the timeout, which counts from the beginning of the job: one that is over at once fails the job as soon as the
   * provider's method has returned, and then the report of its error is due.
   * @throws {HResultError} what the provider fails with; `ERROR_NOT_FOUND` when the job has ended
   */
  async modifyTimeout(timeoutSeconds: number): Promise<void> {
    requireDword(timeoutSeconds, 'timeoutSeconds');
    this.#expiring = this.#remaining(timeoutSeconds) <= 0;
    try {
      await this.#call('modifyJobTimeout', (provider, id) => provider.modifyJobTimeout(id, timeoutSeconds));
    } finally {
      this.#expiring = false;
    }
    this.#stopTimeout();
    if (this.#ending.end !== null) return;
    if (this.#remaining(timeoutSeconds) <= 0) this.#expire();
    else this.#stopTimeout = this.#scheduleTimeout(timeoutSeconds);
  }

  /** @internal Asks the provider. @throws {HResultError} when it does not take the job */
  async start(): Promise<void> {
    const givenUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    try {
      const asked = callProvider('downloadContent', () => this.#parts.provider.downloadContent(this.request));
      this.#id = readJobId(await Promise.race([asked, givenUp]));
    } catch (error) {
      if (error instanceof HResultError) this.#fail(error);
      throw error;
    }
    // What came before the answer was taken on trust.
    for (const notification of this.#early) {
      if (notification.id !== this.#id) this.#reports.breach(notification, { rule: 'unknownJob', weight: 'noted' });
    }
  }

  /** @internal Whether a notification is about this job, or about it in part. */
  matches({ id, endpoint, clientData }: ContentTransferNotification): 'whole' | 'part' | 'not' {
    const verbatim = endpoint === this.request.notifyEndpoint && clientData === this.request.notifyData;
    const same = id === this.#id;
    // Before the provider has told the id, nobody but it can know it.
    if (verbatim && (same || this.#id === null)) return 'whole';
    return verbatim || same ? 'part' : 'not';
  }

  /** @internal A notification with an endpoint, id or client data that is not the job's. */
  refuse(notification: ContentTransferNotification): void {
    this.#reports.note(notification, [{ rule: 'unknownJob', weight: 'required' }]);
  }

  /** @internal Answers a notification. */
  receive(notification: ContentTransferNotification): number {
    if (this.#id === null) this.#early.push(notification);
    const moment = { ended: this.#ending.end !== null, expiring: this.#expiring };
    const outcome = this.#reports.receive(notification, moment);
    if (outcome === 'refused') return hresults.E_INVALIDARG;
    if (outcome === 'success') this.#end('succeeded');
    if (outcome === 'error' && !moment.ended && notification.function === 'SendNotifyErrorToCTM') {
      const { hresult, function: operation, message } = notification;
      this.#error = new HResultError(hresult, operation, message ?? undefined);
      if (!this.#canceling) this.#end('failed');
    }
    return hresults.S_OK;
  }

  /** @internal Ends the job with the emulation. */
  abandon(): void {
    this.#fail(new HResultError(hresults.RPC_E_DISCONNECTED, operationOf('downloadContent')));
  }

  async #call(
    method: keyof AlternateDownloadProvider,
    call: (provider: AlternateDownloadProvider, id: string) => Promise<void>,
  ): Promise<void> {
    const id = this.#id;
    if (id === null || this.#ending.end !== null) throw new HResultError(hresults.ERROR_NOT_FOUND, operationOf(method));
    await callProvider(method, () => call(this.#parts.provider, id));
  }

  #remaining(timeoutSeconds: number): number {
    return this.#startedAt + timeoutSeconds * 1000 - this.#parts.clock.now();
  }

  #scheduleTimeout(timeoutSeconds: number): () => void {
    return this.#parts.clock.schedule(() => this.#expire(), this.#remaining(timeoutSeconds));
  }

  #expire(): void {
    this.#fail(new HResultError(hresults.ERROR_TIMEOUT, operationOf('downloadContent')));
  }

  #fail(error: HResultError): void {
    if (this.#ending.end !== null) return;
    this.#error = error;
    this.#end('failed');
    this.#giveUp(error);
  }

  #end(end: ContentJobEnd): void {
    if (this.#ending.end !== null) return;
    if (end !== 'failed') this.#error = null;
    this.#stopTimeout();
    this.#ending.reach(end);
  }
}

function readJobId(answer: unknown): string {
  try {
    return parseGuid(answer, 'the id');
  } catch (error) {
    const context = describeThrown(error);
    throw new HResultError(hresults.E_UNEXPECTED, operationOf('downloadContent'), context);
  }
}
