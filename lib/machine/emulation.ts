import type { Backend } from '../backend.js';
import { BitsEmulation } from '../bits/emulation/bits-emulation.js';
import { EmulatedDirectTransport } from '../bits/emulation/emulated-direct-transport.js';
import { MachineConditions } from '../bits/emulation/machine-conditions.js';
import { JobDirectory } from '../bits/emulation/persistence/job-directory.js';
import { ScriptedFiles } from '../bits/emulation/scripted/disk.js';
import { ScriptedLocalFiles } from '../bits/emulation/scripted/local-files.js';
import { ScriptedNetwork } from '../bits/emulation/scripted/network.js';
import { ScriptedTransport } from '../bits/emulation/scripted/transport.js';
import { EmulatedUser } from '../bits/emulation/users.js';
import { httpDirectTransport } from '../bits/http/deferred-direct-transport.js';
import { invalidState, wrongType } from '../com/arguments.js';
import type { ContentTransferEmulation } from '../ctm/emulation/content-transfer-emulation.js';
import { createRealClock, type EmulationClock } from '../emulation/clock.js';
import { createVirtualClock } from '../emulation/virtual-clock.js';
import type { SyncManagerEmulation } from '../syncmgr/machine/syncmgr-emulation.js';
import type { WinSyncEmulation } from '../winsync/emulation/winsync-emulation.js';
import { LoadedFamilies } from './families.js';
import { Machine, type OpenOptions } from './machine.js';
import { type EmulationOptions, readOptions } from './options.js';

/** An emulated machine with its services. Connections to one emulation see the same jobs, as Windows processes share one BITS service. */
export class Emulation implements AsyncDisposable {
  /** The clock of the services. */
  readonly clock: EmulationClock;
  /** Drives the emulated Content Transfer Manager: its jobs, its providers and its notification libraries. */
  readonly ctm: ContentTransferEmulation;
  /** Drives the emulated Windows Sync: its providers, and the objects of other native code. */
  readonly winsync: WinSyncEmulation;
  /** Drives the emulated Sync Manager and Sync Center: their handlers, the user's Sync Center, and the objects of other native code. */
  readonly syncmgr: SyncManagerEmulation;
  /** The conditions of the machine: the cost of its network, its power, Game Mode, policies, and users. */
  readonly machine: MachineConditions;
  readonly #machine: Machine;
  readonly #network: ScriptedNetwork | null;
  readonly #files: ScriptedFiles | null;

  /** @throws {TypeError | RangeError} for wrong options */
  constructor(options?: EmulationOptions) {
    const settings = readOptions(options);
    this.clock = settings.clock === 'virtual' ? createVirtualClock() : createRealClock();
    const { clock } = this;
    this.machine = new MachineConditions(settings.administrator);
    const scripted = settings.transport === 'scripted';
    this.#network = scripted ? new ScriptedNetwork() : null;
    this.#files = scripted ? new ScriptedFiles() : null;
    const transport =
      this.#network !== null && this.#files !== null
        ? new ScriptedTransport(clock, this.#network, this.#files, settings.policy.http, this.machine)
        : undefined;
    const { stateDirectory, onStateError } = settings;
    // After the options have been validated, because it changes the disk.
    const store = stateDirectory === undefined ? null : new JobDirectory(stateDirectory, { onStateError });
    const bits = new BitsEmulation(clock, settings, { transport, store, conditions: this.machine });
    const direct = transport === undefined ? httpDirectTransport : new EmulatedDirectTransport(transport);
    const families = new LoadedFamilies(clock, settings, bits, direct);
    this.ctm = families.ctm;
    this.winsync = families.winsync;
    this.syncmgr = families.syncmgr;
    const files = this.#files === null ? undefined : new ScriptedLocalFiles(this.#files);
    // Processes with one state directory see the same jobs, one after the other.
    this.#machine = new Machine({ id: store?.path, clock, families, files });
    this.#network?.listen(bits.service);
  }

  /** The servers of the scripted network. @throws {TypeError} with the http transport */
  get network(): ScriptedNetwork {
    if (this.#network === null) throw invalidState("emulation.network needs transport: 'scripted'");
    return this.#network;
  }

  /** The disk of the scripted emulation. @throws {TypeError} with the http transport */
  get files(): ScriptedFiles {
    if (this.#files === null) throw invalidState("emulation.files needs transport: 'scripted'");
    return this.#files;
  }

  /**
   * Opens a connection for `connect()`. In real time the services run only while there is a connection, so that an emulation without
   * connections does not keep the process alive.
   * @internal
   * @throws {TypeError} if the emulation is closed
   */
  openBackend(options?: OpenOptions): Backend {
    return this.#machine.openBackend(options);
  }

  /**
   * Returns the machine as one of its users sees it, for `connect({ backend: emulation.as(user) })`.
   * @throws {TypeError} if the argument is not a user
   */
  as(user: EmulatedUser): EmulatedSession {
    if (!(user instanceof EmulatedUser)) throw wrongType('user must be made by emulation.machine.addUser()');
    return new EmulatedSession(this, user);
  }

  /**
   * Closes all connections and stops the services. With a state directory the jobs can be continued later; without one they are cancelled.
   * Can be called more than once.
   */
  close(): Promise<void> {
    return this.#machine.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
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

  /** @internal Opens a connection of the user for `connect()`. */
  openBackend(): Backend {
    return this.#emulation.openBackend({ user: this.#user });
  }
}

/** Creates an emulation: by default with virtual time and a scripted network, for tests. @throws {TypeError | RangeError} for wrong options */
export function createEmulation(options?: EmulationOptions): Emulation {
  return new Emulation(options);
}
