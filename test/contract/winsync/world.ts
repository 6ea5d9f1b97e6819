import type { SessionSettings, WinSyncVerbs } from '../../../lib/winsync/verbs.js';
import type { FamilyWorld } from '../kit/host.js';
import type { ToldSession } from './told-session.js';

/** What one test of Windows Sync has to itself: the verbs of a backend, which take what the public API would refuse beforehand. */
export interface WinSyncWorld extends FamilyWorld {
  /** Of a backend of its own, in the same process as the connection. */
  readonly verbs: WinSyncVerbs;
  /** Opens another backend in this process. */
  openVerbs(): Promise<OpenVerbs>;
  /** Makes a session with `verbs`; what is left out is as in `defaultSettings`. */
  createSession(settings?: Partial<SessionSettings>): Promise<ToldSession>;
}

/** The verbs of a backend that a test closes itself. */
export interface OpenVerbs {
  readonly verbs: WinSyncVerbs;
  close(): Promise<void>;
}

/** `ISyncSessionState::OnProgress` as a provider calls it: role, stage, completed work, total work. */
export type Report = readonly [provider: number, stage: number, completedWork: number, totalWork: number];

/** A world that has also what other native code brings: providers, and objects of its own. */
export interface ForeignWorld extends WinSyncWorld {
  /** The CLSID of a provider that makes its reports in every session, once `BeginSession` has succeeded. */
  readonly provider: string;
  /** What `provider` reports from its next session on; it looks at `IsCanceled` before each, and nothing else is said. */
  scriptReports(reports: readonly Report[]): void;
  /** The CLSID of a provider whose `BeginSession` fails with `SYNC_E_REPLICA_NOT_FOUND`. */
  readonly failingProvider: string;
  /** What `EndSession` of `provider` returns after it has ended the session. */
  scriptEndResult(hresult: number): void;
  /** The CLSID of a class that nobody has registered. */
  readonly unknownClass: string;
  /** The address of an `ISyncSessionState` without `ISyncSessionState2`, that lives as long as the world. */
  firstVersionState(): bigint;
  /** The address of an `ISyncCallback` without `ISyncCallback2`, that lives as long as the world. */
  firstVersionCallback(): bigint;
  /** How many hold the object at an address, by its own count. */
  countReferences(pointer: bigint): number;
}
