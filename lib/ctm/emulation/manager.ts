import { requireCallback, requireObject, wrongValue } from '../../com/arguments.js';
import type { Clock } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { LatestEnded, RecentLog } from '../../emulation/bounded-lists.js';
import { type DownloadProviderOptions, type DownloadProviderPolicy, readPolicy } from '../formats/download-provider.js';
import { type ContentRequest, readRequest, type WantedContent } from './content-request.js';
import type { RuleViolation } from './job-reports.js';
import { ManagedContentJob } from './managed-job.js';
import { type AlternateDownloadProvider, operationOf } from './provider.js';
import type { ContentTransferNotification } from './sent-notifications.js';
import { wrapPackageData } from './settings.js';

/** The methods of a provider. */
const methods: readonly (keyof AlternateDownloadProvider)[] = [
  'downloadContent',
  'cancelJob',
  'modifyJobSource',
  'modifyJobPriority',
  'modifyJobTimeout',
  'resume',
  'suspend',
];

/** The number of ended jobs that are kept. */
const keptJobs = 1000;

/** The operation in errors of a request. */
const requestOperation = 'ICcmContentTransferManager4.DownloadContentEx3';

interface RegisteredProvider {
  readonly policy: DownloadProviderPolicy;
  readonly provider: AlternateDownloadProvider;
}

/**
 * An emulated Content Transfer Manager: requests content from alternate download providers written in TypeScript, and checks their
 * notifications against the documented rules. Providers report through {@link library}. A notification that breaks a rule fails with
 * `E_INVALIDARG`.
 */
export class ContentTransferManager {
  /** The path of the library through which providers report to this manager. */
  readonly library = 'C:\\winprogress\\ContentTransferManager.dll';
  /** The `szNotifyEndpoint` that providers receive. */
  readonly endpoint = 'winprogress:ContentTransferManager';
  readonly #clock: Clock;
  readonly #strict: boolean;
  readonly #providers = new Map<string, RegisteredProvider>();
  readonly #jobs = new LatestEnded<ManagedContentJob>(keptJobs, ({ ended }) => ended);
  readonly #unknown = new RecentLog<RuleViolation>();
  #requests = 0;
  #disposed = false;

  /** @internal */
  constructor(clock: Clock, strict: boolean) {
    this.#clock = clock;
    this.#strict = strict;
  }

  /** The registered providers, in the order in which they are called: by priority, 1 first, then by registration. */
  get providers(): readonly DownloadProviderPolicy[] {
    return this.#inOrder().map(({ policy }) => policy);
  }

  /**
   * The accepted jobs and those that a provider has been called for but has not accepted yet, oldest first. Of the ended jobs at least the latest
   * 1000 are kept; a notification for an older one matches no job.
   */
  get jobs(): readonly ManagedContentJob[] {
    return this.#jobs.items;
  }

  /** The latest 10 000 notifications that matched no job. The violations of the others are recorded with their jobs. */
  get violations(): readonly RuleViolation[] {
    return this.#unknown.entries;
  }

  /**
   * Registers a provider, as an instance of `CCM_DownloadProvider` does.
   * @throws {TypeError | RangeError} for a wrong registration, a name that is already registered, or a provider without one of the methods
   */
  registerProvider(options: DownloadProviderOptions, provider: AlternateDownloadProvider): DownloadProviderPolicy {
    const policy = readPolicy(options);
    requireProvider(provider);
    if (this.#providers.has(policy.logicalName)) throw wrongValue(`${policy.logicalName} is already registered`);
    this.#providers.set(policy.logicalName, { policy, provider });
    return policy;
  }

  /** Unregisters a provider; its jobs continue. Returns whether it was registered. */
  unregisterProvider(logicalName: string): boolean {
    return this.#providers.delete(logicalName);
  }

  /**
   * Requests content: the first of the allowed providers whose `downloadContent` succeeds gets the job. Resolves when a provider has accepted it.
   * @throws {TypeError | RangeError} for a wrong request
   * @throws {HResultError} the failure of the last provider; `ERROR_NOT_FOUND` if no provider is available
   */
  async requestContent(request: ContentRequest): Promise<ManagedContentJob> {
    this.#requests += 1;
    const wanted = readRequest(request, this.endpoint, `request ${this.#requests}`);
    let failure = new HResultError(hresults.ERROR_NOT_FOUND, requestOperation, 'no provider is available');
    for (const registered of this.#candidates(wanted)) {
      if (this.#disposed) throw new HResultError(hresults.RPC_E_DISCONNECTED, operationOf('downloadContent'));
      const job = this.#createJob(wanted, registered);
      this.#jobs.add(job);
      try {
        await job.start();
        return job;
      } catch (error) {
        this.#jobs.remove(job);
        if (!(error instanceof HResultError)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /**
   * Returns the job with the GUID that its provider has assigned; undefined if there is none.
   * @throws {TypeError | RangeError} if `id` is not a GUID
   */
  findJob(id: string): ManagedContentJob | undefined {
    const wanted = parseGuid(id);
    return this.#jobs.items.find((job) => job.state !== 'requested' && job.id === wanted);
  }

  /** Processes a call of the manager's library. Returns `S_OK`, or `E_INVALIDARG` if it is refused. */
  receive(notification: ContentTransferNotification): number {
    // The latest jobs first, because most notifications are about these. A job without an id yet can have the endpoint and the data of another one.
    const matching = (match: ReturnType<ManagedContentJob['matches']>) =>
      this.#jobs.items.findLast((job) => job.matches(notification) === match);
    const addressed = matching('whole') ?? matching('early');
    if (addressed !== undefined) return addressed.receive(notification);
    const parts = this.#jobs.items.filter((job) => job.matches(notification) === 'part');
    for (const job of parts) job.refuse(notification);
    if (parts.length === 0) {
      this.#unknown.add({ rule: 'unknownJob', notification, time: this.#clock.now(), refused: true });
    }
    return hresults.E_INVALIDARG;
  }

  /** @internal Ends all jobs. */
  dispose(): void {
    this.#disposed = true;
    for (const job of [...this.#jobs.items]) job.abandon();
  }

  #createJob(
    { inputs, settings, allowed }: WantedContent,
    { policy, provider }: RegisteredProvider,
  ): ManagedContentJob {
    const data = allowed?.find(({ name }) => name === policy.logicalName)?.data ?? '';
    return new ManagedContentJob({
      clock: this.#clock,
      strict: this.#strict,
      provider,
      policy,
      settings,
      request: { ...inputs, providerData: policy.globalSettings, packageData: wrapPackageData(data) },
    });
  }

  #candidates({ allowed }: WantedContent): RegisteredProvider[] {
    const ordered = this.#inOrder();
    if (allowed === null) return ordered;
    return ordered.filter(({ policy }) => allowed.some(({ name }) => name === policy.logicalName));
  }

  #inOrder(): RegisteredProvider[] {
    return [...this.#providers.values()].sort((one, other) => one.policy.priority - other.policy.priority);
  }
}

function requireProvider(provider: unknown): void {
  const object = requireObject(provider, 'provider');
  for (const method of methods) {
    requireCallback<unknown>(Reflect.get(object, method), `provider.${method}`);
  }
}
