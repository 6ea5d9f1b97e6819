import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ClassRegistrationRecord, HandlerRegistrationRecord, SyncManagerRegistryScope } from '../verbs.js';
import type { SynchronizeObject } from './objects.js';

/** A class whose handlers can be activated. */
export interface HandlerClass {
  create(): SynchronizeObject;
  /** Registers a listener for the end of the process that serves the class, or of its registration. The returned function removes it. */
  onGone(listener: (hresult: number) => void): () => void;
  /** Whether COM has suspended the class, until `resumed()` resolves. If omitted, it is never suspended. */
  readonly suspended?: boolean;
  resumed?(): Promise<void>;
}

/** Calls listeners once when a server has ended. */
export class ServerEnd {
  readonly #listeners = new Set<(hresult: number) => void>();
  #hresult: number | null = null;

  onGone(listener: (hresult: number) => void): () => void {
    if (this.#hresult === null) this.#listeners.add(listener);
    else listener(this.#hresult);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listeners. Later calls have no effect. */
  reach(hresult: number): void {
    if (this.#hresult !== null) return;
    this.#hresult = hresult;
    for (const listener of this.#listeners) listener(hresult);
    this.#listeners.clear();
  }
}

/** A class in a registry, and whether `installClass` has written it. */
interface InstalledClass {
  readonly isOurs: boolean;
  /** Null for an in-process server. */
  readonly server: ClassRegistrationRecord | null;
}

/** The registration of a handler with Sync Manager. */
interface ListedHandler {
  readonly description: string | null;
  readonly flags: number;
}

/** The registry of the machine, and the servers of the handler classes. */
export class HandlerClasses {
  readonly #serving = new Map<string, HandlerClass[]>();
  readonly #installed = new Map<string, InstalledClass>();
  readonly #listed = new Map<string, ListedHandler>();

  /** Adds a server of a class. If several serve one class, the first is activated. */
  serve(clsid: string, served: HandlerClass): void {
    this.#serving.set(clsid, [...(this.#serving.get(clsid) ?? []), served]);
  }

  stopServing(clsid: string, served: HandlerClass): void {
    const left = (this.#serving.get(clsid) ?? []).filter((each) => each !== served);
    if (left.length === 0) this.#serving.delete(clsid);
    else this.#serving.set(clsid, left);
  }

  /**
   * Returns the class to activate. Refuses with `REGDB_E_CLASSNOTREG`, or with `CO_E_SERVER_EXEC_FAILURE` for a class that is installed but not
   * served, because the emulated machine starts no programs. For the same reason a client waits while all servers of the class are suspended.
   */
  async activate(clsid: string): Promise<HandlerClass> {
    for (;;) {
      const serving = this.#serving.get(clsid) ?? [];
      const ready = serving.find(({ suspended }) => suspended !== true);
      if (ready !== undefined) return ready;
      if (serving.length === 0) break;
      await Promise.race(serving.map((served) => served.resumed?.()));
    }
    const isInstalled = this.localServer(clsid, 'user') !== null || this.localServer(clsid, 'machine') !== null;
    return refuse(isInstalled ? hresults.CO_E_SERVER_EXEC_FAILURE : hresults.REGDB_E_CLASSNOTREG);
  }

  isServed(clsid: string): boolean {
    return this.#serving.has(clsid);
  }

  /** Writes a class into a registry. Returns false, without a change, for the class of another program. */
  install(registration: ClassRegistrationRecord): boolean {
    const { clsid, scope } = registration;
    if (this.#isForeign(clsid, scope)) return false;
    this.#installed.set(`${scope} ${clsid}`, { isOurs: true, server: registration });
    return true;
  }

  /** Deletes a class from a registry. Returns false, without a change, for the class of another program. */
  uninstall(clsid: string, scope: SyncManagerRegistryScope): boolean {
    if (this.#isForeign(clsid, scope)) return false;
    this.#installed.delete(`${scope} ${clsid}`);
    return true;
  }

  /** Writes a class as the setup of another program would, in place of an existing one. */
  installForeign(clsid: string, scope: SyncManagerRegistryScope, server: ClassRegistrationRecord | null): void {
    this.#installed.set(`${scope} ${clsid}`, { isOurs: false, server });
  }

  /** Removes a class as the setup of another program would. */
  uninstallForeign(clsid: string, scope: SyncManagerRegistryScope): void {
    this.#installed.delete(`${scope} ${clsid}`);
  }

  localServer(clsid: string, scope: SyncManagerRegistryScope): ClassRegistrationRecord | null {
    return this.#installed.get(`${scope} ${clsid}`)?.server ?? null;
  }

  #isForeign(clsid: string, scope: SyncManagerRegistryScope): boolean {
    return this.#installed.get(`${scope} ${clsid}`)?.isOurs === false;
  }

  /** Adds a handler to Sync Manager's list (`RegisterSyncMgrHandler`). An omitted description does not change. */
  list(clsid: string, description: string | null, flags: number): void {
    this.#listed.set(clsid, { description: description ?? this.#listed.get(clsid)?.description ?? null, flags });
  }

  /** Removes a handler from Sync Manager's list. Returns whether it was listed. */
  unlist(clsid: string): boolean {
    return this.#listed.delete(clsid);
  }

  listedFlags(clsid: string): number | null {
    return this.#listed.get(clsid)?.flags ?? null;
  }

  listed(): HandlerRegistrationRecord[] {
    return [...this.#listed].map(([clsid, { description }]) => ({ clsid, description }));
  }
}
