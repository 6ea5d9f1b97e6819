import type { ContentTransferVerbs } from '../ctm/verbs.js';
import type { EmulationClock } from '../emulation/clock.js';
import { Addresses } from '../emulation/references.js';
import type { ServiceConnection } from '../emulation/service-connection.js';
import type { ControlVerbs } from '../syncmgr/center-verbs.js';
import type { SyncManagerVerbs } from '../syncmgr/verbs.js';
import type { WinSyncVerbs } from '../winsync/verbs.js';
import type { Families, FamilyVerbs } from './families.js';
import type { Settings } from './options.js';

/**
 * Families that are loaded with their first call. `connect()` uses them: it returns no object that drives an emulation, and most programs
 * use one family only.
 */
export class DeferredFamilies implements Families {
  readonly #ctm: DeferredFamily<ContentTransferVerbs>;
  readonly #winsync: DeferredFamily<WinSyncVerbs>;
  readonly #syncmgr: DeferredFamily<SyncManagerVerbs>;

  constructor(clock: EmulationClock, settings: Settings) {
    // The address space of the process: connections pass each other pointers.
    const addresses = new Addresses();
    this.#ctm = new DeferredFamily(async () => {
      const { ContentTransferEmulation } = await import('../ctm/emulation/content-transfer-emulation.js');
      return new ContentTransferEmulation(clock, settings.ctm);
    });
    this.#winsync = new DeferredFamily(async () => {
      const { WinSyncEmulation } = await import('../winsync/emulation/winsync-emulation.js');
      return new WinSyncEmulation(clock, addresses, settings.winsync);
    });
    this.#syncmgr = new DeferredFamily(async () => {
      const { SyncManagerEmulation } = await import('../syncmgr/machine/syncmgr-emulation.js');
      return new SyncManagerEmulation(clock, addresses, settings.syncmgr);
    });
  }

  open(connection: ServiceConnection): FamilyVerbs {
    return {
      ctm: deferContentTransfer(() => this.#ctm.open(connection)),
      winsync: deferWinSync(() => this.#winsync.open(connection)),
      syncmgr: deferSyncManager(() => this.#syncmgr.open(connection)),
    };
  }

  has(family: 'winsync' | 'syncmgr', clsid: string): Promise<boolean> {
    return family === 'winsync' ? this.#winsync.has(clsid) : this.#syncmgr.has(clsid);
  }

  connectionClosed(connection: ServiceConnection): void {
    for (const family of this.#all()) family.connectionClosed(connection);
  }

  dispose(): void {
    for (const family of this.#all()) family.dispose();
  }

  #all() {
    return [this.#ctm, this.#winsync, this.#syncmgr];
  }
}

/** The methods that the emulations of the families have in common. */
interface FamilyEmulation<Verbs> {
  open(connection: ServiceConnection): Verbs;
  has?(clsid: string): boolean;
  connectionClosed?(connection: ServiceConnection): void;
  dispose?(): void;
}

class DeferredFamily<Verbs> {
  readonly #load: () => Promise<FamilyEmulation<Verbs>>;
  readonly #opened = new Map<ServiceConnection, Promise<Verbs>>();
  #loading: Promise<FamilyEmulation<Verbs>> | undefined;

  constructor(load: () => Promise<FamilyEmulation<Verbs>>) {
    this.#load = load;
  }

  open(connection: ServiceConnection): Promise<Verbs> {
    const opened = this.#opened.get(connection) ?? this.#get().then((emulation) => emulation.open(connection));
    this.#opened.set(connection, opened);
    // A connection that was closed meanwhile rejects every call, and must leave nothing behind.
    if (connection.closed) this.connectionClosed(connection);
    return opened;
  }

  async has(clsid: string): Promise<boolean> {
    return (await this.#get()).has?.(clsid) ?? false;
  }

  connectionClosed(connection: ServiceConnection): void {
    const opened = this.#opened.get(connection);
    this.#opened.delete(connection);
    if (opened !== undefined) void this.#afterwards(opened, (emulation) => emulation.connectionClosed?.(connection));
  }

  dispose(): void {
    if (this.#loading !== undefined) void this.#afterwards(this.#loading, (emulation) => emulation.dispose?.());
  }

  #get(): Promise<FamilyEmulation<Verbs>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #afterwards(opening: Promise<unknown>, work: (emulation: FamilyEmulation<Verbs>) => void): Promise<void> {
    // A failed import rejects the call that needed it.
    const opened = await opening.then(
      () => true,
      () => false,
    );
    if (opened) work(await this.#get());
  }
}

function deferContentTransfer(verbs: () => Promise<ContentTransferVerbs>): ContentTransferVerbs {
  return { openLibrary: async (...given) => (await verbs()).openLibrary(...given) };
}

function deferWinSync(verbs: () => Promise<WinSyncVerbs>): WinSyncVerbs {
  return {
    createSession: async (...given) => (await verbs()).createSession(...given),
    attachState: async (...given) => (await verbs()).attachState(...given),
    attachCallback: async (...given) => (await verbs()).attachCallback(...given),
    enumerateProviders: async () => (await verbs()).enumerateProviders(),
  };
}

function deferSyncManager(verbs: () => Promise<SyncManagerVerbs>): SyncManagerVerbs {
  return {
    openHandler: async (...given) => (await verbs()).openHandler(...given),
    enumerateHandlers: async () => (await verbs()).enumerateHandlers(),
    attachCallback: async (...given) => (await verbs()).attachCallback(...given),
    attachCallbackFromTable: async (...given) => (await verbs()).attachCallbackFromTable(...given),
    serveHandler: async (...given) => (await verbs()).serveHandler(...given),
    writeClass: async (...given) => (await verbs()).writeClass(...given),
    deleteClass: async (...given) => (await verbs()).deleteClass(...given),
    createSession: async (...given) => (await verbs()).createSession(...given),
    control: deferControl(async () => (await verbs()).control),
    updateItems: async (...given) => (await verbs()).updateItems(...given),
    updateAll: async () => (await verbs()).updateAll(),
    registerSyncMgrHandler: async (...given) => (await verbs()).registerSyncMgrHandler(...given),
    unregisterSyncMgrHandler: async (...given) => (await verbs()).unregisterSyncMgrHandler(...given),
    getHandlerRegistrationInfo: async (...given) => (await verbs()).getHandlerRegistrationInfo(...given),
  };
}

function deferControl(verbs: () => Promise<ControlVerbs>): ControlVerbs {
  return {
    startHandlerSync: async (...given) => (await verbs()).startHandlerSync(...given),
    startItemSync: async (...given) => (await verbs()).startItemSync(...given),
    startSyncAll: async () => (await verbs()).startSyncAll(),
    stopHandlerSync: async (...given) => (await verbs()).stopHandlerSync(...given),
    stopItemSync: async (...given) => (await verbs()).stopItemSync(...given),
    stopSyncAll: async () => (await verbs()).stopSyncAll(),
    updateHandlerCollection: async (...given) => (await verbs()).updateHandlerCollection(...given),
    updateHandler: async (...given) => (await verbs()).updateHandler(...given),
    updateItem: async (...given) => (await verbs()).updateItem(...given),
    updateEvents: async (...given) => (await verbs()).updateEvents(...given),
    updateConflict: async (...given) => (await verbs()).updateConflict(...given),
    updateConflicts: async (...given) => (await verbs()).updateConflicts(...given),
    activateHandler: async (...given) => (await verbs()).activateHandler(...given),
    enableHandler: async (...given) => (await verbs()).enableHandler(...given),
    enableItem: async (...given) => (await verbs()).enableItem(...given),
  };
}
