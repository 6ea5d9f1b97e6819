import type {
  FileVerbs,
  JobDetail,
  JobDetailsRecord,
  JobRecord,
  JobSettingsRecord,
  JobVerbs,
  NotificationListener,
  NotifyInterfaceVerbs,
  SuccessCodeRecord,
} from '../../lib/bits/verbs.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { jobRecord } from './records.js';

const unused = (method: string) => () =>
  Promise.reject(new HResultError(hresults.E_NOTIMPL, `IBackgroundCopyJob.${method}`));

type Details = { readonly [Name in JobDetail]: JobDetailsRecord[Name] | null };

/** The interface and method of the details that are null only where BITS does not have them. */
const methodOf: { readonly [Name in JobDetail]?: string } = {
  costFlags: 'IBackgroundCopyJob5.GetProperty',
  ownerElevated: 'IBackgroundCopyJob4.GetOwnerElevationState',
  ownerIntegrityLevel: 'IBackgroundCopyJob4.GetOwnerIntegrityLevel',
  securityFlags: 'IBackgroundCopyJobHttpOptions.GetSecurityFlags',
  httpMethod: 'IBackgroundCopyJobHttpOptions2.GetHttpMethod',
  helperTokenFlags: 'IBitsTokenOptions.GetHelperTokenFlags',
};

function isThere<Name extends JobDetail>(
  name: Name,
  value: JobDetailsRecord[Name] | null,
): value is JobDetailsRecord[Name] {
  return value !== null || !(name in methodOf);
}

/** What a job has that was just created. */
export function jobDetails(parts: Partial<Details> = {}): Details {
  return {
    type: 0,
    displayName: 'job',
    description: '',
    priority: 2,
    notifyFlags: 3,
    minimumRetryDelay: 600,
    noProgressTimeout: 1_209_600,
    errorCount: 0,
    times: { creation: 133_000_000_000_000_000n, modification: 133_000_000_010_000_000n, transferCompletion: 0n },
    owner: 'S-1-5-21-1',
    proxy: { usage: 0, list: null, bypass: null },
    notifyCommand: null,
    replyFileName: null,
    fileAclFlags: 0,
    peerCachingFlags: 0,
    ownerIntegrityLevel: 0x2000,
    ownerElevated: false,
    maximumDownloadTime: 7_776_000,
    costFlags: 0x8000_0067,
    notificationClsid: '{00000000-0000-0000-0000-000000000000}',
    dynamicContent: false,
    highPerformance: false,
    maximumDownloadSize: 0xffff_ffff_ffff_ffffn,
    useStoredCredentials: 0,
    minimumNotificationInterval: 500,
    onDemandMode: false,
    clientCertificate: null,
    customHeaders: null,
    securityFlags: 0,
    httpMethod: 'GET',
    helperTokenFlags: 0,
    helperTokenSid: null,
    ...parts,
  };
}

/** A job whose state a test sets. It counts its reads and keeps the registered sinks. */
export class FakeJob implements JobVerbs {
  readonly id: string;
  record: JobRecord = jobRecord();
  /** The calls for notifications in order. */
  readonly log: string[] = [];
  reads = 0;
  flags = 3;
  listener: NotificationListener | null = null;
  /** Thrown by the next `SetNotifyInterface`, when set. */
  refusal: Error | undefined;
  /** The sink of another program that `GetNotifyInterface` returns, when set. */
  foreign: string | null = null;
  /** The references of sinks that have not been released. */
  references = 0;
  /** If set, reads wait for it. */
  gate: Promise<void> | undefined;
  /** If set, unregistering the sink waits for it. */
  revocation: Promise<void> | undefined;
  /** Thrown by the next `SetNotifyFlags`, when set. */
  flagsRefusal: Error | undefined;
  /** What was given to `configure()`, in the order of the calls. */
  readonly configured: JobSettingsRecord[] = [];
  /** What `configure()` resolves to. */
  successCodes: SuccessCodeRecord[] = [];
  /** What the setters of `createJob()` reported. */
  settingCodes: SuccessCodeRecord[] = [];
  /** Thrown by `configure()`, when set. */
  configureRefusal: Error | undefined;
  /** What `details()` and `detail()` read; null for what this BITS does not have. */
  detailsRecord: Details = jobDetails();
  openedFiles: FileVerbs[] = [];

  constructor(id = '{00000000-0000-0000-0000-000000000001}') {
    this.id = id;
  }

  async snapshot(): Promise<JobRecord> {
    this.reads += 1;
    await this.gate;
    return this.record;
  }

  async getNotifyFlags(): Promise<number> {
    return this.flags;
  }

  async setNotifyFlags(flags: number): Promise<void> {
    if (this.flagsRefusal !== undefined) throw this.flagsRefusal;
    this.log.push(`flags ${flags}`);
    this.flags = flags;
  }

  async setNotifyInterface(listener: NotificationListener | null): Promise<void> {
    if (this.refusal !== undefined) throw this.refusal;
    if (listener === null) await this.revocation;
    this.log.push(listener === null ? 'revoke' : 'register');
    this.listener = listener;
    this.foreign = null;
  }

  async getNotifyInterface(): Promise<NotifyInterfaceVerbs | null> {
    const name = this.listener === null ? this.foreign : null;
    if (name === null && this.listener === null) return null;
    this.references += 1;
    let released = false;
    return {
      own: name === null,
      restore: async () => {
        this.log.push(`restore ${name}`);
        this.foreign = name;
        this.listener = null;
      },
      release: async () => {
        if (!released) this.references -= 1;
        released = true;
      },
    };
  }

  async configure(settings: JobSettingsRecord): Promise<SuccessCodeRecord[]> {
    if (this.configureRefusal !== undefined) throw this.configureRefusal;
    this.configured.push(settings);
    return this.successCodes;
  }

  async details(): Promise<Details> {
    return this.detailsRecord;
  }

  async detail<Name extends JobDetail>(name: Name): Promise<JobDetailsRecord[Name]> {
    const value = this.detailsRecord[name];
    if (!isThere(name, value)) throw new HResultError(hresults.E_NOINTERFACE, methodOf[name] ?? 'IBackgroundCopyJob');
    return value;
  }

  async openFiles(): Promise<FileVerbs[]> {
    return this.openedFiles;
  }

  addFileWithRanges: JobVerbs['addFileWithRanges'] = unused('AddFileWithRanges');
  takeOwnership = unused('TakeOwnership');
  setCredentials: JobVerbs['setCredentials'] = unused('SetCredentials');
  removeCredentials: JobVerbs['removeCredentials'] = unused('RemoveCredentials');
  getReplyProgress: JobVerbs['getReplyProgress'] = unused('GetReplyProgress');
  getReplyData: JobVerbs['getReplyData'] = unused('GetReplyData');
  replaceRemotePrefix: JobVerbs['replaceRemotePrefix'] = unused('ReplaceRemotePrefix');
  setHelperToken = unused('SetHelperToken');
  clearHelperToken = unused('ClearHelperToken');
  addFileSet: JobVerbs['addFileSet'] = unused('AddFileSet');
  enumFiles: JobVerbs['enumFiles'] = unused('EnumFiles');
  suspend: JobVerbs['suspend'] = unused('Suspend');
  resume: JobVerbs['resume'] = unused('Resume');
  cancel: JobVerbs['cancel'] = unused('Cancel');
  complete: JobVerbs['complete'] = unused('Complete');
  getType: JobVerbs['getType'] = unused('GetType');
  getProgress = unused('GetProgress');
  getState: JobVerbs['getState'] = unused('GetState');
  getError: JobVerbs['getError'] = unused('GetError');
  getErrorCount = unused('GetErrorCount');
  setDisplayName: JobVerbs['setDisplayName'] = unused('SetDisplayName');
  getDisplayName = unused('GetDisplayName');
  setDescription: JobVerbs['setDescription'] = unused('SetDescription');
  getDescription = unused('GetDescription');
  setPriority: JobVerbs['setPriority'] = unused('SetPriority');
  getPriority = unused('GetPriority');
  setMinimumRetryDelay: JobVerbs['setMinimumRetryDelay'] = unused('SetMinimumRetryDelay');
  getMinimumRetryDelay = unused('GetMinimumRetryDelay');
  setNoProgressTimeout: JobVerbs['setNoProgressTimeout'] = unused('SetNoProgressTimeout');
  getNoProgressTimeout = unused('GetNoProgressTimeout');
}
