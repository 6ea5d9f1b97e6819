import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refusal.js';
import type { ClassRegistrationRecord, HandlerRegistrationRecord, RegistryScope } from '../verbs.js';
import type { SynchronizeObject } from './objects.js';

/** A class whose handlers can be activated. */
export interface HandlerClass {
  create(): SynchronizeObject;
  /** Whether COM lets no client in: until `resumed()` settles. Left out: it always does. */
  readonly suspended?: boolean;
  resumed?(): Promise<void>;
}

/** What Sync Manager knows of a handler. */
interface ListedHandler {
  readonly description: string | null;
  readonly flags: number;
}

/** The machine's registry, and who serves classes of handlers at the moment. */
export class HandlerClasses {
  readonly #serving = new Map<string, HandlerClass[]>();
  readonly #installed = new Map<string, ClassRegistrationRecord>();
  readonly #listed = new Map<string, ListedHandler>();

  /** Of several that serve one class the first is activated. */
  serve(clsid: string, served: HandlerClass): void {
    this.#serving.set(clsid, [...(this.#serving.get(clsid) ?? []), served]);
  }

  stopServing(clsid: string, served: HandlerClass): void {
    const left = (this.#serving.get(clsid) ?? []).filter((each) => each !== served);
    if (left.length === 0) this.#serving.delete(clsid);
    else this.#serving.set(clsid, left);
  }

  /**
   * A new handler. Refuses with `REGDB_E_CLASSNOTREG`; with `CO_E_SERVER_EXEC_FAILURE` for a class that is installed, but not served: the
   * emulated machine starts no programs. For the same reason a client waits while all that serve the class are suspended.
   */
  async activate(clsid: string): Promise<SynchronizeObject> {
    for (;;) {
      const serving = this.#serving.get(clsid) ?? [];
      const ready = serving.find(({ suspended }) => suspended !== true);
      if (ready !== undefined) return ready.create();
      if (serving.length === 0) break;
      await Promise.race(serving.map((served) => served.resumed?.()));
    }
    const isInstalled = this.localServer(clsid, 'user') !== null || this.localServer(clsid, 'machine') !== null;
    return refuse(isInstalled ? hresults.CO_E_SERVER_EXEC_FAILURE : hresults.REGDB_E_CLASSNOTREG);
  }

  isServed(clsid: string): boolean {
    return this.#serving.has(clsid);
  }

  install(registration: ClassRegistrationRecord): void {
    this.#installed.set(`${registration.scope} ${registration.clsid}`, registration);
  }

  uninstall(clsid: string, scope: RegistryScope): void {
    this.#installed.delete(`${scope} ${clsid}`);
  }

  localServer(clsid: string, scope: RegistryScope): ClassRegistrationRecord | null {
    return this.#installed.get(`${scope} ${clsid}`) ?? null;
  }

  /** `RegisterSyncMgrHandler`. A description that is left out stays as it was. */
  list(clsid: string, description: string | null, flags: number): void {
    this.#listed.set(clsid, { description: description ?? this.#listed.get(clsid)?.description ?? null, flags });
  }

  /** Whether it was there. */
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
