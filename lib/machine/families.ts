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

/** The verbs of the families beside BITS, for one connection. */
export interface FamilyVerbs {
  readonly ctm: ContentTransferVerbs;
  readonly winsync: WinSyncVerbs;
  readonly syncmgr: SyncManagerVerbs;
}

/** What a machine needs of its families beside BITS. */
export interface Families {
  open(connection: ServiceConnection): FamilyVerbs;
  /** Whether a class of `winsync` can be activated in the process, and one of `syncmgr` in any server. */
  has(family: 'winsync' | 'syncmgr', clsid: string): boolean | Promise<boolean>;
  /** Closes what a connection holds. */
  connectionClosed(connection: ServiceConnection): void;
  dispose(): void;
}

/** Families that are there from the start: what an emulation offers to drive them is reached without a promise. */
export class LoadedFamilies implements Families {
  readonly ctm: ContentTransferEmulation;
  readonly winsync: WinSyncEmulation;
  readonly syncmgr: SyncManagerEmulation;

  constructor(clock: EmulationClock, settings: Settings) {
    // The address space of the process: connections hand each other pointers.
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
