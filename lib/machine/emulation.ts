import type { Backend } from '../backend.js';
import { DeferredHttpTransport } from '../bits/emulation/http/deferred-transport.js';
import { EmulatedUser, MachineConditions } from '../bits/emulation/machine-conditions.js';
import { JobDirectory } from '../bits/emulation/persistence/directory.js';
import { ScriptedNetwork } from '../bits/emulation/scripted/network.js';
import { ScriptedTransport } from '../bits/emulation/scripted/transport.js';
import { ScriptedFiles } from '../bits/emulation/scripted/volume.js';
import { invalidState, wrongType } from '../com/arguments.js';
import type { ContentTransferEmulation } from '../ctm/emulation/content-transfer.js';
import { createRealClock, type EmulationClock } from '../emulation/clock.js';
import { createVirtualClock } from '../emulation/virtual-clock.js';
import type { SyncManagerEmulation } from '../syncmgr/emulation/syncmgr-emulation.js';
import type { WinSyncEmulation } from '../winsync/emulation/winsync-emulation.js';
import { LoadedFamilies } from './families.js';
import { Machine, type OpenOptions } from './machine.js';
import { type EmulationOptions, readOptions } from './options.js';

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
  /** The conditions of the machine: what its network costs, its power, Game Mode, policies, its users. */
  readonly machine: MachineConditions;
  readonly #machine: Machine;
  readonly #network: ScriptedNetwork | null;
  readonly #files: ScriptedFiles | null;

  /** @throws {TypeError | RangeError} for wrong options */
  constructor(options?: EmulationOptions) {
    const settings = readOptions(options);
    this.clock = settings.clock === 'virtual' ? createVirtualClock() : createRealClock();
    const families = new LoadedFamilies(this.clock, settings);
    this.ctm = families.ctm;
    this.winsync = families.winsync;
    this.syncmgr = families.syncmgr;
    this.machine = new MachineConditions(settings.administrator);
    const scripted = settings.transport === 'scripted';
    this.#network = scripted ? new ScriptedNetwork() : null;
    this.#files = scripted ? new ScriptedFiles() : null;
    const transport =
      this.#network !== null && this.#files !== null
        ? new ScriptedTransport(this.clock, this.#network, this.#files, settings.policy.http, this.machine)
        : new DeferredHttpTransport(settings.policy);
    const { stateDirectory, onStateError } = settings;
    // After the options have been read, because it changes the disk: wrong options leave no trace.
    const store = stateDirectory === undefined ? null : new JobDirectory(stateDirectory, { onStateError });
    this.#machine = new Machine({ settings, clock: this.clock, transport, families, store, conditions: this.machine });
    this.#network?.listen(this.#machine.service);
  }

  /** The servers of the scripted network. @throws {TypeError} with the http transport, which has the real one */
  get network(): ScriptedNetwork {
    if (this.#network === null) throw invalidState("emulation.network needs transport: 'scripted'");
    return this.#network;
  }

  /** The disk of the scripted emulation. @throws {TypeError} with the http transport, which writes to the real one */
  get files(): ScriptedFiles {
    if (this.#files === null) throw invalidState("emulation.files needs transport: 'scripted'");
    return this.#files;
  }

  /**
   * Opens a connection; `connect()` calls it. In real time the services run while there is a connection, so that an emulation without
   * connections keeps no process alive.
   * @internal
   * @throws {TypeError} when the emulation has been disposed of
   */
  openBackend(options?: OpenOptions): Backend {
    return this.#machine.openBackend(options);
  }

  /** The machine as a user of it sees it: `connect({ backend: emulation.as(user) })`. @throws {TypeError} for what is not a user */
  as(user: EmulatedUser): EmulatedSession {
    if (!(user instanceof EmulatedUser)) throw wrongType('user must be made by emulation.machine.addUser()');
    return new EmulatedSession(this, user);
  }

  /**
   * Closes every connection and ends what runs. With a state directory the jobs can go on later; without one they are cancelled.
   * May be called again.
   */
  dispose(): Promise<void> {
    return this.#machine.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

/** An emulation for one user of its machine. */
export class EmulatedSession {
  readonly #emulation: Emulation;
  readonly #user: EmulatedUser;

  /** @internal */
  constructor(emulation: Emulation, user: EmulatedUser) {
    this.#emulation = emulation;
    this.#user = user;
  }

  /** @internal Opens a connection of the user; `connect()` calls it. */
  openBackend(): Backend {
    return this.#emulation.openBackend({ user: this.#user });
  }
}

/**
 * Makes an emulation: for tests by default, with virtual time and a scripted network.
 * @throws {TypeError | RangeError} for wrong options
 */
export function createEmulation(options?: EmulationOptions): Emulation {
  return new Emulation(options);
}
