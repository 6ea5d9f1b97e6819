import type { ContentTransferVerbs } from '../ctm/verbs.js';
import type { ControlVerbs } from '../syncmgr/center-verbs.js';
import type { SyncManagerVerbs } from '../syncmgr/verbs.js';
import type { WinSyncVerbs } from '../winsync/verbs.js';
import type { EmulationClock } from './clock.js';
import type { Families, FamilyVerbs, LoadedFamilies } from './families.js';
import type { Settings } from './options.js';
import type { ServiceConnection } from './service-connection.js';

/**
 * Families that are loaded with the first call of one of them. For `connect()`, which gives out no object that drives them: most programs
 * use one family alone.
 */
export class DeferredFamilies implements Families {
  readonly #clock: EmulationClock;
  readonly #settings: Settings;
  readonly #opened = new Map<ServiceConnection, Promise<FamilyVerbs>>();
  #loading: Promise<LoadedFamilies> | undefined;
  #disposed = false;

  constructor(clock: EmulationClock, settings: Settings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  open(connection: ServiceConnection): FamilyVerbs {
    return {
      ctm: deferContentTransfer(async () => (await this.#open(connection)).ctm),
      winsync: deferWinSync(async () => (await this.#open(connection)).winsync),
      syncmgr: deferSyncManager(async () => (await this.#open(connection)).syncmgr),
    };
  }

  async has(family: 'winsync' | 'syncmgr', clsid: string): Promise<boolean> {
    return (await this.#load()).has(family, clsid);
  }

  forget(connection: ServiceConnection): void {
    const opened = this.#opened.get(connection);
    this.#opened.delete(connection);
    if (opened !== undefined) void this.#whenLoaded((families) => families.forget(connection));
  }

  dispose(): void {
    this.#disposed = true;
    void this.#whenLoaded((families) => families.dispose());
  }

  #open(connection: ServiceConnection): Promise<FamilyVerbs> {
    const opened = this.#opened.get(connection) ?? this.#load().then((families) => families.open(connection));
    // What a closed connection opens refuses every call, and is not kept.
    if (!connection.closed) this.#opened.set(connection, opened);
    return opened;
  }

  #load(): Promise<LoadedFamilies> {
    this.#loading ??= import('./families.js').then(
      ({ LoadedFamilies }) => new LoadedFamilies(this.#clock, this.#settings),
    );
    if (this.#disposed) void this.#whenLoaded((families) => families.dispose());
    return this.#loading;
  }

  async #whenLoaded(work: (families: LoadedFamilies) => void): Promise<void> {
    // A failed import is reported to those who wait for a call.
    const families = await this.#loading?.catch(() => undefined);
    if (families !== undefined) work(families);
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
