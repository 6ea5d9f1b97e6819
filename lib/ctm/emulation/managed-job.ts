import { invalidState, requireDword, requireText } from '../../com/arguments.js';
import type { Clock } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { describeThrown } from '../../com/thrown.js';
import type { DownloadProviderPolicy } from '../formats/download-provider.js';
import type { ContentJobEnd, ContentJobRecord, ContentJobState, ContentProgress } from './content-job.js';
import { readPriority } from './content-request.js';
import { JobReports, type ReceivedNotification, type RuleViolation } from './job-reports.js';
import {
  type AlternateDownloadProvider,
  callProvider,
  type DownloadContentRequest,
  type DownloadPriority,
  operationOf,
} from './provider.js';
import type { ContentTransferNotification } from './sent-notifications.js';

/** @internal The parts of a job. */
interface JobParts {
  readonly clock: Clock;
  readonly provider: AlternateDownloadProvider;
  readonly policy: DownloadProviderPolicy;
  readonly request: DownloadContentRequest;
  /** The `AlternateDownloadSettings` of the request; empty for none. */
  readonly settings: string;
  readonly strict: boolean;
}

/** A job of the manager: the request to one provider, and its notifications. */
export class ManagedContentJob {
  /** The request to the provider. */
  readonly request: DownloadContentRequest;
  /** The provider's registration. */
  readonly provider: DownloadProviderPolicy;
  /** Resolves to the final state of the job. Never rejects: the cause of a failure is in {@link error}. */
  readonly completed: Promise<ContentJobEnd>;
  readonly #parts: JobParts;
  readonly #reports: JobReports;
  readonly #startedAt: number;
  readonly #early: ContentTransferNotification[] = [];
  #id: string | null = null;
  #end: ContentJobEnd | null = null;
  #resolveCompleted: (end: ContentJobEnd) => void = () => {};
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
    this.completed = new Promise((resolve) => {
      this.#resolveCompleted = resolve;
    });
    this.#startedAt = parts.clock.now();
    this.#stopTimeout = this.#scheduleTimeout(parts.request.timeoutSeconds);
  }

  /** The GUID that the provider has assigned. @throws {TypeError} before the provider has accepted the job */
  get id(): string {
    if (this.#id === null) throw invalidState('the provider has not accepted the job yet');
    return this.#id;
  }

  get state(): ContentJobState {
    if (this.#end !== null) return this.#end;
    if (this.#id === null) return 'requested';
    return this.#suspended ? 'suspended' : 'downloading';
  }

  get priority(): DownloadPriority {
    return this.#priority;
  }

  /** The latest reported counts. */
  get progress(): ContentProgress {
    return this.#reports.progress;
  }

  /** The latest reported status, such as `'DownloadingData'`; null before the first. */
  get progressType(): string | null {
    return this.#reports.progressType;
  }

  /** The error that failed the job: operation `SendNotifyErrorToCTM` with the reported message, or `ERROR_TIMEOUT`. */
  get error(): HResultError | null {
    return this.#error;
  }

  /** The latest 10 000 notifications of this job with their results, oldest first. */
  get notifications(): readonly ReceivedNotification[] {
    return this.#reports.received;
  }

  /** The latest 10 000 violations of rules by its notifications. */
  get violations(): readonly RuleViolation[] {
    return this.#reports.violations;
  }

  /** Whether the provider has not reported success or error yet. After a timeout it must report an error. */
  get reportDue(): boolean {
    return this.#id !== null && !this.#reports.finished && this.state !== 'canceled';
  }

  /** @internal */
  get ended(): boolean {
    return this.#end !== null;
  }

  /** Returns the properties of the job as in the class of job states. */
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

  /** Suspends the job. @throws {HResultError} the provider's failure; `ERROR_NOT_FOUND` if the job has ended */
  async suspend(): Promise<void> {
    await this.#call('suspend', (provider, id) => provider.suspend(id));
    this.#suspended = true;
  }

  /** Resumes the job. @throws {HResultError} the provider's failure; `ERROR_NOT_FOUND` if the job has ended */
  async resume(): Promise<void> {
    await this.#call('resume', (provider, id) => provider.resume(id));
    this.#suspended = false;
  }

  /** Cancels the job. @throws {HResultError} the provider's failure; `ERROR_NOT_FOUND` if the job has ended */
  async cancel(): Promise<void> {
    this.#canceling = true;
    try {
      await this.#call('cancelJob', (provider, id) => provider.cancelJob(id));
      this.#finish('canceled');
    } finally {
      this.#canceling = false;
      // The provider has refused to cancel the job, and has reported an error in the meantime.
      if (this.#error !== null) this.#finish('failed');
    }
  }

  /**
   * Changes the source of the job.
   * @param flags `CCM_DTS_FLAG`; those of the request by default
   * @throws {HResultError} the provider's failure; `ERROR_NOT_FOUND` if the job has ended
   */
  async modifySource(sourceUrl: string, flags: number = this.request.flags): Promise<void> {
    requireText(sourceUrl, 'sourceUrl');
    requireDword(flags, 'flags');
    await this.#call('modifyJobSource', (provider, id) => provider.modifyJobSource(id, sourceUrl, flags));
  }

  /** Changes the priority. @throws {HResultError} the provider's failure; `ERROR_NOT_FOUND` if the job has ended */
  async modifyPriority(priority: DownloadPriority): Promise<void> {
    const word = readPriority(priority);
    await this.#call('modifyJobPriority', (provider, id) => provider.modifyJobPriority(id, word));
    this.#priority = word;
  }

  /**
   * Changes the timeout, which counts from the start of the job. A timeout that has already passed fails the job as soon as the provider's
   * method has returned; then the provider must report the error.
   * @throws {HResultError} the provider's failure; `ERROR_NOT_FOUND` if the job has ended
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
    if (this.#end !== null) return;
    if (this.#remaining(timeoutSeconds) <= 0) this.#expire();
    else this.#stopTimeout = this.#scheduleTimeout(timeoutSeconds);
  }

  /** @internal Calls the provider. @throws {HResultError} if it does not accept the job */
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
    // Notifications that arrived before the id was known were accepted without a check of their id.
    for (const notification of this.#early) {
      if (notification.id !== this.#id)
        this.#reports.addViolation(notification, { rule: 'unknownJob', weight: 'noted' });
    }
  }

  /**
   * @internal Compares a notification with this job: `'whole'` for its endpoint, client data and id; `'early'` for its endpoint and client data
   * before its id is known; `'part'` for only its endpoint and client data or only its id; otherwise `'not'`.
   */
  matches({ id, endpoint, clientData }: ContentTransferNotification): 'whole' | 'early' | 'part' | 'not' {
    const verbatim = endpoint === this.request.notifyEndpoint && clientData === this.request.notifyData;
    const same = id === this.#id;
    if (verbatim && same) return 'whole';
    // Until the provider has returned the id, only the provider knows it.
    if (verbatim && this.#id === null) return 'early';
    return verbatim || same ? 'part' : 'not';
  }

  /** @internal Records a notification whose endpoint, id or client data is not the job's. */
  refuse(notification: ContentTransferNotification): void {
    this.#reports.note(notification, [{ rule: 'unknownJob', weight: 'required' }]);
  }

  /** @internal Returns the result of a notification. */
  receive(notification: ContentTransferNotification): number {
    if (this.#id === null) this.#early.push(notification);
    const moment = { ended: this.#end !== null, expiring: this.#expiring };
    const outcome = this.#reports.receive(notification, moment);
    if (outcome === 'refused') return hresults.E_INVALIDARG;
    if (outcome === 'success') this.#finish('succeeded');
    if (outcome === 'error' && !moment.ended && notification.function === 'SendNotifyErrorToCTM') {
      const { hresult, function: operation, message } = notification;
      this.#error = new HResultError(hresult, operation, message ?? undefined);
      if (!this.#canceling) this.#finish('failed');
    }
    return hresults.S_OK;
  }

  /** @internal Fails the job because the emulation ends. */
  abandon(): void {
    this.#fail(new HResultError(hresults.RPC_E_DISCONNECTED, operationOf('downloadContent')));
  }

  async #call(
    method: keyof AlternateDownloadProvider,
    call: (provider: AlternateDownloadProvider, id: string) => Promise<void>,
  ): Promise<void> {
    const id = this.#id;
    if (id === null || this.#end !== null) throw new HResultError(hresults.ERROR_NOT_FOUND, operationOf(method));
    await callProvider(method, () => call(this.#parts.provider, id));
  }

  #remaining(timeoutSeconds: number): number {
    return this.#startedAt + timeoutSeconds * 1000 - this.#parts.clock.now();
  }

  #scheduleTimeout(timeoutSeconds: number): () => void {
    // The time of a real clock advances between two readings.
    return this.#parts.clock.schedule(() => this.#expire(), Math.max(this.#remaining(timeoutSeconds), 0));
  }

  #expire(): void {
    this.#fail(new HResultError(hresults.ERROR_TIMEOUT, operationOf('downloadContent')));
  }

  #fail(error: HResultError): void {
    if (this.#end !== null) return;
    this.#error = error;
    this.#finish('failed');
    this.#giveUp(error);
  }

  #finish(end: ContentJobEnd): void {
    if (this.#end !== null) return;
    if (end !== 'failed') this.#error = null;
    this.#stopTimeout();
    this.#end = end;
    this.#resolveCompleted(end);
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
