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
import type { ServedSyncManagerHandler } from '../served-handler.js';
import { SyncManager } from '../sync-manager.js';
import type { SyncManagerRegistryScope } from '../verbs.js';
import { CenterRuns } from './center-runs.js';
import { HandlerRun } from './handler-run.js';
import { SyncCenter } from './sync-center.js';

/** Runs that have ended, of which so many are kept. */
const keptRuns = 100;

/** A class of handlers, at the level of COM's methods: for whatever a native handler may do. */
export interface HandlerClassDefinition {
  readonly clsid: string;
  /** For people. */
  readonly description: string;
  /** Makes the handler of one client. */
  create(): SynchronizeObject;
}

/** The other side of Sync Manager and Sync Center. `emulation.syncmgr`. */
export class SyncManagerEmulation {
  /** Sync Center, from the user's side. */
  readonly center: SyncCenter;
  /** The calls of Sync Manager and Sync Center. */
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
  /** The connection of the machine's own programs. */
  readonly #own = new ServiceConnection();
  readonly #ownCalls = new Calls();
  readonly #ownManager: SyncManager;

  /** @internal */
  constructor(clock: EmulationClock, addresses: Addresses, policy: SyncManagerPolicy) {
    this.#policy = policy;
    this.#references = new References(addresses);
    const store = new CenterStore();
    this.center = new SyncCenter(store);
    this.#centerRuns = new CenterRuns(this.center, (handlerId, itemIds) =>
      this.#ownManager.openReport(handlerId, itemIds),
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
      // In virtual time nothing may be left to happen when the clock is moved; in real time nothing waits for more than a turn.
      later: clock.kind === 'real' ? setImmediate : queueMicrotask,
      runHandlers: (clsid, cookie) => this.#runHandlers(clsid, cookie),
    };
    this.#ownManager = new SyncManager(this.#ownCalls, clock, this.open(this.#own));
  }

  /**
   * Registers a handler in the comfortable form, as another program on the machine would serve it: any connection can open it, and Sync
   * Manager lists it.
   * @throws {TypeError | RangeError} for a wrong definition
   */
  async registerHandler(definition: SyncManagerHandlerDefinition): Promise<ServedSyncManagerHandler> {
    const served = await this.#ownManager.serveHandler(definition);
    this.#classes.list(served.clsid, definition.name, 0);
    return served;
  }

  /**
   * Registers a class of handlers at the level of COM's methods. It is in the process of whoever opens it, and Sync Manager lists it.
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
   * Writes a local server into a registry as the setup of another program would, over what stands there; null removes the class.
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
   * Ends the process that serves a class of {@link registerClass}, as a crash does: nobody can activate the class any more, calls of its handlers
   * reject with `RPC_S_SERVER_UNAVAILABLE`, and what they had under way ends with it. Whether there was one.
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

  /** The command line that a registry has for a class; null where it has none. */
  localServer(
    clsid: string,
    scope: SyncManagerRegistryScope,
  ): { readonly description: string; readonly command: string } | null {
    const registration = this.#classes.localServer(parseGuid(clsid, 'clsid'), scope);
    return registration === null ? null : { description: registration.description, command: registration.command };
  }

  /**
   * What Sync Manager has run since it was asked to by `UpdateItems` or `UpdateAll`, the first first. Of the runs that have ended, at least
   * the latest 100 are listed; the handlers of older ones are released.
   */
  runs(): readonly HandlerRun[] {
    return [...this.#runs.items];
  }

  /** Puts somebody else's callback at an address, with one reference: yours. Let it go with {@link release}. */
  placeCallback(callback: SynchronizeCallbackObject): bigint {
    return this.#references.place(synchronizeCallbackKind, callback);
  }

  /** Puts one into the Global Interface Table. Its cookie. */
  registerInTable(callback: SynchronizeCallbackObject): number {
    return this.#table.register(callback);
  }

  /** Takes it out again. Whether it was there. */
  revokeFromTable(cookie: number): boolean {
    return this.#table.revoke(cookie);
  }

  /** Puts an `ISyncMgrSyncItem` at an address, for `proposeItem()`. */
  placeSyncItem(itemId: string): bigint {
    return this.#references.place(syncItemKind, { itemId: requireText(itemId, 'itemId') });
  }

  /** Puts an `ISyncMgrConflict` at an address, for `updateConflict()`. */
  placeConflict(name = ''): bigint {
    return this.#references.place(conflictKind, { name: requireText(name, 'name') });
  }

  /** `Release`: the address is free once nobody holds the object. */
  release(pointer: bigint): void {
    this.#references.release(pointer);
  }

  /** How many hold the object at an address; 0 where there is none. */
  countReferences(pointer: bigint): number {
    return this.#references.count(pointer);
  }

  /** @internal The verbs of one connection. */
  open(connection: ServiceConnection): EmulatedSyncManager {
    const verbs = new EmulatedSyncManager(this.#state, connection);
    this.#connections.set(connection, verbs);
    return verbs;
  }

  /** @internal The classes that can be activated. */
  has(clsid: string): boolean {
    if (clsid === syncmgrClasses.SyncMgr) return this.#policy.syncManager;
    if (clsid === syncmgrClasses.SyncMgrClient || clsid === syncmgrClasses.SyncMgrControl)
      return this.#policy.syncCenter;
    return this.#classes.isServed(clsid);
  }

  /** @internal Closes what a connection holds. */
  connectionClosed(connection: ServiceConnection): void {
    this.#connections.get(connection)?.release();
    this.#connections.delete(connection);
  }

  /** @internal Ends the machine's own programs. */
  dispose(): void {
    this.#centerRuns.stop(null, null);
    this.#ownCalls.close();
    this.#own.close();
    this.connectionClosed(this.#own);
  }

  #runHandlers(clsid: string | null, cookie: Uint8Array | null): void {
    if (!this.#policy.runsHandlers) return;
    for (const listed of this.#classes.listed()) {
      if (clsid !== null && listed.clsid !== clsid) continue;
      const gone = this.#runs.add(new HandlerRun(this.#ownManager, listed.clsid, cookie));
      // No caller waits for the handlers of old runs.
      for (const run of gone) run.close().catch(() => {});
    }
  }
}
