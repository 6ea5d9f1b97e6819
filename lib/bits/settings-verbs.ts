/**
 * The settings of a job as they are passed to the backend, and the properties that `details()` reads. Numbers, flags and texts are those of COM.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob, …/bits1_5, …/bits2_0, …/bits2_5, …/bits3_0, …/bits4_0,
 * …/bits5_0, …/bits10_2 and …/bits10_3.
 */

/** The arguments of `IBackgroundCopyJob::SetProxySettings`. */
export interface ProxyRecord {
  /** `BG_JOB_PROXY_USAGE`. */
  readonly usage: number;
  /** Null unless the usage is `BG_JOB_PROXY_USAGE_OVERRIDE`. */
  readonly list: string | null;
  readonly bypass: string | null;
}

/** The arguments of `IBackgroundCopyJob2::SetNotifyCmdLine`. */
export interface NotifyCommandRecord {
  readonly program: string;
  /** The whole command line, with the program as its first token; null for none. */
  readonly parameters: string | null;
}

/** `BG_AUTH_CREDENTIALS`. */
export interface CredentialsRecord {
  /** `BG_AUTH_TARGET`. */
  readonly target: number;
  /** `BG_AUTH_SCHEME`. */
  readonly scheme: number;
  /** Both are null for the credentials of the owner of the job (NTLM and Negotiate only). */
  readonly userName: string | null;
  readonly password: string | null;
}

/** A client certificate: `SetClientCertificateByID` when `hash` is given, `SetClientCertificateByName` otherwise. */
export interface ClientCertificateRecord {
  /** `BG_CERT_STORE_LOCATION`. */
  readonly storeLocation: number;
  readonly storeName: string;
  /** The SHA-1 hash, 20 bytes. */
  readonly hash: Uint8Array | null;
  readonly subjectName: string | null;
}

/** SHA-256 hashes, 32 bytes each. A server is accepted when its certificate, or the key of its certificate, has one of them. */
export interface CertificatePinsRecord {
  /** Of the certificate (DER). */
  readonly certificates: readonly Uint8Array[];
  /** Of its public key (DER of `SubjectPublicKeyInfo`). */
  readonly publicKeys: readonly Uint8Array[];
}

/**
 * The settings that `configure()` applies in this order, which BITS demands in part; undefined settings are not changed. The first call that fails
 * ends it: the settings before it remain changed.
 */
export interface JobSettingsRecord {
  /** `BITS_JOB_PROPERTY_HIGH_PERFORMANCE`: before the first file is added. */
  readonly highPerformance?: boolean | undefined;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: number | undefined;
  readonly notifyFlags?: number | undefined;
  readonly minimumRetryDelay?: number | undefined;
  readonly noProgressTimeout?: number | undefined;
  readonly proxy?: ProxyRecord | undefined;
  /** Null removes the command line. */
  readonly notifyCommand?: NotifyCommandRecord | null | undefined;
  readonly replyFileName?: string | undefined;
  readonly credentials?: readonly CredentialsRecord[] | undefined;
  readonly fileAclFlags?: number | undefined;
  readonly peerCachingFlags?: number | undefined;
  readonly maximumDownloadTime?: number | undefined;
  /** `BITS_JOB_PROPERTY_ID_COST_FLAGS`. */
  readonly costFlags?: number | undefined;
  /** `BITS_JOB_PROPERTY_NOTIFICATION_CLSID`; a GUID of zeros removes it. */
  readonly notificationClsid?: string | undefined;
  readonly dynamicContent?: boolean | undefined;
  readonly maximumDownloadSize?: bigint | undefined;
  /** `BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS`: a `BG_AUTH_TARGET`, 0 for none. */
  readonly useStoredCredentials?: number | undefined;
  /** Milliseconds. */
  readonly minimumNotificationInterval?: number | undefined;
  readonly onDemandMode?: boolean | undefined;
  /** Null removes the certificate. */
  readonly clientCertificate?: ClientCertificateRecord | null | undefined;
  /** Lines that end in CR LF; null removes them. */
  readonly customHeaders?: string | null | undefined;
  /** `MakeCustomHeadersWriteOnly`, which cannot be undone: true or undefined. */
  readonly customHeadersWriteOnly?: true | undefined;
  readonly securityFlags?: number | undefined;
  readonly httpMethod?: string | undefined;
  /** `SetServerCertificateValidationInterface`; null removes it. */
  readonly certificatePins?: CertificatePinsRecord | null | undefined;
  /** `IBitsTokenOptions::SetHelperTokenFlags`. */
  readonly helperTokenFlags?: number | undefined;
}

/** `BG_JOB_TIMES`, as FILETIME: 100 nanoseconds since 1601; 0 for never. */
export interface JobTimesRecord {
  readonly creation: bigint;
  readonly modification: bigint;
  readonly transferCompletion: bigint;
}

/** The properties that `details()` reads. */
export interface JobDetailsRecord {
  readonly type: number;
  readonly displayName: string;
  readonly description: string;
  readonly priority: number;
  readonly notifyFlags: number;
  readonly minimumRetryDelay: number;
  readonly noProgressTimeout: number;
  readonly errorCount: number;
  readonly times: JobTimesRecord;
  /** The SID of the owner, as text. */
  readonly owner: string;
  readonly proxy: ProxyRecord;
  /** Null for none. */
  readonly notifyCommand: NotifyCommandRecord | null;
  /** Null for none, and for a job of another type than `BG_JOB_TYPE_UPLOAD_REPLY`. */
  readonly replyFileName: string | null;
  readonly fileAclFlags: number;
  readonly peerCachingFlags: number;
  /** `SECURITY_MANDATORY_…_RID`. */
  readonly ownerIntegrityLevel: number;
  readonly ownerElevated: boolean;
  readonly maximumDownloadTime: number;
  readonly costFlags: number;
  readonly notificationClsid: string;
  readonly dynamicContent: boolean;
  readonly highPerformance: boolean;
  readonly maximumDownloadSize: bigint;
  readonly useStoredCredentials: number;
  readonly minimumNotificationInterval: number;
  readonly onDemandMode: boolean;
  /** Null for none. */
  readonly clientCertificate: ClientCertificateRecord | null;
  /** Null for none, and if they are write-only. */
  readonly customHeaders: string | null;
  readonly securityFlags: number;
  readonly httpMethod: string;
  readonly helperTokenFlags: number;
  /** The SID of the helper token, as text. */
  readonly helperTokenSid: string | null;
}

export type JobDetail = keyof JobDetailsRecord;

/** A setter that succeeded with another code than `S_OK`. */
export interface SuccessCodeRecord {
  /** Interface and method. */
  readonly operation: string;
  readonly hresult: number;
}
