import type { FileRangeRecord } from '../file-verbs.js';
import type { CertificatePinsRecord, CredentialsRecord, ProxyRecord } from '../settings-verbs.js';

/** `BG_JOB_TYPE_DOWNLOAD`. */
export const downloadType = 0;

/** `BG_JOB_TYPE_UPLOAD_REPLY`. */
export const uploadReplyType = 2;

/** `BG_JOB_PROXY_USAGE`. */
export const proxyUsage = { preconfigured: 0, none: 1, override: 2, autoDetect: 3 } as const;

/** Flags of `SetSecurityFlags`. Source: https://learn.microsoft.com/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags. */
export const securityFlag = {
  checkRevocation: 0x1,
  ignoreName: 0x2,
  ignoreDate: 0x4,
  ignoreAuthority: 0x8,
  ignoreUsage: 0x10,
  redirectMask: 0x700,
  redirectReport: 0x100,
  redirectDisallow: 0x200,
  allowHttpsToHttp: 0x800,
} as const;

/** `BG_AUTH_TARGET`. */
export const authenticationTarget = { server: 1, proxy: 2 } as const;

/** `BG_AUTH_SCHEME`. */
export const authenticationScheme = { basic: 1, digest: 2, ntlm: 3, negotiate: 4, passport: 5 } as const;

/** Which servers are accepted for downloads. */
export type HttpPolicy = 'strict' | 'lenient';

/** Milliseconds without a byte after which a connection is considered dead. */
export const receiveTimeout = 5 * 60 * 1000;

/** Called by the transport while a file is transferred. */
export interface TransferObserver {
  /** Called when the server has responded: the transfer begins. */
  connected(): void;
  /** Called when the counts of the file have changed. */
  progressed(): void;
  /**
   * Called when the transferred bytes are about to be discarded, and their version is unknown. Resolves when this is recorded: after an interruption, a
   * record of the old version would otherwise belong to bytes of the next one.
   */
  restarting(): Promise<void>;
  /** Called when requested ranges of the file have been downloaded. */
  rangesTransferred(ranges: readonly FileRangeRecord[]): void;
}

/** The credentials of a transfer, one for each target and scheme. */
export interface CredentialsLookup {
  find(target: number, scheme: number): CredentialsRecord | undefined;
}

/** The settings of a job that affect the transfer of its files. */
export interface TransferTerms {
  /** `BG_JOB_TYPE`. */
  readonly type: number;
  readonly httpMethod: string;
  readonly hasCustomMethod: boolean;
  /** Lines that end in CR LF; null for none. */
  readonly customHeaders: string | null;
  readonly securityFlags: number;
  readonly credentials: CredentialsLookup;
  readonly usesStoredProxyCredentials: boolean;
  readonly proxy: ProxyRecord;
  readonly certificatePins: CertificatePinsRecord | null;
  /** Which servers are accepted; the policy of the machine by default. */
  readonly policy?: HttpPolicy | undefined;
  /** Whether the file is downloaded without HEAD, length or ranges if the server does not have them, and never continued. */
  readonly dynamic: boolean;
}
