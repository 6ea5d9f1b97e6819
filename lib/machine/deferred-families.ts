import type { BitsUser } from '../bits/emulation/users.js';
import { httpDirectTransport } from '../bits/http/deferred-direct-transport.js';
import type { MachineIdentity } from '../bits/machine-verbs.js';
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
 * Families that are loaded with their first call, in real time. `connect()` uses them: it returns no object that drives an emulation, and most
 * programs use one family only.
 */
export class DeferredFamilies implements Families {
  readonly #bits: DeferredFamily<FamilyVerbs['bits'], [identity: MachineIdentity, user?: BitsUser]>;
  readonly #ctm: DeferredFamily<ContentTransferVerbs>;
  readonly #winsync: DeferredFamily<WinSyncVerbs>;
  readonly #syncmgr: DeferredFamily<SyncManagerVerbs>;

  constructor(clock: EmulationClock, settings: Settings) {
    // The address space of the process: connections pass each other pointers.
    const addresses = new Addresses();
    this.#bits = new DeferredFamily(async () => {
      const { BitsEmulation } = await import('../bits/emulation/bits-emulation.js');
      return new BitsEmulation(clock, settings);
    });
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

  open(connection: ServiceConnection, identity: MachineIdentity, user?: BitsUser): FamilyVerbs {
    return {
      bits: deferBits(() => this.#bits.open(connection, identity, user), identity),
      directTransport: httpDirectTransport,
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

  async sleep(): Promise<void> {
    await Promise.all(this.#all().map((family) => family.sleep()));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#all().map((family) => family.dispose()));
  }

  #all() {
    return [this.#bits, this.#ctm, this.#winsync, this.#syncmgr];
  }
}

/** The methods that the emulations of the families have in common. */
interface FamilyEmulation<Verbs, Given extends unknown[]> {
  open(connection: ServiceConnection, ...given: Given): Verbs;
  has?(clsid: string): boolean;
  connectionClosed?(connection: ServiceConnection): void;
  sleep?(): Promise<void>;
  dispose?(): void | Promise<void>;
}

class DeferredFamily<Verbs, Given extends unknown[] = []> {
  readonly #load: () => Promise<FamilyEmulation<Verbs, Given>>;
  readonly #opened = new Map<ServiceConnection, Promise<Verbs>>();
  #loading: Promise<FamilyEmulation<Verbs, Given>> | undefined;

  constructor(load: () => Promise<FamilyEmulation<Verbs, Given>>) {
    this.#load = load;
  }

  open(connection: ServiceConnection, ...given: Given): Promise<Verbs> {
    const opened =
      this.#opened.get(connection) ?? this.#get().then((emulation) => emulation.open(connection, ...given));
    this.#opened.set(connection, opened);
    // A connection that was closed in the meantime rejects every call, and its state must be removed.
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

  async sleep(): Promise<void> {
    await this.#afterwards(this.#loading, (emulation) => emulation.sleep?.());
  }

  async dispose(): Promise<void> {
    await this.#afterwards(this.#loading, (emulation) => emulation.dispose?.());
  }

  #get(): Promise<FamilyEmulation<Verbs, Given>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Runs a function with the emulation of the family after it has been loaded. Does nothing for a family that was never used. */
  async #afterwards(
    opening: Promise<unknown> | undefined,
    work: (emulation: FamilyEmulation<Verbs, Given>) => void | Promise<void>,
  ): Promise<void> {
    // A failed import rejects the call that needed it.
    const opened = await opening?.then(
      () => true,
      () => false,
    );
    if (opened) await work(await this.#get());
  }
}

function deferBits(verbs: () => Promise<FamilyVerbs['bits']>, machine: MachineIdentity): FamilyVerbs['bits'] {
  return {
    machine,
    activate: async (...given) => (await verbs()).activate(...given),
    openManager: async () => (await verbs()).openManager(),
    openQueueManager: async () => (await verbs()).openQueueManager(),
    serveGroupCallback: async (...given) => (await verbs()).serveGroupCallback(...given),
  };
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
