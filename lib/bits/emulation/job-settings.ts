import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { limits, sizeUnknown } from '../constants.js';
import {
  authenticationTarget,
  downloadType,
  proxyUsage,
  securityFlag,
  type TransferTerms,
} from '../http/transfer-terms.js';
import type {
  CertificatePinsRecord,
  ClientCertificateRecord,
  NotifyCommandRecord,
  ProxyRecord,
} from '../settings-verbs.js';
import type { ProgressRecord } from '../verbs.js';
import { Credentials } from './credentials.js';
import { jobDefaults, modificationInterval } from './settings.js';

const certificateFlags = 0x1f;

/** The default of `SetProxySettings`. */
const preconfiguredProxy: ProxyRecord = { usage: proxyUsage.preconfigured, list: null, bypass: null };

/** `GUID_NULL`. */
const nullGuid = '{00000000-0000-0000-0000-000000000000}';

/** `BITS_JOB_TRANSFER_POLICY_ALWAYS`. */
const transferAlways = 0x8000_00ff;

/** Longest texts, in UTF-16 units. */
const longest = {
  notifyParameters: 4000,
  /** 32 KB. */
  proxyList: 16 * 1024,
  /** With the NUL at the end. */
  customHeaders: 16_384,
} as const;

const lastProxyUsage = proxyUsage.autoDetect;
const allAclFlags = 0xf;

/**
 * The settings of one job in addition to those of the first bits.h. Jobs of one type share the defaults, which are the prototype of their settings: a
 * job holds only what was set.
 */
export class JobSettings implements TransferTerms {
  /** `BG_JOB_TYPE`. */
  readonly type: number;
  credentials = new Credentials();
  proxy: ProxyRecord = preconfiguredProxy;
  notifyCommand: NotifyCommandRecord | null = null;
  fileAclFlags = 0;
  peerCachingFlags = 0;
  /** Seconds. */
  maximumDownloadTime: number = jobDefaults.maximumDownloadTime;
  costFlags: number = transferAlways;
  notificationClsid: string = nullGuid;
  dynamicContent = false;
  highPerformance = false;
  /** 2^64-1 for no limit. */
  maximumDownloadSize: bigint = sizeUnknown;
  useStoredCredentials = 0;
  /** Milliseconds. */
  minimumNotificationInterval: number = modificationInterval;
  onDemandMode = false;
  clientCertificate: ClientCertificateRecord | null = null;
  customHeaders: string | null = null;
  customHeadersWriteOnly = false;
  securityFlags = 0;
  httpMethod: string;
  certificatePins: CertificatePinsRecord | null = null;
  helperTokenFlags = 0;
  /** The SID of the helper token; null for none. It is valid as long as the session of its user. */
  helperTokenSid: string | null = null;
  /** Whether `Resume` has been called. */
  resumed = false;
  /** Whether the job has foreground priority. */
  foreground = false;

  private constructor(type: number) {
    this.type = type;
    this.httpMethod = defaultMethod(type);
  }

  /** Returns the settings of a new job. */
  static of(type: number): JobSettings {
    const defaults = defaultsByType.get(type) ?? new JobSettings(type);
    defaultsByType.set(type, defaults);
    return Object.create(defaults);
  }

  /** Returns the credentials of this job, to change them. */
  ownCredentials(): Credentials {
    if (!Object.hasOwn(this, 'credentials')) this.credentials = new Credentials();
    return this.credentials;
  }

  get isDownload(): boolean {
    return this.type === downloadType;
  }

  /** Whether the method is not the default of the type: then the job is in the foreground, and its errors are not retried. */
  get hasCustomMethod(): boolean {
    return this.httpMethod !== defaultMethod(this.type);
  }

  /** Whether dynamic content applies: it does not allow throttling, and BITS transfers without throttling only in the foreground. */
  get dynamic(): boolean {
    return this.dynamicContent && this.foreground;
  }

  /** Whether files are larger than `BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE`: in total, or so far while the total is unknown. */
  isExceededBy(files: { progress(): ProgressRecord }): boolean {
    if (this.maximumDownloadSize === sizeUnknown) return false;
    const { bytesTotal, bytesTransferred } = files.progress();
    return (bytesTotal === sizeUnknown ? bytesTransferred : bytesTotal) > this.maximumDownloadSize;
  }

  get usesStoredProxyCredentials(): boolean {
    return this.useStoredCredentials === authenticationTarget.proxy;
  }

  /** Sets the proxy. @throws {RefusedCall} `E_NOTIMPL`, `E_INVALIDARG`, `BG_E_PROXY_LIST_TOO_LARGE` or `BG_E_PROXY_BYPASS_LIST_TOO_LARGE` */
  setProxy(proxy: ProxyRecord): void {
    const { usage, list, bypass } = proxy;
    if (usage < 0 || usage > lastProxyUsage) refuse(hresults.E_NOTIMPL);
    if (usage === proxyUsage.override ? list === null : list !== null || bypass !== null) refuse(hresults.E_INVALIDARG);
    if ((list?.length ?? 0) >= longest.proxyList) refuse(hresults.BG_E_PROXY_LIST_TOO_LARGE);
    if ((bypass?.length ?? 0) >= longest.proxyList) refuse(hresults.BG_E_PROXY_BYPASS_LIST_TOO_LARGE);
    this.proxy = { usage, list, bypass };
  }

  /** Sets the notify command line. @throws {RefusedCall} `BG_E_STRING_TOO_LONG` */
  setNotifyCommand(command: NotifyCommandRecord | null): void {
    const tooLong =
      command !== null &&
      (command.program.length > limits.path || (command.parameters?.length ?? 0) > longest.notifyParameters);
    if (tooLong) refuse(hresults.BG_E_STRING_TOO_LONG);
    this.notifyCommand = command;
  }

  /** Sets the parts of the access control that a file keeps. @throws {RefusedCall} `E_INVALIDARG` for unknown flags */
  setFileAclFlags(flags: number): void {
    if ((flags & ~allAclFlags) !== 0) refuse(hresults.E_INVALIDARG);
    this.fileAclFlags = flags;
  }

  /** Sets the custom headers; an empty text removes them. @throws {RefusedCall} `BG_E_STRING_TOO_LONG` */
  setCustomHeaders(headers: string | null): void {
    if ((headers?.length ?? 0) >= longest.customHeaders) refuse(hresults.BG_E_STRING_TOO_LONG);
    this.customHeaders = headers === '' ? null : headers;
  }

  /** Sets the security flags. @throws {RefusedCall} `E_NOTIMPL`, also for a redirect policy that this BITS does not have */
  setSecurityFlags(flags: number, redirectPolicies: boolean): void {
    const { redirectMask, redirectReport, redirectDisallow, allowHttpsToHttp } = securityFlag;
    const known = redirectPolicies ? certificateFlags | redirectMask | allowHttpsToHttp : certificateFlags;
    const policy = flags & redirectMask;
    if ((flags & ~known) !== 0 || ![0, redirectReport, redirectDisallow].includes(policy)) refuse(hresults.E_NOTIMPL);
    if (policy === redirectDisallow && (flags & allowHttpsToHttp) !== 0) refuse(hresults.E_NOTIMPL);
    this.securityFlags = flags;
  }

  /** Sets the HTTP method. @throws {RefusedCall} `BG_E_READ_ONLY_PROPERTY_AFTER_RESUME` or `BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD` */
  setHttpMethod(method: string): void {
    if (method === this.httpMethod) return;
    requireNotResumed(this);
    const custom = method !== defaultMethod(this.type);
    if (custom && (this.dynamicContent || this.onDemandMode))
      refuse(hresults.BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    this.httpMethod = method;
  }

  /** Sets whether the content is dynamic. @throws {RefusedCall} */
  setDynamicContent(dynamic: boolean, hasRanges: boolean): void {
    requireDownload(this);
    requireNotResumed(this);
    if (dynamic && this.hasCustomMethod) refuse(hresults.BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    if (dynamic && (this.onDemandMode || hasRanges)) refuse(hresults.BG_E_UNSUPPORTED_JOB_CONFIGURATION);
    this.dynamicContent = dynamic;
  }

  /** Sets whether the job has high performance. @throws {RefusedCall} */
  setHighPerformance(highPerformance: boolean, hasFiles: boolean): void {
    requireDownload(this);
    if (hasFiles) refuse(hresults.BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE);
    this.highPerformance = highPerformance;
  }

  /** Sets the maximum download size in bytes. @throws {RefusedCall} */
  setMaximumDownloadSize(bytes: bigint): void {
    requireDownload(this);
    requireNotResumed(this);
    if (bytes === 0n) refuse(hresults.BG_E_MAX_DOWNLOAD_SIZE_INVALID_VALUE);
    this.maximumDownloadSize = bytes;
  }

  /**
   * Sets the target for which stored credentials are used; 0 for none.
   * @throws {RefusedCall} `BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED` for another target than the proxy
   */
  setUseStoredCredentials(target: number): void {
    if (target !== 0 && target !== authenticationTarget.proxy)
      refuse(hresults.BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED);
    this.useStoredCredentials = target;
  }

  /** Sets whether the job is in on-demand mode. @throws {RefusedCall} */
  setOnDemandMode(onDemand: boolean): void {
    requireDownload(this);
    if (onDemand && this.hasCustomMethod) refuse(hresults.BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    if (onDemand && this.dynamicContent) refuse(hresults.BG_E_UNSUPPORTED_JOB_CONFIGURATION);
    this.onDemandMode = onDemand;
  }

  /**
   * Removes the settings that another owner must not inherit.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-takeownership.
   */
  changeOwner(): void {
    this.credentials.clear();
    this.clientCertificate = null;
    this.customHeaders = null;
    this.customHeadersWriteOnly = false;
    this.notifyCommand = null;
    this.helperTokenSid = null;
  }
}

/** The defaults of each type of job. Their own values never change. */
const defaultsByType = new Map<number, JobSettings>();

function requireDownload({ isDownload }: JobSettings): void {
  if (!isDownload) refuse(hresults.BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY);
}

function requireNotResumed({ resumed }: JobSettings): void {
  if (resumed) refuse(hresults.BG_E_READ_ONLY_PROPERTY_AFTER_RESUME);
}

/** Returns the method that BITS uses for a type of job: `BITS_POST` is that of the upload protocol. */
export function defaultMethod(type: number): string {
  return type === downloadType ? 'GET' : 'BITS_POST';
}
