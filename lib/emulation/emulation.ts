import type { Backend, ServerKind } from '../backend.js';
import { HttpTransport } from '../bits/emulation/http/transport.js';
import { ScriptedNetwork } from '../bits/emulation/scripted/network.js';
import { ScriptedTransport } from '../bits/emulation/scripted/transport.js';
import { ScriptedFiles } from '../bits/emulation/scripted/volume.js';
import { BitsService } from '../bits/emulation/service.js';
import { EmulatedBits } from '../bits/emulation/verbs.js';
import { invalidState } from '../com/arguments.js';
import { hresults } from '../com/hresult.js';
import { ContentTransferEmulation } from '../ctm/emulation/content-transfer.js';
import { SyncManagerEmulation } from '../syncmgr/emulation/syncmgr-emulation.js';
import { WinSyncEmulation } from '../winsync/emulation/winsync-emulation.js';
import { Addresses } from './addresses.js';
import { createEmulationClock, type EmulationClock } from './clock.js';
import { type EmulationOptions, readOptions, type Settings } from './options.js';
import { ServiceConnection } from './service-connection.js';

/** How a connection is opened. */
export interface OpenOptions {
  /** Closing this connection disposes of the whole emulation: for those who made it for this one connection. */
  readonly owned?: boolean;
}

/**
 * A machine with its services, emulated. Connections to one emulation see the same jobs, as processes see one BITS service.
 */
export class Emulation implements AsyncDisposable {
  /** The time that the services live in. */
  readonly clock: EmulationClock;
  /** The other side of the conversation with Content Transfer Manager. */
  readonly ctm: ContentTransferEmulation;
  /** The other side of Windows Sync: its providers, and objects of other native code. */
  readonly winsync: WinSyncEmulation;
  /** The other side of Sync Manager and Sync Center: handlers, the user's Sync Center, objects of other native code. */
  readonly syncmgr: SyncManagerEmulation;
  readonly #settings: Settings;
  readonly #service: BitsService;
  readonly #network: ScriptedNetwork | null;
  readonly #files: ScriptedFiles | null;
  /** The address space of the process: connections hand each other pointers. */
  readonly #addresses = new Addresses();
  readonly #connections = new Set<ServiceConnection>();
  #disposing: Promise<void> | undefined;

  /** @throws {TypeError | RangeError} for wrong options */
  constructor(options?: EmulationOptions) {
    const settings = readOptions(options);
    this.#settings = settings;
    this.clock = createEmulationClock(settings.clock);
    this.ctm = new ContentTransferEmulation(this.clock, settings.ctm);
    this.winsync = new WinSyncEmulation(this.clock, this.#addresses, settings.winsync);
    this.syncmgr = new SyncManagerEmulation(this.clock, this.#addresses, settings.syncmgr);
    const scripted = settings.transport === 'scripted';
    this.#network = scripted ? new ScriptedNetwork() : null;
    this.#files = scripted ? new ScriptedFiles() : null;
    const transport =
      this.#network !== null && this.#files !== null
        ? new ScriptedTransport(this.clock, this.#network, this.#files, settings.policy.http)
        : new HttpTransport(settings.policy);
    this.#service = new BitsService({ ...settings, clock: this.clock, transport });
    this.#network?.listen(this.#service);
    // Virtual time moves only when somebody moves it: nothing can run on behind anybody's back.
    if (settings.clock === 'virtual') this.#service.wake();
  }

  /** The servers of the scripted network. @throws {TypeError} with the http transport, which has the real one */
  get network(): ScriptedNetwork {
    if (this.#network === null) throw invalidState('an emulation with the http transport has no scripted network');
    return this.#network;
  }

  /** The disk of the scripted emulation. @throws {TypeError} with the http transport, which writes to the real one */
  get files(): ScriptedFiles {
    if (this.#files === null) throw invalidState('an emulation with the http transport has the files of the machine');
    return this.#files;
  }

  /**
   * Opens a connection; `connect()` calls it. In real time the services run while there is a connection, and rest in between, so
   * that an emulation nobody is connected to keeps no process alive.
   * @throws {TypeError} when the emulation has been disposed of
   */
  openBackend(options?: OpenOptions): Backend {
    if (this.#disposing !== undefined) throw invalidState('the emulation has been disposed of');
    const owned = options?.owned === true;
    // In real time an answer takes a turn of the event loop, as one from another process does: whoever asks in a loop lets the transfer
    // go on. In virtual time it comes at once, so that nothing is left to happen when the clock is moved.
    const connection = new ServiceConnection(this.clock.kind === 'real' ? setImmediate : undefined);
    this.#connections.add(connection);
    this.#service.wake();
    const bits = new EmulatedBits(this.#service, connection, this.#settings.queueManager);
    return {
      kind: 'emulation',
      clock: this.clock,
      bits,
      ctm: this.ctm.open(connection),
      winsync: this.winsync.open(connection),
      syncmgr: this.syncmgr.open(connection),
      activate: (clsid, server) =>
        server === 'local'
          ? bits.activate(clsid)
          : connection.call('CoCreateInstance', () => this.#activate(clsid, server)),
      close: () => (owned ? this.dispose() : this.#close(connection)),
    };
  }

  /**
   * Closes every connection and ends what runs. With a state directory the jobs can go on later; without one they are cancelled.
   * May be called again.
   */
  dispose(): Promise<void> {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #activate(clsid: string, server: Exclude<ServerKind, 'local'>): number {
    const isThere = this.winsync.has(clsid) || (server === 'any' && this.syncmgr.has(clsid));
    return isThere ? hresults.S_OK : hresults.REGDB_E_CLASSNOTREG;
  }

  async #close(connection: ServiceConnection): Promise<void> {
    connection.close();
    this.#service.forget(connection);
    this.winsync.forget(connection);
    this.syncmgr.forget(connection);
    this.#connections.delete(connection);
    if (this.#connections.size === 0 && this.clock.kind === 'real') await this.#service.sleep();
  }

  async #dispose(): Promise<void> {
    for (const connection of this.#connections) {
      connection.close();
      this.#service.forget(connection);
      this.winsync.forget(connection);
      this.syncmgr.forget(connection);
    }
    this.#connections.clear();
    this.ctm.dispose();
    this.syncmgr.dispose();
    await this.#service.dispose();
  }
}

/**
 * Makes an emulation: for tests by default, with virtual time and a scripted network.
 * @throws {TypeError | RangeError} for wrong options
 */
export function createEmulation(options?: EmulationOptions): Emulation {
  return new Emulation(options);
}
