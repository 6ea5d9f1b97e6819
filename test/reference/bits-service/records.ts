/** A call that a client has made. */
export interface RecordedCall {
  /** Interface and method, such as `'IBackgroundCopyJob.Resume'`; the interface is the one that brought the method. */
  readonly method: string;
  /** The id of the job, or job and local name of the file; null for the manager. */
  readonly subject: string | { readonly job: string; readonly localName: string } | null;
  /** By the parameter names of the headers; 64-bit numbers as `bigint`, GUIDs in braces, bytes in hexadecimal. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The HRESULT, unsigned; null while the call has not returned. */
  readonly result: number | null;
}

/** A call of a client's callback. */
export interface RecordedNotification {
  readonly method: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** The HRESULT of the callback, or of the failure to call it; unsigned. */
  readonly result: number;
}

/** `BG_FILE_RANGE`. */
export interface RangeFields {
  readonly initialOffset: bigint;
  readonly length: bigint;
}

/** A file of a job. */
export interface FileFields {
  readonly remoteName: string;
  readonly localName: string;
  readonly temporaryName: string;
  /** `2n ** 64n - 1n` while it is unknown. */
  readonly bytesTotal: bigint;
  readonly bytesTransferred: bigint;
  readonly completed: boolean;
  readonly ranges: readonly RangeFields[];
  readonly validationState: boolean | null;
  readonly fromPeer: boolean;
  readonly bytesFromOrigin: bigint;
  readonly bytesFromPeers: bigint;
  readonly responseHeaders: string | null;
  readonly requestedRanges: readonly RangeFields[];
  readonly filledRanges: readonly RangeFields[];
  readonly downloadPosition: bigint;
}

/** What `IBackgroundCopyError` reads. */
export interface ErrorFields {
  /** `BG_ERROR_CONTEXT`. */
  readonly context: number;
  readonly code: number;
  /** The index of the file; null for none. */
  readonly file?: number | null;
  readonly protocol?: string | null;
  /** A text of the service's own where it is left out. */
  readonly description?: string;
  readonly contextDescription?: string;
}

/** Credentials that a client has set. */
export interface CredentialsFields {
  readonly target: number;
  readonly scheme: number;
  readonly userName: string | null;
  readonly password: string | null;
}

/** A client certificate that a client has set. */
export interface CertificateFields {
  readonly storeLocation: number;
  readonly storeName: string;
  /** 20 bytes in hexadecimal. */
  readonly hash: string;
  readonly subjectName: string;
}

/** Everything that the service keeps of a job. Numbers are those of the headers. */
export interface JobFields {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly owner: string;
  readonly type: number;
  readonly state: number;
  readonly priority: number;
  /** 100 ns since 1601, as the two other times. */
  readonly creationTime: bigint;
  readonly modificationTime: bigint;
  readonly transferCompletionTime: bigint;
  readonly notifyFlags: number;
  readonly minimumRetryDelay: number;
  readonly noProgressTimeout: number;
  readonly errorCount: number;
  readonly proxyUsage: number;
  readonly proxyList: string | null;
  readonly proxyBypassList: string | null;
  readonly notifyProgram: string;
  readonly notifyParameters: string;
  readonly replyBytesTotal: bigint;
  readonly replyBytesTransferred: bigint;
  /** Bytes in hexadecimal. */
  readonly replyData: string;
  readonly replyFileName: string;
  readonly aclFlags: number;
  readonly peerCachingFlags: number;
  readonly ownerIntegrityLevel: number;
  readonly ownerElevated: boolean;
  readonly maximumDownloadTime: number;
  readonly costFlags: number;
  readonly notificationClass: string;
  readonly dynamicContent: boolean;
  readonly highPerformance: boolean;
  readonly maxDownloadSize: bigint;
  readonly storedCredentials: number;
  readonly minimumNotificationInterval: number;
  readonly onDemandMode: boolean;
  readonly customHeaders: string | null;
  readonly headersWriteOnly: boolean;
  readonly securityFlags: number;
  readonly httpMethod: string;
  readonly helperTokenFlags: number;
  readonly helperTokenSid: string | null;
  /** Whether `Resume` has ever been called. */
  readonly resumed: boolean;
  /** The `BG_NOTIFY` flag of what no callback has returned `S_OK` to. */
  readonly unreported: number;
  readonly hasCallback: boolean;
  readonly error: ErrorFields | null;
  readonly files: readonly FileFields[];
  readonly credentials: readonly CredentialsFields[];
  readonly certificate: CertificateFields | null;
}

/** What a test may set of a job; files are matched by their index, null leaves one as it is. */
export interface JobChanges extends Partial<Omit<JobFields, 'files' | 'id' | 'hasCallback'>> {
  readonly files?: readonly (Partial<FileFields> | null)[];
}
