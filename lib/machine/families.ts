import type { BitsEmulation } from '../bits/emulation/bits-emulation.js';
import type { BitsUser } from '../bits/emulation/users.js';
import type { DirectTransport } from '../bits/http/direct-transport.js';
import type { MachineIdentity } from '../bits/machine-verbs.js';
import type { BitsVerbs } from '../bits/verbs.js';
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

/** The verbs of all families, for one connection. */
export interface FamilyVerbs {
  readonly bits: BitsVerbs & {
    /** Resolves to the result of `CoCreateInstance` for a class of BITS. */
    activate(clsid: string): Promise<number>;
  };
  /** Downloads without BITS. */
  readonly directTransport: DirectTransport;
  readonly ctm: ContentTransferVerbs;
  readonly winsync: WinSyncVerbs;
  readonly syncmgr: SyncManagerVerbs;
}

/** The families of a machine. */
export interface Families {
  /** Opens the families for a connection and returns their verbs. @param user the user of BITS; by default the one that the machine starts with */
  open(connection: ServiceConnection, identity: MachineIdentity, user?: BitsUser): FamilyVerbs;
  /** Whether a class can be activated: a class of `winsync` in the process, a class of `syncmgr` in any server. */
  has(family: 'winsync' | 'syncmgr', clsid: string): boolean | Promise<boolean>;
  /** Releases the objects of a closed connection. */
  connectionClosed(connection: ServiceConnection): void;
  /** Stops everything that runs only while there is a connection. @throws {StateFileError} if the state of a job is not on the disk */
  sleep(): Promise<void>;
  /** Stops the families for good. @throws {StateFileError} if the state of a job is not on the disk */
  dispose(): Promise<void>;
}

/** Families that are loaded from the start, so that the objects that drive them are available without a promise. */
export class LoadedFamilies implements Families {
  readonly ctm: ContentTransferEmulation;
  readonly winsync: WinSyncEmulation;
  readonly syncmgr: SyncManagerEmulation;
  readonly #bits: BitsEmulation;
  readonly #directTransport: DirectTransport;

  constructor(clock: EmulationClock, settings: Settings, bits: BitsEmulation, directTransport: DirectTransport) {
    // The address space of the process: connections pass each other pointers.
    const addresses = new Addresses();
    this.#bits = bits;
    this.#directTransport = directTransport;
    this.ctm = new ContentTransferEmulation(clock, settings.ctm);
    this.winsync = new WinSyncEmulation(clock, addresses, settings.winsync);
    this.syncmgr = new SyncManagerEmulation(clock, addresses, settings.syncmgr);
  }

  open(connection: ServiceConnection, identity: MachineIdentity, user?: BitsUser): FamilyVerbs {
    return {
      bits: this.#bits.open(connection, identity, user),
      directTransport: this.#directTransport,
      ctm: this.ctm.open(connection),
      winsync: this.winsync.open(connection),
      syncmgr: this.syncmgr.open(connection),
    };
  }

  has(family: 'winsync' | 'syncmgr', clsid: string): boolean {
    return this[family].has(clsid);
  }

  connectionClosed(connection: ServiceConnection): void {
    this.#bits.connectionClosed(connection);
    this.winsync.connectionClosed(connection);
    this.syncmgr.connectionClosed(connection);
  }

  sleep(): Promise<void> {
    return this.#bits.sleep();
  }

  async dispose(): Promise<void> {
    this.ctm.dispose();
    this.syncmgr.dispose();
    await this.#bits.dispose();
  }
}
