import type { FileName, FileRangeRecord, FileRecord, FileVerbs, NewFile } from './file-verbs.js';
import type { GroupCallbackListener, GroupCallbackServerVerbs } from './group-callback-verbs.js';
import type { MachineIdentity } from './machine-verbs.js';
import type {
  CredentialsRecord,
  JobDetail,
  JobDetailsRecord,
  JobSettingsRecord,
  SuccessCodeRecord,
} from './settings-verbs.js';

export type * from './file-verbs.js';
export type * from './group-callback-verbs.js';
export type * from './settings-verbs.js';

/**
 * The interface of a backend, shaped like the COM calls, in plain data. The addon implements these interfaces in C++, the emulation in TypeScript.
 * Arguments have been checked by the caller; ids are braced upper-case GUIDs; numbers are those of COM; a failed call rejects with an `HResultError`
 * whose operation is the interface and method. A call after the backend has been closed rejects with `RPC_E_DISCONNECTED`.
 */
export interface BitsVerbs {
  /** Activates `CLSID_BackgroundCopyManager`; rejects with the HRESULT of the activation (operation `CoCreateInstance`). */
  openManager(): Promise<ManagerVerbs>;
  /** Activates `CLSID_BackgroundCopyQMgr`; rejects with the HRESULT of the activation (operation `CoCreateInstance`). */
  openQueueManager(): Promise<QueueManagerVerbs>;
  /** The machine of an emulation; absent for this machine. */
  readonly machine?: MachineIdentity | undefined;
  /**
   * Registers a class whose objects are `IBackgroundCopyCallback1` (`CoRegisterClassObject`). `OnStatus` calls the listener; `OnProgress` and
   * `OnProgressEx`, which the queue manager never calls, return `E_NOTIMPL`.
   */
  serveGroupCallback(clsid: string, listener: GroupCallbackListener): Promise<GroupCallbackServerVerbs>;
}

/** `IBackgroundCopyManager`. */
export interface ManagerVerbs {
  /**
   * Creates a job, applies the given settings and adds its files, in one call. If one of these fails, the job is cancelled and the call rejects with
   * the failure.
   */
  createJob(
    displayName: string,
    type: number,
    settings?: JobSettingsRecord | undefined,
    files?: readonly NewFile[] | undefined,
  ): Promise<JobVerbs>;
  getJob(id: string): Promise<JobVerbs>;
  enumJobs(flags: number): Promise<JobVerbs[]>;
  /** Reads state, progress and error of every job that `EnumJobs` returns, in one call. A job that cannot be read is reported in its place. */
  snapshotJobs(flags: number): Promise<(JobListRecord | UnreadableJobRecord)[]>;
  getErrorDescription(hresult: number, languageId: number): Promise<string>;
}

/** `IBackgroundCopyJob`. */
export interface JobVerbs {
  readonly id: string;
  /** The success codes other than `S_OK` of the settings that `createJob()` has set; empty for a job that was obtained in another way. */
  readonly settingCodes: readonly SuccessCodeRecord[];
  addFileSet(files: readonly FileName[]): Promise<void>;
  /** Adds a file with ranges (`IBackgroundCopyJob3::AddFileWithRanges`). */
  addFileWithRanges(file: FileName, ranges: readonly FileRangeRecord[]): Promise<void>;
  enumFiles(): Promise<FileRecord[]>;
  /** Returns the files as objects (`EnumFiles`). */
  openFiles(): Promise<FileVerbs[]>;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  /** Cancels the job. Resolves to the success code: `S_OK` or `BG_S_UNABLE_TO_DELETE_FILES`. */
  cancel(): Promise<number>;
  /** Completes the job. Resolves to the success code: `S_OK`, `BG_S_PARTIAL_COMPLETE` or `BG_S_UNABLE_TO_DELETE_FILES`. */
  complete(): Promise<number>;
  getType(): Promise<number>;
  getProgress(): Promise<ProgressRecord>;
  getState(): Promise<number>;
  /** Returns the error of the job. Rejects with `BG_E_ERROR_INFORMATION_UNAVAILABLE` unless the job is in an error state. */
  getError(): Promise<ErrorRecord>;
  /** Sets the display name. This setter, and those below that resolve to a number, resolve to the success code. */
  setDisplayName(name: string): Promise<number>;
  getDisplayName(): Promise<string>;
  setDescription(description: string): Promise<number>;
  getDescription(): Promise<string>;
  setPriority(priority: number): Promise<number>;
  getPriority(): Promise<number>;
  setNotifyFlags(flags: number): Promise<void>;
  getNotifyFlags(): Promise<number>;
  /** Registers a sink (`SetNotifyInterface`) that calls the listener in JavaScript, or removes the sink. The last setter wins. */
  setNotifyInterface(listener: NotificationListener | null): Promise<void>;
  /** Returns a reference to the registered sink, of this connection or another (`GetNotifyInterface`); null for none. */
  getNotifyInterface(): Promise<NotifyInterfaceVerbs | null>;
  setMinimumRetryDelay(seconds: number): Promise<number>;
  getMinimumRetryDelay(): Promise<number>;
  setNoProgressTimeout(seconds: number): Promise<number>;
  getNoProgressTimeout(): Promise<number>;
  /** Returns the number of errors (`GetErrorCount`); a backend that does not offer it counts no errors. */
  getErrorCount(): Promise<number>;
  /** Reads state, progress and error in one call, in this order, so that an ended state comes with its final numbers. */
  snapshot(): Promise<JobRecord>;
  /**
   * Applies the given settings in one call. Resolves to the success codes other than `S_OK`, in the order of the calls. Rejects with `E_NOINTERFACE`
   * for a setting that this BITS does not have.
   */
  configure(settings: JobSettingsRecord): Promise<SuccessCodeRecord[]>;
  /** Reads all details in one call; null for those that this BITS does not have (`E_NOINTERFACE`, `E_NOTIMPL`, `BG_E_UNKNOWN_PROPERTY_ID`). */
  details(): Promise<{ readonly [Name in JobDetail]: JobDetailsRecord[Name] | null }>;
  /** Reads one detail. Rejects with `E_NOINTERFACE` if this BITS does not have it. */
  detail<Name extends JobDetail>(name: Name): Promise<JobDetailsRecord[Name]>;
  takeOwnership(): Promise<void>;
  /** Sets credentials (`IBackgroundCopyJob2::SetCredentials`). Resolves to the success code. */
  setCredentials(credentials: CredentialsRecord): Promise<number>;
  /** Removes credentials. Resolves to `S_OK`, or `S_FALSE` if there were none. */
  removeCredentials(target: number, scheme: number): Promise<number>;
  getReplyProgress(): Promise<ReplyProgressRecord>;
  /** Returns the reply; null if the server has sent none. */
  getReplyData(): Promise<Uint8Array | null>;
  /**
   * Replaces the beginning of remote names (`IBackgroundCopyJob3::ReplaceRemotePrefix`). Resolves to `S_OK`, or `S_FALSE` if no file has the prefix.
   */
  replaceRemotePrefix(oldPrefix: string, newPrefix: string): Promise<number>;
  /** Sets the helper token (`IBitsTokenOptions::SetHelperToken`). */
  setHelperToken(): Promise<void>;
  clearHelperToken(): Promise<void>;
}

/** `BG_JOB_REPLY_PROGRESS`: an unknown total is 2^64-1. */
export interface ReplyProgressRecord {
  readonly bytesTotal: bigint;
  readonly bytesTransferred: bigint;
}

/** A sink that `GetNotifyInterface` returned, with a reference that the backend holds until `release()`. */
export interface NotifyInterfaceVerbs {
  /** Whether it is the sink that this connection has registered. */
  readonly own: boolean;
  /** Registers this sink again, on the job that it comes from (`SetNotifyInterface`). */
  restore(): Promise<void>;
  /** Releases the reference. Does nothing the second time, and after the backend has been closed. */
  release(): Promise<void>;
}

/** `IBackgroundCopyQMgr`. */
export interface QueueManagerVerbs {
  createGroup(id: string): Promise<GroupVerbs>;
  getGroup(id: string): Promise<GroupVerbs>;
  enumGroups(flags: number): Promise<string[]>;
}

/** `IBackgroundCopyGroup`. */
export interface GroupVerbs {
  readonly id: string;
  /** Reads a property (`GetProp` of a `GROUPPROP`): text for `VT_BSTR`, a number for the integer types. */
  getProp(property: number): Promise<string | number>;
  setProp(property: number, value: string | number): Promise<void>;
  getProgress(flags: number): Promise<number>;
  getStatus(): Promise<GroupStatusRecord>;
  suspendGroup(): Promise<void>;
  resumeGroup(): Promise<void>;
  cancelGroup(): Promise<void>;
  /** Returns the size in bytes (`get_Size`). */
  getSize(): Promise<number>;
  /** Returns the GUID of the group (`get_GroupID`). */
  getGroupId(): Promise<string>;
  createJob(id: string): Promise<GroupJobVerbs>;
  getJob(id: string): Promise<GroupJobVerbs>;
  enumJobs(flags: number): Promise<string[]>;
  switchToForeground(): Promise<void>;
  /** Returns the modern job (`QueryNewJobInterface` for `IBackgroundCopyJob`). */
  queryNewJobInterface(): Promise<JobVerbs>;
  /** Removes the notification pointer (`SetNotificationPointer` with `IID_IBackgroundCopyCallback1` and a null pointer). */
  setNotificationPointer(): Promise<void>;
}

/** `IBackgroundCopyJob1`. */
export interface GroupJobVerbs {
  readonly id: string;
  /** Cancels the job (`CancelJob`). */
  cancelJob(): Promise<void>;
  switchToForeground(): Promise<void>;
  /** Returns the GUID of the job (`get_JobID`). */
  getJobId(): Promise<string>;
  getProgress(flags: number): Promise<number>;
  getStatus(): Promise<GroupJobStatusRecord>;
  addFiles(files: readonly FileName[]): Promise<void>;
  getFile(index: number): Promise<FileName>;
  getFileCount(): Promise<number>;
}

/**
 * Called with one or several of the `BG_NOTIFY_…` flags: the calls since the last time; and with the files of `FileTransferred` and
 * `FileRangesTransferred`, in the order of the calls.
 */
export type NotificationListener = (events: number, files: readonly FileNotificationRecord[]) => void;

/** A call of `IBackgroundCopyCallback2::FileTransferred`, or of `IBackgroundCopyCallback3::FileRangesTransferred`. */
export interface FileNotificationRecord extends FileName {
  /** Null for the whole file. */
  readonly ranges: readonly FileRangeRecord[] | null;
}

/** `BG_JOB_PROGRESS`: an unknown total is 2^64-1. */
export interface ProgressRecord {
  readonly bytesTotal: bigint;
  readonly bytesTransferred: bigint;
  readonly filesTotal: number;
  readonly filesTransferred: number;
}

/** `IBackgroundCopyError.GetError`, with the names of its file if there is one. */
export interface ErrorRecord {
  /** `BG_ERROR_CONTEXT`. */
  readonly context: number;
  readonly hresult: number;
  readonly file: FileName | null;
  /** `GetProtocol`: `'http'` or `'file'`; null if there is none. */
  readonly protocol: string | null;
}

/** The result of reading a job. `error` is set in `BG_JOB_STATE_ERROR` and `…_TRANSIENT_ERROR`. */
export interface JobRecord {
  /** `BG_JOB_STATE`. */
  readonly state: number;
  readonly progress: ProgressRecord;
  readonly error: ErrorRecord | null;
}

/** The result of reading one job of the list. */
export interface JobListRecord extends JobRecord {
  readonly id: string;
  readonly displayName: string;
  /** `BG_JOB_TYPE`. */
  readonly type: number;
}

/** A job of the list that could not be read, and why. */
export interface UnreadableJobRecord {
  readonly id: string;
  /** The result of the first call that failed. */
  readonly hresult: number;
  /** The interface and method that failed, such as `'IBackgroundCopyJob.GetState'`. */
  readonly operation: string;
}

/** `IBackgroundCopyGroup.GetStatus`. */
export interface GroupStatusRecord {
  /** `QM_STATUS_…` flags. */
  readonly status: number;
  readonly jobIndex: number;
}

/** `IBackgroundCopyJob1.GetStatus`. */
export interface GroupJobStatusRecord {
  /** `QM_STATUS_…` flags. */
  readonly status: number;
  readonly win32Result: number;
  readonly transportResult: number;
  readonly retries: number;
}
