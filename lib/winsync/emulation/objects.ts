import { InterfaceKind } from '../../emulation/references.js';
import type { BufferAnswer, ChangeRecord, ConflictRecord, RecoverableErrorRecord } from '../verbs.js';

/**
 * `ISyncSessionState` inside the emulated process, and `ISyncSessionState2` if it has the two optional methods. A method fails with an
 * `HResultError`; any other exception is `E_FAIL` for the caller. Numbers are those of COM; sizes are in bytes.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isyncsessionstate.
 */
export interface SessionStateObject {
  /** Reports progress with a `SYNC_PROVIDER_ROLE`, a `SYNC_PROGRESS_STAGE` and two DWORDs. */
  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): void;
  isCanceled(): boolean;
  /** Returns the data of the change applier. The capacity is that of the caller's buffer in bytes; null is a null pointer. */
  getInfoForChangeApplication(capacity: number | null): BufferAnswer;
  /** Loads the data of the change applier. Null is a null pointer. */
  loadInfoFromChangeApplication(bytes: Uint8Array | null): void;
  getForgottenKnowledgeRecoveryRangeStart(capacity: number | null): BufferAnswer;
  getForgottenKnowledgeRecoveryRangeEnd(capacity: number | null): BufferAnswer;
  setForgottenKnowledgeRecoveryRange(lowerBound: Uint8Array, upperBound: Uint8Array): void;
  setProviderWithError?(self: boolean): void;
  getSessionErrorStatus?(): number;
}

/**
 * `ISyncCallback` inside the emulated process, and `ISyncCallback2` if it has the two optional methods. Failures are those of {@link
 * SessionStateObject}.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isynccallback.
 */
export interface SyncCallbackObject {
  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): void;
  onChange(change: ChangeRecord): void;
  /** Returns the `SYNC_RESOLVE_ACTION` that the application sets. */
  onConflict(conflict: ConflictRecord): number | Promise<number>;
  onRecoverableError(error: RecoverableErrorRecord): void;
  /** Returns a `SYNC_FULL_ENUMERATION_ACTION`. */
  onFullEnumerationNeeded(): number | Promise<number>;
  /** Receives running totals. */
  onChangeApplied?(changesApplied: number, changesFailed: number): void;
  onChangeFailed?(changesApplied: number, changesFailed: number): void;
}

/** The interfaces that can be queried from such objects. */
export const sessionStateKind = new InterfaceKind<SessionStateObject>('ISyncSessionState');
export const syncCallbackKind = new InterfaceKind<SyncCallbackObject>('ISyncCallback');
