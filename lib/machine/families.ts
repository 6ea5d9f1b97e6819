import { ContentTransferEmulation } from '../ctm/emulation/content-transfer-emulation.js';
import type { ContentTransferVerbs } from '../ctm/verbs.js';
import type { EmulationClock } from '../emulation/clock.js';
import { Addresses } from '../emulation/references.js';
import type { ServiceConnection } from '../emulation/service-connection.js';
import { SyncManagerEmulation } from '../syncmgr/machine/syncmgr-emulation.js';
import type { SyncManagerVerbs } from '../syncmgr/verbs.js';
import { WinSyncEmulation } from '../winsync/emulation/winsync-emulation.js';
import type { WinSyncVerbs } from '../winsync/verbs.js';
import type { Settings } from './options.js';

/** The verbs of all families except BITS, for one connection. */
export interface FamilyVerbs {
  readonly ctm: ContentTransferVerbs;
  readonly winsync: WinSyncVerbs;
  readonly syncmgr: SyncManagerVerbs;
}

/** The families of a machine except BITS. */
export interface Families {
  open(connection: ServiceConnection): FamilyVerbs;
  /** Whether a class can be activated: a class of `winsync` in the process, a class of `syncmgr` in any server. */
  has(family: 'winsync' | 'syncmgr', clsid: string): boolean | Promise<boolean>;
  /** Releases the objects of a closed connection. */
  connectionClosed(connection: ServiceConnection): void;
  dispose(): void;
}

/** Families that are loaded from the start, so that the objects that drive them are available without a promise. */
export class LoadedFamilies implements Families {
  readonly ctm: ContentTransferEmulation;
  readonly winsync: WinSyncEmulation;
  readonly syncmgr: SyncManagerEmulation;

  constructor(clock: EmulationClock, settings: Settings) {
    // The address space of the process: connections pass each other pointers.
    const addresses = new Addresses();
    this.ctm = new ContentTransferEmulation(clock, settings.ctm);
    this.winsync = new WinSyncEmulation(clock, addresses, settings.winsync);
    this.syncmgr = new SyncManagerEmulation(clock, addresses, settings.syncmgr);
  }

  open(connection: ServiceConnection): FamilyVerbs {
    return {
      ctm: this.ctm.open(connection),
      winsync: this.winsync.open(connection),
      syncmgr: this.syncmgr.open(connection),
    };
  }

  has(family: 'winsync' | 'syncmgr', clsid: string): boolean {
    return this[family].has(clsid);
  }

  connectionClosed(connection: ServiceConnection): void {
    this.winsync.connectionClosed(connection);
    this.syncmgr.connectionClosed(connection);
  }

  dispose(): void {
    this.ctm.dispose();
    this.syncmgr.dispose();
  }
}
