import { requireCallback, requireObject, wrongValue } from '../../com/arguments.js';
import type { Clock } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { LatestEnded } from '../../emulation/latest-ended.js';
import { RecentLog } from '../../emulation/recent-log.js';
import { type DownloadProviderOptions, type DownloadProviderPolicy, readPolicy } from '../formats/download-provider.js';
import { ManagedContentJob } from './managed-job.js';
import type { ContentTransferNotification } from './notification.js';
import { type AlternateDownloadProvider, operationOf } from './provider.js';
import type { RuleViolation } from './reports.js';
import { type ContentRequest, readRequest, type WantedContent } from './request.js';
import { wrapPackageData } from './settings.js';

/** The methods that every provider has. */
const methods: readonly (keyof AlternateDownloadProvider)[] = [
  'downloadContent',
  'cancelJob',
  'modifyJobSource',
  'modifyJobPriority',
  'modifyJobTimeout',
  'resume',
  'suspend',
];

/** Jobs that have ended, of which so many are kept. */
const keptJobs = 1000;

/** The manager's call that a request stands for. */
const requestOperation = 'ICcmContentTransferManager4.DownloadContentEx3';

interface RegisteredProvider {
  readonly policy: DownloadProviderPolicy;
  readonly provider: AlternateDownloadProvider;
}

/**
 * An emulated Content Transfer Manager: it asks alternate download providers written in TypeScript for content, and holds what they
 * report against the documented rules. Providers report through {@link library}. A notification that breaks a rule is answered with
 * `E_INVALIDARG`.
 */
export class ContentTransferManager {
  /** The path of the library through which providers report to this manager. */
  readonly library = 'C:\\winprogress\\ContentTransferManager.dll';
  /** What providers get as `szNotifyEndpoint`. */
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

  /** The providers that are registered, in the order in which they are asked: by priority, 1 first, then by registration. */
  get providers(): readonly DownloadProviderPolicy[] {
    return this.#inOrder().map(({ policy }) => policy);
  }

  /**
   * The jobs that a provider has taken, and those it is being asked for, the oldest first. Of those that have ended, at least the latest
   * 1000 are kept; the manager does not know the older ones any more: a notification about one of them is about no job.
   */
  get jobs(): readonly ManagedContentJob[] {
    return this.#jobs.items;
  }

  /** Notifications that were about no job at all, the latest 10 000. What the others broke is with their jobs. */
  get violations(): readonly RuleViolation[] {
    return this.#unknown.entries;
  }

  /**
   * Registers a provider, as an instance of `CCM_DownloadProvider` does.
   * @throws {TypeError | RangeError} for a wrong registration, a name that is taken, or a provider without one of the methods
   */
  registerProvider(options: DownloadProviderOptions, provider: AlternateDownloadProvider): DownloadProviderPolicy {
    const policy = readPolicy(options);
    requireProvider(provider);
    if (this.#providers.has(policy.logicalName)) throw wrongValue(`${policy.logicalName} is already registered`);
    this.#providers.set(policy.logicalName, { policy, provider });
    return policy;
  }

  /** Takes a provider's registration away; its jobs go on. Answers whether there was one. */
  unregisterProvider(logicalName: string): boolean {
    return this.#providers.delete(logicalName);
  }

  /**
   * Asks for content: of the providers that may be asked, the first whose `downloadContent` does not fail gets the job. Resolves when
   * one has taken it.
   * @throws {TypeError | RangeError} for a wrong request
   * @throws {HResultError} what the last provider failed with; `ERROR_NOT_FOUND` when there was none to ask
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

  /** The job with the GUID that its provider gave it; undefined when there is none. @throws {TypeError | RangeError} for no GUID */
  findJob(id: string): ManagedContentJob | undefined {
    const wanted = parseGuid(id);
    return this.#jobs.items.find((job) => job.state !== 'requested' && job.id === wanted);
  }

  /** What the library of the manager does with a call. Answers `S_OK`, or `E_INVALIDARG` for one that is refused. */
  receive(notification: ContentTransferNotification): number {
    const whole = this.#jobs.items.find((job) => job.matches(notification) === 'whole');
    if (whole !== undefined) return whole.receive(notification);
    const parts = this.#jobs.items.filter((job) => job.matches(notification) === 'part');
    for (const job of parts) job.refuse(notification);
    if (parts.length === 0) {
      this.#unknown.add({ rule: 'unknownJob', notification, time: this.#clock.now(), refused: true });
    }
    return hresults.E_INVALIDARG;
  }

  /** @internal Ends the jobs that have not ended. */
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
