import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { RefusedCall, refuse } from '../../emulation/refused-call.js';
import { limits } from '../constants.js';
import type { CredentialsRecord, JobSettingsRecord } from '../verbs.js';
import { type BitsInterface, type BitsVersion, hasVersion, requireInterface } from './bits-version.js';
import { checkLocalName } from './file-names.js';
import type { Job } from './job.js';
import { reviewConditions } from './job-conditions.js';
import { jobPriority, jobState } from './job-enumerations.js';
import { RandomAccess } from './random-access.js';

/** The valid bits of `SetNotifyFlags` by version. */
const notifyFlagsOf: readonly (readonly [BitsVersion, number])[] = [
  ['10.1', 0x3f],
  ['3.0', 0x1f],
  ['1.0', 0x0f],
];

/** The valid bits of `SetPeerCachingFlags` and of `SetHelperTokenFlags`. */
const peerCachingFlags = 0x7;
const helperTokenFlags = 0x3;

/** The setters of a job, with the rules of each. Every setter fails with `BG_E_INVALID_STATE` in a final state. */
export class JobConfiguration {
  readonly #job: Job;
  readonly #version: BitsVersion;
  readonly #requireRight: (operation: string) => void;

  /** @param requireRight throws for a call that the caller may not make */
  constructor(job: Job, version: BitsVersion, requireRight: (operation: string) => void) {
    this.#job = job;
    this.#version = version;
    this.#requireRight = requireRight;
  }

  /** Sets the given properties, in the order of the record. @throws {HResultError} the error of the first call that fails */
  async apply(given: JobSettingsRecord): Promise<void> {
    const { settings } = this.#job;
    const job = 'IBackgroundCopyJob';
    const property = (value: unknown, set: () => void, first: BitsVersion = '5.0') =>
      this.#set('IBackgroundCopyJob5', 'SetProperty', value, () => {
        if (!hasVersion(this.#version, first)) refuse(hresults.BG_E_UNKNOWN_PROPERTY_ID);
        set();
      });
    const { highPerformance, costFlags, notificationClsid, dynamicContent, maximumDownloadSize } = given;
    await property(highPerformance, () => settings.setHighPerformance(highPerformance === true, this.#hasFiles));
    await this.#set(job, 'SetDisplayName', given.displayName, (name) => this.setDisplayName(name));
    await this.#set(job, 'SetDescription', given.description, (text) => this.setDescription(text));
    await this.#set(job, 'SetPriority', given.priority, (priority) => setPriority(this.#job, priority));
    await this.#set(job, 'SetNotifyFlags', given.notifyFlags, (flags) => this.setNotifyFlags(flags));
    await this.#set(job, 'SetMinimumRetryDelay', given.minimumRetryDelay, (seconds) => {
      this.#job.retry.minimumDelay = seconds;
    });
    await this.#set(job, 'SetNoProgressTimeout', given.noProgressTimeout, (seconds) => {
      this.#job.retry.noProgressTimeout = seconds;
    });
    await this.#set(job, 'SetProxySettings', given.proxy, (proxy) => settings.setProxy(proxy));
    await this.#set('IBackgroundCopyJob2', 'SetNotifyCmdLine', given.notifyCommand, (command) => {
      settings.setNotifyCommand(command);
      this.#job.notifier.commandChanged();
    });
    await this.#set('IBackgroundCopyJob2', 'SetReplyFileName', given.replyFileName, (name) => this.#setReply(name));
    for (const credentials of given.credentials ?? [])
      await this.#set('IBackgroundCopyJob2', 'SetCredentials', credentials, (value) => this.setCredentials(value));
    await this.#set('IBackgroundCopyJob3', 'SetFileACLFlags', given.fileAclFlags, (flags) => {
      if (this.#job.state === jobState.transferred) refuse(hresults.BG_E_INVALID_STATE);
      settings.setFileAclFlags(flags);
    });
    await this.#set('IBackgroundCopyJob4', 'SetPeerCachingFlags', given.peerCachingFlags, (flags) => {
      if ((flags & ~peerCachingFlags) !== 0) refuse(hresults.E_INVALIDARG);
      settings.peerCachingFlags = flags;
    });
    await this.#set('IBackgroundCopyJob4', 'SetMaximumDownloadTime', given.maximumDownloadTime, (seconds) => {
      settings.maximumDownloadTime = seconds;
      this.#job.restartWait();
    });
    await property(costFlags, () => {
      settings.costFlags = costFlags ?? 0;
      reviewConditions(this.#job.host, this.#job);
    });
    await property(notificationClsid, () => {
      settings.notificationClsid = notificationClsid ?? '';
    });
    await property(dynamicContent, () => settings.setDynamicContent(dynamicContent === true, this.#hasRanges));
    await property(maximumDownloadSize, () => settings.setMaximumDownloadSize(maximumDownloadSize ?? 0n));
    await property(given.useStoredCredentials, () => settings.setUseStoredCredentials(given.useStoredCredentials ?? 0));
    await property(
      given.minimumNotificationInterval,
      () => {
        settings.minimumNotificationInterval = given.minimumNotificationInterval ?? 0;
      },
      '10.1',
    );
    await property(given.onDemandMode, () => this.#setOnDemandMode(given.onDemandMode === true), '10.1');
    await this.#applyHttp(given);
    await this.#set('IBitsTokenOptions', 'SetHelperTokenFlags', given.helperTokenFlags, (flags) => {
      if ((flags & ~helperTokenFlags) !== 0) refuse(hresults.E_INVALIDARG);
      settings.helperTokenFlags = flags;
    });
  }

  setDisplayName(name: string): void {
    this.#job.displayName = checkLength(name, limits.displayName);
  }

  setDescription(text: string): void {
    this.#job.description = checkLength(text, limits.description);
  }

  setNotifyFlags(flags: number): void {
    const known = notifyFlagsOf.find(([first]) => hasVersion(this.#version, first))?.[1] ?? 0;
    if ((flags & ~known) !== 0) refuse(hresults.E_NOTIMPL);
    this.#job.notifier.setFlags(flags);
  }

  setCredentials(credentials: CredentialsRecord): void {
    this.#job.settings.ownCredentials().set(credentials);
  }

  async #applyHttp(given: JobSettingsRecord): Promise<void> {
    const { settings } = this.#job;
    const options = 'IBackgroundCopyJobHttpOptions';
    const { clientCertificate } = given;
    const method =
      clientCertificate === null
        ? 'RemoveClientCertificate'
        : clientCertificate?.hash === null
          ? 'SetClientCertificateByName'
          : 'SetClientCertificateByID';
    await this.#set(options, method, clientCertificate, (certificate) => {
      settings.clientCertificate = certificate;
    });
    await this.#set(options, 'SetCustomHeaders', given.customHeaders, (headers) => settings.setCustomHeaders(headers));
    await this.#set(
      'IBackgroundCopyJobHttpOptions3',
      'MakeCustomHeadersWriteOnly',
      given.customHeadersWriteOnly,
      () => {
        settings.customHeadersWriteOnly = true;
      },
    );
    await this.#set(options, 'SetSecurityFlags', given.securityFlags, (flags) =>
      settings.setSecurityFlags(flags, hasVersion(this.#version, '3.0')),
    );
    await this.#set('IBackgroundCopyJobHttpOptions2', 'SetHttpMethod', given.httpMethod, (name) => {
      settings.setHttpMethod(name);
      if (settings.hasCustomMethod) this.#job.setPriority(jobPriority.foreground);
    });
    await this.#set(
      'IBackgroundCopyJobHttpOptions3',
      'SetServerCertificateValidationInterface',
      given.certificatePins,
      (pins) => {
        if (this.#job.state !== jobState.suspended) refuse(hresults.BG_E_READ_ONLY_WHEN_JOB_ACTIVE);
        settings.certificatePins = pins;
      },
    );
  }

  /** Calls one setter, if a value is given. @throws {HResultError} with the interface and the method */
  async #set<Value>(
    owner: BitsInterface,
    method: string,
    value: Value | undefined,
    act: (value: Value) => void | Promise<void>,
  ): Promise<void> {
    if (value === undefined) return;
    try {
      requireInterface(this.#version, owner);
      this.#requireRight(`${owner}.${method}`);
      this.#job.requireOpen();
      await act(value);
      this.#job.touch();
    } catch (error) {
      if (error instanceof RefusedCall) throw new HResultError(error.hresult, `${owner}.${method}`);
      throw error;
    }
  }

  async #setReply(name: string): Promise<void> {
    const { reply } = this.#job;
    if (reply === null) refuse(hresults.E_NOTIMPL);
    if (reply.file !== null) refuse(hresults.BG_E_INVALID_STATE);
    if (name !== '') {
      checkLocalName(name);
      await this.#job.host.transport.checkDestination(name);
    }
    reply.fileName = name === '' ? null : name;
  }

  #setOnDemandMode(onDemand: boolean): void {
    this.#job.settings.setOnDemandMode(onDemand);
    for (const file of this.#job.files) {
      if (onDemand) file.access ??= new RandomAccess(true, file.transferred);
      if (file.access !== null) file.access.onDemand = onDemand;
    }
  }

  get #hasFiles(): boolean {
    return this.#job.files.length > 0;
  }

  get #hasRanges(): boolean {
    return this.#job.files.some((file) => file.ranges !== null);
  }
}

/** Changes the priority. @throws {RefusedCall} `E_NOTIMPL`, `BG_E_INVALID_STATE` or `BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD` */
export function setPriority(job: Job, priority: number): void {
  if (priority < jobPriority.foreground || priority > jobPriority.low) refuse(hresults.E_NOTIMPL);
  job.requireOpen();
  if (job.settings.hasCustomMethod && priority !== job.priority)
    refuse(hresults.BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
  job.setPriority(priority);
}

/** Returns a text of at most a number of UTF-16 units. @throws {RefusedCall} `BG_E_STRING_TOO_LONG` for a longer one */
export function checkLength(text: string, longest: number): string {
  return text.length > longest ? refuse(hresults.BG_E_STRING_TOO_LONG) : text;
}
