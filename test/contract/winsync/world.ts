import type { SessionSettings, WinSyncVerbs } from '../../../lib/winsync/verbs.js';
import type { FamilyWorld } from '../kit/host.js';
import type { RecordingSession } from './recording-session.js';

/** The world of one test of Windows Sync: the verbs of a backend, which accept arguments that the public API refuses. */
export interface WinSyncWorld extends FamilyWorld {
  /** Verbs of a separate backend in the same process as the connection. */
  readonly verbs: WinSyncVerbs;
  /** Opens another backend in this process. */
  openVerbs(): Promise<OpenVerbs>;
  /** Creates a session with `verbs`; omitted settings are those of `defaultSettings`. */
  createSession(settings?: Partial<SessionSettings>): Promise<RecordingSession>;
}

/** The verbs of a backend that a test closes itself. */
export interface OpenVerbs {
  readonly verbs: WinSyncVerbs;
  close(): Promise<void>;
}

/** `ISyncSessionState::OnProgress` as a provider calls it: role, stage, completed work, total work. */
export type Report = readonly [provider: number, stage: number, completedWork: number, totalWork: number];

/** A world with foreign native code: providers and COM objects. */
export interface ForeignWorld extends WinSyncWorld {
  /** The CLSID of a provider that makes its reports in every session, once `BeginSession` has succeeded. */
  readonly provider: string;
  /** Sets the reports of `provider` from its next session on; it calls `IsCanceled` before each and makes no other call. */
  scriptReports(reports: readonly Report[]): void;
  /** The CLSID of a provider whose `BeginSession` fails with `SYNC_E_REPLICA_NOT_FOUND`. */
  readonly failingProvider: string;
  /** What `EndSession` of `provider` returns after it has ended the session. */
  scriptEndResult(hresult: number): void;
  /** The CLSID of a class that is not registered. */
  readonly unknownClass: string;
  /** The address of an `ISyncSessionState` without `ISyncSessionState2`, that lives as long as the world. */
  firstVersionState(): bigint;
  /** The address of an `ISyncCallback` without `ISyncCallback2`, that lives as long as the world. */
  firstVersionCallback(): bigint;
  /** The reference count of the object at an address. */
  countReferences(pointer: bigint): number;
}
