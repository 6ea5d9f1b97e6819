import type { Connection } from '../../../lib/index.js';
import type { SyncManagerRegistryScope, SyncManagerVerbs } from '../../../lib/syncmgr/verbs.js';
import type { LogEntry, SyncManagerLibrary } from '../../native/syncmgr-library.js';
import type { FamilyWorld } from '../kit/host.js';

/** What one test of Sync Manager has to itself: connections to a machine, and the machine's side of the conversation. */
export interface SyncManagerWorld extends FamilyWorld {
  /** Of a backend of its own, in the same process as the connection: they take what the public API would refuse beforehand. */
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

/** A call that the machine got from us, or made to our callback. */
export type LoggedCall = Pick<LogEntry, 'call' | 'arguments' | 'result'>;

/**
 * A machine with one handler, a Sync Manager and a Sync Center, which take scripts and tell what they have seen: the reference library,
 * or its like in the emulation. It is new for every world.
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
  /** Everything in the order in which it began. */
  log(): LoggedCall[];
  /** The local server that a registry has for a class; null where it has none. */
  localServer(clsid: string, scope: SyncManagerRegistryScope): InstalledServer | null;
  /** Writes a local server as the setup of another program would; null removes the class. */
  setLocalServer(clsid: string, scope: SyncManagerRegistryScope, server: InstalledServer | null): void;
}

/** The class's name and its command line. */
export interface InstalledServer {
  readonly description: string;
  readonly command: string;
}
