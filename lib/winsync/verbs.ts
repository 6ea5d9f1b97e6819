/**
 * The seam of the family: what a backend offers for Windows Sync, in plain data. Arguments have been checked above, but for the
 * numbers of roles and stages, which COM itself refuses. Enumerations are COM's numbers, HRESULTs unsigned. A method that fails rejects
 * with an `HResultError` whose operation is the interface and method, such as `ISyncSessionState.OnProgress`. After the backend has
 * been closed: `RPC_E_DISCONNECTED`.
 */
export interface WinSyncVerbs {
  /** Makes a session state of our own, whose callback reports to `listener`. */
  createSession(settings: SessionSettings, listener: SessionListener): Promise<SessionVerbs>;
  /**
   * Takes a reference of the `ISyncSessionState*` at this address. Rejects with operation `ISyncSessionState.QueryInterface`: `E_POINTER`
   * when nothing there looks like a COM object, `E_NOINTERFACE` when it is another one.
   */
  attachState(pointer: bigint, itemIdFormat: WinSyncIdFormat | null): Promise<SessionStateVerbs>;
  /** The same for an `ISyncCallback*`, with operation `ISyncCallback.QueryInterface`. */
  attachCallback(pointer: bigint): Promise<CallbackVerbs>;
  /**
   * `ISyncProviderRegistration.EnumerateSyncProviders`, of every content type and architecture. Rejects with operation
   * `CoCreateInstance` and `REGDB_E_CLASSNOTREG` on a host without the class.
   */
  enumerateProviders(): Promise<ProviderRecord[]>;
}

/** `ID_PARAMETER_PAIR`: variable ids begin with their own length as a little-endian 16-bit number, which does not count itself. */
export interface WinSyncIdFormat {
  readonly variable: boolean;
  /** Bytes of a fixed id; the largest number of bytes of a variable one, without its length. 1 to 65535. */
  readonly size: number;
}

export interface SessionSettings {
  /** Whether reports of change application pass through as they are, rather than being summed up. */
  readonly passThrough: boolean;
  readonly itemIdFormat: WinSyncIdFormat;
  /** Which kinds of events the listener wants; the others are answered without it. `progress` is always wanted. */
  readonly wanted: readonly Exclude<SessionEvent['type'], 'progress'>[];
  /** The default answer of a question that cannot be asked: a session that has been closed, a call on the JavaScript thread itself. */
  readonly fullEnumerationAction: number;
  readonly resolveAction: number;
}

/**
 * Takes what has happened since the last call, the oldest first. Called on the JavaScript thread, and never within another call. What
 * needs no answer is folded while it waits: of progress the latest of each provider and stage is kept, of changes and recoverable errors
 * the latest 1024, of the totals of applied and of failed changes the latest. An event for which others were dropped has the place of the
 * latest of them, so that the order in which things happened last is kept.
 */
export type SessionListener = (events: readonly SessionEvent[]) => void;

/** How many earlier events of its kind were dropped for this one. */
interface Folded {
  readonly folded: number;
}

export type SessionEvent =
  | ProgressEvent
  | ChangeEvent
  | ChangeTotalsEvent
  | RecoverableErrorEvent
  | ConflictEvent
  | FullEnumerationEvent;

/** `ISyncCallback.OnProgress`. */
export interface ProgressEvent extends Folded {
  readonly type: 'progress';
  readonly provider: number;
  readonly stage: number;
  readonly completedWork: number;
  readonly totalWork: number;
}

/** `ISyncCallback.OnChange`. */
export interface ChangeEvent extends Folded {
  readonly type: 'change';
  readonly change: ChangeRecord;
}

/** `ISyncCallback2.OnChangeApplied` and `OnChangeFailed`: running totals. */
export interface ChangeTotalsEvent extends Folded {
  readonly type: 'changeApplied' | 'changeFailed';
  readonly changesApplied: number;
  readonly changesFailed: number;
}

/** `ISyncCallback.OnRecoverableError`. */
export interface RecoverableErrorEvent extends Folded {
  readonly type: 'recoverableError';
  readonly error: RecoverableErrorRecord;
}

/** `ISyncCallback.OnConflict`. The caller waits until `answer` is called with a `SYNC_RESOLVE_ACTION`; the first call counts. */
export interface ConflictEvent {
  readonly type: 'conflict';
  readonly conflict: ConflictRecord;
  answer(action: number): void;
}

/** `ISyncCallback.OnFullEnumerationNeeded`. The caller waits until `answer` is called with a `SYNC_FULL_ENUMERATION_ACTION`. */
export interface FullEnumerationEvent {
  readonly type: 'fullEnumeration';
  answer(action: number): void;
}

/** `SYNC_VERSION`. */
export interface VersionRecord {
  readonly replicaKey: number;
  /** 0 to 2^64-1. */
  readonly tickCount: bigint;
}

/** The properties of an `ISyncChange`; null where its method fails. */
export interface ChangeRecord {
  readonly ownerReplicaId: Uint8Array | null;
  readonly rootItemId: Uint8Array | null;
  readonly changeVersion: VersionRecord | null;
  readonly creationVersion: VersionRecord | null;
  /** `SYNC_CHANGE_FLAG_…`. */
  readonly flags: number | null;
  readonly workEstimate: number | null;
}

/** The changes of an `IChangeConflict`; null where there is none. */
export interface ConflictRecord {
  readonly destinationChange: ChangeRecord | null;
  readonly sourceChange: ChangeRecord | null;
}

/** The properties of an `IRecoverableError` and its `IRecoverableErrorData`; null where a method fails. */
export interface RecoverableErrorRecord {
  readonly stage: number | null;
  readonly provider: number | null;
  readonly change: ChangeRecord | null;
  readonly hresult: number | null;
  readonly itemDisplayName: string | null;
  readonly errorDescription: string | null;
}

/** What a method with a buffer answered. */
export interface BufferAnswer {
  /** `S_OK`, or `ERROR_MORE_DATA` as an HRESULT when the buffer was too small. */
  readonly hresult: number;
  /** Bytes written, or bytes that are needed. */
  readonly count: number;
  /** What was written; null when the buffer was too small. */
  readonly bytes: Uint8Array | null;
}

/** `ISyncSessionState` and `ISyncSessionState2`, ours or another's. */
export interface SessionStateVerbs {
  /** `OnProgress`: `E_INVALIDARG` for an unknown role or stage. DWORDs are unsigned. */
  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): Promise<void>;
  isCanceled(): Promise<boolean>;
  /** With a buffer of so many bytes; null is a null pointer with a count of 0, which asks for the size. */
  getInfoForChangeApplication(capacity: number | null): Promise<BufferAnswer>;
  /** Null is a null pointer with a count of 0: `E_POINTER`. No bytes at all, but a pointer: `E_INVALIDARG`. */
  loadInfoFromChangeApplication(bytes: Uint8Array | null): Promise<void>;
  getForgottenKnowledgeRecoveryRangeStart(capacity: number | null): Promise<BufferAnswer>;
  getForgottenKnowledgeRecoveryRangeEnd(capacity: number | null): Promise<BufferAnswer>;
  /** `SYNC_E_ID_FORMAT_MISMATCH` for a bound that is not in the format of item ids. */
  setForgottenKnowledgeRecoveryRange(lowerBound: Uint8Array, upperBound: Uint8Array): Promise<void>;
  /** `E_NOINTERFACE` with operation `ISyncSessionState.QueryInterface` where there is no `ISyncSessionState2`. */
  setProviderWithError(self: boolean): Promise<void>;
  /** The same. */
  getSessionErrorStatus(): Promise<number>;
  /** Lets the reference go; of our own session also what follows at `SessionVerbs`. */
  close(): Promise<void>;
}

/**
 * A session state of our own. Closing it cancels it, removes the listener and releases our references; another holder of the
 * object has a cancelled session.
 */
export interface SessionVerbs extends SessionStateVerbs {
  /** The `ISyncSessionState*`; borrowed, and good until the session is closed: 0 then. */
  readonly pointer: bigint;
  /** The `ISyncCallback*` that reports to the listener; borrowed in the same way. */
  readonly callbackPointer: bigint;
  /** Whether the session keeps the process alive, for the consumers of its events; false at first. */
  keepAlive(alive: boolean): void;
  cancel(): Promise<void>;
  /**
   * Says that a session runs, as `beginSession` of a provider does; `SYNC_E_INVALID_OPERATION` when it was said already. A run that begins
   * after another has ended starts anew: with a sum of 0, no recovery range, no provider at fault and the error status `S_OK` (`E_ABORT` where
   * the session has been cancelled). What was loaded or set since the end of the other counts for the new run.
   */
  begin(): Promise<void>;
  /** Says that it has ended; `SYNC_E_INVALID_OPERATION` without `begin`. */
  end(): Promise<void>;
  /** What `GetSessionErrorStatus` answers from now on. */
  setSessionErrorStatus(hresult: number): Promise<void>;
  /** The provider that `SetProviderWithError` named, as a role; null for none. */
  getProviderWithError(): Promise<number | null>;
  /** Activates an in-process `IKnowledgeSyncProvider`, for this role in this session. Operation `CoCreateInstance`. */
  openProvider(clsid: string, role: number): Promise<ProviderVerbs>;
}

/** `IKnowledgeSyncProvider`. */
export interface ProviderVerbs {
  /** With the role and the session of the provider. A failure becomes the session's error status. */
  beginSession(): Promise<void>;
  /** `SYNC_E_INVALID_OPERATION` without a matching `beginSession`. */
  endSession(): Promise<void>;
  getIdParameters(): Promise<WinSyncIdParameters>;
  /** Lets the provider go; ends its session first where it runs. */
  close(): Promise<void>;
}

/** `ID_PARAMETERS`. */
export interface WinSyncIdParameters {
  readonly replicaId: WinSyncIdFormat;
  readonly itemId: WinSyncIdFormat;
  readonly changeUnitId: WinSyncIdFormat;
}

/** `ISyncCallback` and `ISyncCallback2`, ours or another's. Operation `ISyncCallback.OnProgress` and so on. */
export interface CallbackVerbs {
  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): Promise<void>;
  onChange(change: ChangeRecord): Promise<void>;
  /** The action that the application has set when it returns; `SRA_DEFER` where it set none. */
  onConflict(conflict: ConflictRecord): Promise<number>;
  onRecoverableError(error: RecoverableErrorRecord): Promise<void>;
  onFullEnumerationNeeded(): Promise<number>;
  /** `E_NOINTERFACE` with operation `ISyncCallback.QueryInterface` where there is no `ISyncCallback2`. */
  onChangeApplied(changesApplied: number, changesFailed: number): Promise<void>;
  /** The same. */
  onChangeFailed(changesApplied: number, changesFailed: number): Promise<void>;
  close(): Promise<void>;
}

/** The properties of an `ISyncProviderInfo` (`PKEY_PROVIDER_…`); null for one that it does not have. */
export interface ProviderRecord {
  readonly instanceId: string;
  readonly clsid: string | null;
  readonly configUiId: string | null;
  readonly contentType: string | null;
  readonly capabilities: number | null;
  /** `SYNC_32_BIT_SUPPORTED`, `SYNC_64_BIT_SUPPORTED`. */
  readonly supportedArchitecture: number | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly tooltip: string | null;
  readonly icon: string | null;
  /** `SYNC_PROVIDER_STATE_…`. */
  readonly state: number | null;
}
