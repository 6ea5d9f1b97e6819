/**
 * The seam of the family: the calls of a backend for Windows Sync, in plain data. The arguments have been checked above it, except the numbers of
 * roles and stages, which COM itself refuses. Enumerations are COM's numbers, HRESULTs unsigned. A method that fails rejects with an `HResultError`
 * whose operation is the interface and method, such as `ISyncSessionState.OnProgress`. After the backend has been closed: `RPC_E_DISCONNECTED`.
 */
export interface WinSyncVerbs {
  /** Creates a session state of this package, whose callback reports to `listener`. */
  createSession(settings: SessionSettings, listener: SessionListener): Promise<SessionVerbs>;
  /**
   * Adds a reference to the `ISyncSessionState*` at this address. Rejects with operation `ISyncSessionState.QueryInterface`: `E_POINTER` if there is
   * nothing that looks like a COM object, `E_NOINTERFACE` for an object of another kind.
   */
  attachState(pointer: bigint, itemIdFormat: WinSyncIdFormat | null): Promise<SessionStateVerbs>;
  /** Adds a reference to an `ISyncCallback*` in the same way, with operation `ISyncCallback.QueryInterface`. */
  attachCallback(pointer: bigint): Promise<CallbackVerbs>;
  /**
   * Returns the providers of every content type and architecture (`ISyncProviderRegistration.EnumerateSyncProviders`). Rejects with operation
   * `CoCreateInstance` and `REGDB_E_CLASSNOTREG` on a machine without the class.
   */
  enumerateProviders(): Promise<ProviderRecord[]>;
}

/** `ID_PARAMETER_PAIR`: variable ids begin with their own length as a little-endian 16-bit number, which does not count itself. */
export interface WinSyncIdFormat {
  readonly variable: boolean;
  /** Bytes of a fixed id; the maximum number of bytes of a variable one, without its length. 1 to 65535. */
  readonly size: number;
}

export interface SessionSettings {
  /** Whether reports of change application are passed unchanged instead of being added up. */
  readonly passThrough: boolean;
  readonly itemIdFormat: WinSyncIdFormat;
  /** The kinds of events that the listener receives; the others are answered without it. `progress` and `canceled` are always delivered. */
  readonly wanted: readonly Exclude<SessionEvent['type'], 'progress' | 'canceled'>[];
  /** The default answer of a question that cannot be asked: after the session has been closed, or for a call on the JavaScript thread itself. */
  readonly fullEnumerationAction: number;
  readonly resolveAction: number;
  /** Milliseconds that the listener has for an answer. A provider waits longer only while the event loop is blocked. */
  readonly answerTimeout: number;
}

/**
 * Receives the events since the last call, the oldest first. Called on the JavaScript thread, and never within another call. Events without an answer
 * are dropped and counted while they wait: of progress the latest of each provider and stage is kept, of changes and recoverable errors the latest
 * 1024, of the totals of applied and of failed changes the latest. An event for which others were dropped has the position of the latest of them, so
 * that the events are in the order of their latest occurrence.
 */
export type SessionListener = (events: readonly SessionEvent[]) => void;

/** The number of earlier events of its kind that were dropped for this one. */
interface Folded {
  readonly folded: number;
}

export type SessionEvent =
  | ProgressEvent
  | ChangeEvent
  | ChangeTotalsEvent
  | RecoverableErrorEvent
  | ConflictEvent
  | FullEnumerationEvent
  | CanceledEvent;

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

/** The answer of `OnFullEnumerationNeeded` was to abort, which has cancelled the session. */
export interface CanceledEvent {
  readonly type: 'canceled';
}

/** `SYNC_VERSION`. */
export interface VersionRecord {
  readonly replicaKey: number;
  /** 0 to 2^64-1. */
  readonly tickCount: bigint;
}

/** The properties of an `ISyncChange`; null if its method fails. */
export interface ChangeRecord {
  readonly ownerReplicaId: Uint8Array | null;
  readonly rootItemId: Uint8Array | null;
  readonly changeVersion: VersionRecord | null;
  readonly creationVersion: VersionRecord | null;
  /** `SYNC_CHANGE_FLAG_…`. */
  readonly flags: number | null;
  readonly workEstimate: number | null;
}

/** The changes of an `IChangeConflict`; null if there is none. */
export interface ConflictRecord {
  readonly destinationChange: ChangeRecord | null;
  readonly sourceChange: ChangeRecord | null;
}

/** The properties of an `IRecoverableError` and its `IRecoverableErrorData`; null if a method fails, and for the HRESULT `S_OK`. */
export interface RecoverableErrorRecord {
  readonly stage: number | null;
  readonly provider: number | null;
  readonly change: ChangeRecord | null;
  readonly hresult: number | null;
  readonly itemDisplayName: string | null;
  readonly errorDescription: string | null;
}

/** The result of a method with a buffer. */
export interface BufferAnswer {
  /** `S_OK`, or `ERROR_MORE_DATA` as an HRESULT if the buffer was too small. */
  readonly hresult: number;
  /** Bytes written, or bytes that are needed. */
  readonly count: number;
  /** The bytes written; null if the buffer was too small. */
  readonly bytes: Uint8Array | null;
}

/** `ISyncSessionState` and `ISyncSessionState2`, of this package or of other native code. */
export interface SessionStateVerbs {
  /** Reports progress (`OnProgress`). Rejects with `E_INVALIDARG` for an unknown role or stage. DWORDs are unsigned. */
  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): Promise<void>;
  isCanceled(): Promise<boolean>;
  /** Calls the method with a buffer of `capacity` bytes. Null is a null pointer with a count of 0, which returns the size. */
  getInfoForChangeApplication(capacity: number | null): Promise<BufferAnswer>;
  /** Loads the data. Null is a null pointer with a count of 0: `E_POINTER`. A pointer with a count of 0: `E_INVALIDARG`. */
  loadInfoFromChangeApplication(bytes: Uint8Array | null): Promise<void>;
  getForgottenKnowledgeRecoveryRangeStart(capacity: number | null): Promise<BufferAnswer>;
  getForgottenKnowledgeRecoveryRangeEnd(capacity: number | null): Promise<BufferAnswer>;
  /** Sets the recovery range. Rejects with `SYNC_E_ID_FORMAT_MISMATCH` for a bound that is not in the format of item ids. */
  setForgottenKnowledgeRecoveryRange(lowerBound: Uint8Array, upperBound: Uint8Array): Promise<void>;
  /**
   * Sets the provider that has failed. Rejects with `E_NOINTERFACE` and operation `ISyncSessionState.QueryInterface` if there is no
   * `ISyncSessionState2`.
   */
  setProviderWithError(self: boolean): Promise<void>;
  /** Returns the error status. Rejects with `E_NOINTERFACE` in the same way. */
  getSessionErrorStatus(): Promise<number>;
  /** Releases the reference. For a session of this package see also `SessionVerbs`. */
  close(): Promise<void>;
}

/**
 * A session state of this package. `close()` cancels it, removes the listener and releases the references of this package; any other owner of the
 * object has a cancelled session.
 */
export interface SessionVerbs extends SessionStateVerbs {
  /** The `ISyncSessionState*`; borrowed, and valid until the session is closed: 0 then. */
  readonly pointer: bigint;
  /** The `ISyncCallback*` that reports to the listener; borrowed in the same way. */
  readonly callbackPointer: bigint;
  /** Sets whether the session keeps the process alive, for the consumers of its events; false at first. */
  keepAlive(alive: boolean): void;
  cancel(): Promise<void>;
  /**
   * Begins a run, as `beginSession` of a provider does. Rejects with `SYNC_E_INVALID_OPERATION` if it has already begun. A later run starts with new
   * values: a sum of 0, no recovery range, no provider at fault and the error status `S_OK` (`E_ABORT` if the session has been cancelled). Values
   * that were loaded or set since the end of the earlier run apply to the new run.
   */
  begin(): Promise<void>;
  /** Ends the run; `SYNC_E_INVALID_OPERATION` without `begin`. */
  end(): Promise<void>;
  /** Sets the value that `GetSessionErrorStatus` returns from now on. */
  setSessionErrorStatus(hresult: number): Promise<void>;
  /** Returns the role of the provider that was set by `SetProviderWithError`; null if none was. */
  getProviderWithError(): Promise<number | null>;
  /** Activates an in-process `IKnowledgeSyncProvider` for this role in this session. Operation `CoCreateInstance`. */
  openProvider(clsid: string, role: number): Promise<ProviderVerbs>;
}

/** `IKnowledgeSyncProvider`. */
export interface ProviderVerbs {
  /** Begins the session with the role of the provider. A failure becomes the session's error status. */
  beginSession(): Promise<void>;
  /** Ends the session, also if the provider fails. Rejects with `SYNC_E_INVALID_OPERATION` without a matching `beginSession`. */
  endSession(): Promise<void>;
  getIdParameters(): Promise<WinSyncIdParameters>;
  /** Releases the provider; ends its session first if it runs. */
  close(): Promise<void>;
}

/** `ID_PARAMETERS`. */
export interface WinSyncIdParameters {
  readonly replicaId: WinSyncIdFormat;
  readonly itemId: WinSyncIdFormat;
  readonly changeUnitId: WinSyncIdFormat;
}

/** `ISyncCallback` and `ISyncCallback2`, of this package or of other native code. Operation `ISyncCallback.OnProgress` and so on. */
export interface CallbackVerbs {
  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): Promise<void>;
  onChange(change: ChangeRecord): Promise<void>;
  /** Returns the action that the application has set; `SRA_DEFER` if it has set none. */
  onConflict(conflict: ConflictRecord): Promise<number>;
  onRecoverableError(error: RecoverableErrorRecord): Promise<void>;
  onFullEnumerationNeeded(): Promise<number>;
  /** Reports applied changes. Rejects with `E_NOINTERFACE` and operation `ISyncCallback.QueryInterface` if there is no `ISyncCallback2`. */
  onChangeApplied(changesApplied: number, changesFailed: number): Promise<void>;
  /** Reports failed changes. Rejects with `E_NOINTERFACE` in the same way. */
  onChangeFailed(changesApplied: number, changesFailed: number): Promise<void>;
  close(): Promise<void>;
}

/** The properties of an `ISyncProviderInfo` (`PKEY_PROVIDER_…`); null for a property that it does not have. */
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
