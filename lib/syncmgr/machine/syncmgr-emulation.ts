import { requireCallback, requireOptions, requireText } from '../../com/arguments.js';
import { Calls } from '../../com/calls.js';
import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { LatestEnded } from '../../emulation/bounded-lists.js';
import type { EmulationClock } from '../../emulation/clock.js';
import { type Addresses, References } from '../../emulation/references.js';
import { ServiceConnection } from '../../emulation/service-connection.js';
import { syncmgrClasses } from '../constants.js';
import type { SyncManagerHandlerDefinition } from '../definition.js';
import { CallLog } from '../emulation/call-log.js';
import { CenterStore } from '../emulation/center-store.js';
import { type HandlerClass, HandlerClasses, ServerEnd } from '../emulation/handler-classes.js';
import { InterfaceTable } from '../emulation/interface-table.js';
import {
  conflictKind,
  type SynchronizeCallbackObject,
  type SynchronizeObject,
  synchronizeCallbackKind,
  syncItemKind,
} from '../emulation/objects.js';
import type { SyncManagerPolicy } from '../emulation/policy.js';
import type { SharedState } from '../emulation/shared-state.js';
import { EmulatedSyncManager } from '../emulation/verbs.js';
import { openReport, type SyncManagerContext, serveHandler } from '../open.js';
import type { ServedSyncManagerHandler } from '../served-handler.js';
import type { SyncManagerRegistryScope } from '../verbs.js';
import { CenterRuns } from './center-runs.js';
import { HandlerRun } from './handler-run.js';
import { SyncCenter } from './sync-center.js';

/** The number of ended runs that are kept. */
const keptRuns = 100;

/** A class of handlers, implemented at the level of the COM methods: for everything that a native handler may do. */
export interface HandlerClassDefinition {
  readonly clsid: string;
  /** Shown to the user. */
  readonly description: string;
  /** Creates the handler of one client. */
  create(): SynchronizeObject;
}

/**
 * Drives the emulated Sync Manager and Sync Center: their handlers, the user's Sync Center, and the objects of other native code.
 * `emulation.syncmgr`.
 */
export class SyncManagerEmulation {
  /** Sync Center, from the user's side. */
  readonly center: SyncCenter;
  /** The calls that Sync Manager and Sync Center have received. */
  readonly calls = new CallLog();
  readonly #policy: SyncManagerPolicy;
  readonly #classes = new HandlerClasses();
  readonly #registered = new Map<string, (HandlerClass & { readonly end: ServerEnd })[]>();
  readonly #table = new InterfaceTable();
  readonly #references: References;
  readonly #state: SharedState;
  readonly #centerRuns: CenterRuns;
  readonly #connections = new Map<ServiceConnection, EmulatedSyncManager>();
  readonly #runs = new LatestEnded<HandlerRun>(keptRuns, ({ running }) => !running);
  /** The connection of the programs of the emulated machine. */
  readonly #own = new ServiceConnection();
  readonly #ownContext: SyncManagerContext;

  /** @internal */
  constructor(clock: EmulationClock, addresses: Addresses, policy: SyncManagerPolicy) {
    this.#policy = policy;
    this.#references = new References(addresses);
    const store = new CenterStore();
    this.center = new SyncCenter(store);
    this.#centerRuns = new CenterRuns(this.center, (handlerId, itemIds) =>
      openReport(this.#ownContext, handlerId, itemIds),
    );
    this.#state = {
      clock,
      policy,
      references: this.#references,
      table: this.#table,
      classes: this.#classes,
      calls: this.calls,
      center: store,
      centerRunner: this.#centerRuns,
      // In virtual time no call may be pending when the clock is advanced; in real time no call waits for more than a turn.
      later: clock.kind === 'real' ? setImmediate : queueMicrotask,
      runHandlers: (clsid, cookie) => this.#runHandlers(clsid, cookie),
    };
    this.#ownContext = { calls: new Calls(), clock, verbs: this.open(this.#own) };
  }

  /**
   * Registers a handler by its definition, as if another program on the machine served it: any connection can open it, and Sync Manager lists it.
   * @throws {TypeError | RangeError} for a wrong definition
   */
  async registerHandler(definition: SyncManagerHandlerDefinition): Promise<ServedSyncManagerHandler> {
    const served = await serveHandler(this.#ownContext, definition);
    this.#classes.list(served.clsid, definition.name, 0);
    return served;
  }

  /**
   * Registers a class of handlers at the level of the COM methods. It is an in-process class, and Sync Manager lists it.
   * @throws {TypeError | RangeError} for a wrong definition
   */
  registerClass(definition: HandlerClassDefinition): void {
    const { clsid, description, create } = requireOptions(definition, 'definition');
    const id = parseGuid(clsid, 'clsid');
    const text = requireText(description, 'description');
    requireCallback(create, 'create');
    const end = new ServerEnd();
    const served = {
      create: () => definition.create(),
      onGone: (listener: (hresult: number) => void) => end.onGone(listener),
      end,
    };
    this.#registered.set(id, [...(this.#registered.get(id) ?? []), served]);
    this.#classes.serve(id, served);
    this.#classes.list(id, text, 0);
    this.#classes.installForeign(id, 'machine', null);
  }

  /**
   * Writes a local server into a registry, as the setup of another program would, in place of an existing one; null removes the class.
   * `installClass()` and `uninstallClass()` refuse to change such a class.
   */
  setLocalServer(
    clsid: string,
    scope: SyncManagerRegistryScope,
    server: { readonly description: string; readonly command: string } | null,
  ): void {
    const id = parseGuid(clsid, 'clsid');
    if (server === null) {
      this.#classes.uninstallForeign(id, scope);
      return;
    }
    const { description, command } = requireOptions(server, 'server');
    this.#classes.installForeign(id, scope, {
      clsid: id,
      description: requireText(description, 'description'),
      command: requireText(command, 'command'),
      scope,
    });
  }

  /**
   * Terminates the process that serves a class of {@link registerClass}, as a crash does: the class can no longer be activated, and calls
   * of its handlers, including pending ones, reject with `RPC_S_SERVER_UNAVAILABLE`. Returns whether there was such a process.
   */
  terminateServer(clsid: string): boolean {
    const id = parseGuid(clsid, 'clsid');
    const servers = this.#registered.get(id) ?? [];
    this.#registered.delete(id);
    for (const served of servers) {
      this.#classes.stopServing(id, served);
      served.end.reach(hresults.RPC_S_SERVER_UNAVAILABLE);
    }
    return servers.length > 0;
  }

  /** Returns the command line of a class in a registry; null if it has none. */
  localServer(
    clsid: string,
    scope: SyncManagerRegistryScope,
  ): { readonly description: string; readonly command: string } | null {
    const registration = this.#classes.localServer(parseGuid(clsid, 'clsid'), scope);
    return registration === null ? null : { description: registration.description, command: registration.command };
  }

  /**
   * Returns the runs that `UpdateItems` and `UpdateAll` have started, oldest first. Of the ended runs at least the latest 100 are kept; the
   * handlers of older ones are released.
   */
  runs(): readonly HandlerRun[] {
    return [...this.#runs.items];
  }

  /** Assigns an address to a callback, with a reference count of 1 that the caller owns: call {@link release}. */
  placeCallback(callback: SynchronizeCallbackObject): bigint {
    return this.#references.place(synchronizeCallbackKind, callback);
  }

  /** Registers a callback in the Global Interface Table and returns its cookie. */
  registerInTable(callback: SynchronizeCallbackObject): number {
    return this.#table.register(callback);
  }

  /** Revokes a callback from the Global Interface Table. Returns whether it was registered. */
  revokeFromTable(cookie: number): boolean {
    return this.#table.revoke(cookie);
  }

  /** Assigns an address to an `ISyncMgrSyncItem`, for `proposeItem()`. */
  placeSyncItem(itemId: string): bigint {
    return this.#references.place(syncItemKind, { itemId: requireText(itemId, 'itemId') });
  }

  /** Assigns an address to an `ISyncMgrConflict`, for `updateConflict()`. */
  placeConflict(name = ''): bigint {
    return this.#references.place(conflictKind, { name: requireText(name, 'name') });
  }

  /** Releases a reference (`Release`). The address is freed with the last reference. */
  release(pointer: bigint): void {
    this.#references.release(pointer);
  }

  /** Returns the reference count of the object at an address; 0 if there is none. */
  countReferences(pointer: bigint): number {
    return this.#references.count(pointer);
  }

  /** @internal Returns the verbs of a connection. */
  open(connection: ServiceConnection): EmulatedSyncManager {
    const verbs = new EmulatedSyncManager(this.#state, connection);
    this.#connections.set(connection, verbs);
    return verbs;
  }

  /** @internal Returns whether a class can be activated. */
  has(clsid: string): boolean {
    if (clsid === syncmgrClasses.SyncMgr) return this.#policy.syncManager;
    if (clsid === syncmgrClasses.SyncMgrClient || clsid === syncmgrClasses.SyncMgrControl)
      return this.#policy.syncCenter;
    return this.#classes.isServed(clsid);
  }

  /** @internal Releases the objects of a closed connection. */
  connectionClosed(connection: ServiceConnection): void {
    this.#connections.get(connection)?.release();
    this.#connections.delete(connection);
  }

  /** @internal Stops the programs of the emulated machine. */
  dispose(): void {
    this.#centerRuns.stop(null, null);
    this.#ownContext.calls.close();
    this.#own.close();
    this.connectionClosed(this.#own);
  }

  #runHandlers(clsid: string | null, cookie: Uint8Array | null): void {
    if (!this.#policy.runsHandlers) return;
    for (const listed of this.#classes.listed()) {
      if (clsid !== null && listed.clsid !== clsid) continue;
      const gone = this.#runs.add(new HandlerRun(this.#ownContext, listed.clsid, cookie));
      // The caller does not wait for the handlers of old runs.
      for (const run of gone) run.close().catch(() => {});
    }
  }
}
