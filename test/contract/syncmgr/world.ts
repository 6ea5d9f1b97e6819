import type { Connection } from '../../../lib/index.js';
import type { SyncManagerRegistryScope, SyncManagerVerbs } from '../../../lib/syncmgr/verbs.js';
import type { LogEntry, SyncManagerLibrary } from '../../native/syncmgr-library.js';
import type { FamilyWorld } from '../kit/host.js';

/** The world of one test of Sync Manager: connections to a machine, and scripts of the machine's side. */
export interface SyncManagerWorld extends FamilyWorld {
  /** Verbs of a separate backend in the same process as the connection: they accept arguments that the public API refuses. */
  readonly verbs: SyncManagerVerbs;
  /** Opens another connection in this process. */
  connect(): Promise<Connection>;
  /** Opens another backend in this process. */
  openVerbs(): Promise<OpenVerbs>;
  readonly machine: ScriptedMachine;
}

/** The verbs of a backend that a test closes itself. */
export interface OpenVerbs {
  readonly verbs: SyncManagerVerbs;
  close(): Promise<void>;
}

/** A call that the machine received, or made to the callback. */
export type LoggedCall = Pick<LogEntry, 'call' | 'arguments' | 'result'>;

/**
 * A machine with one handler, a Sync Manager and a Sync Center, which are scripted and log their calls: the reference library,
 * or its counterpart in the emulation. Every world has a new one.
 */
export interface ScriptedMachine
  extends Pick<
    SyncManagerLibrary,
    | 'scriptResult'
    | 'scriptHandler'
    | 'scriptItemCount'
    | 'scriptItems'
    | 'scriptSteps'
    | 'closeGate'
    | 'openGate'
    | 'countReferences'
    | 'createCallback'
    | 'createCallbackInTable'
    | 'revokeFromTable'
    | 'addSyncCenterHandler'
    | 'requestCancel'
    | 'scriptAdditionalItems'
    | 'scriptSyncResult'
    | 'events'
    | 'sessionItems'
    | 'createSyncItem'
    | 'createConflict'
    | 'release'
  > {
  /** All calls in the order in which they began. */
  log(): LoggedCall[];
  /** The local server of a class in a registry; null if it has none. */
  localServer(clsid: string, scope: SyncManagerRegistryScope): InstalledServer | null;
  /** Registers a local server as the setup of another program would; null removes the class. */
  setLocalServer(clsid: string, scope: SyncManagerRegistryScope, server: InstalledServer | null): void;
}

/** The class's name and its command line. */
export interface InstalledServer {
  readonly description: string;
  readonly command: string;
}
