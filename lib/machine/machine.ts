import type { Backend } from '../backend.js';
import type { BitsUser } from '../bits/emulation/users.js';
import type { LocalFiles, MachineIdentity } from '../bits/machine-verbs.js';
import { invalidState } from '../com/arguments.js';
import { createGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import type { ServerKind } from '../com/server-kind.js';
import type { EmulationClock } from '../emulation/clock.js';
import { ServiceConnection } from '../emulation/service-connection.js';
import type { Families } from './families.js';

/** The parts of a machine. */
interface MachineParts {
  /** Distinguishes it from other machines; by default a GUID. */
  readonly id?: string | undefined;
  readonly clock: EmulationClock;
  readonly families: Families;
  /** The local files of the machine, if they are not those of the real one. */
  readonly files?: LocalFiles | undefined;
}

/** Options for opening a connection. */
export interface OpenOptions {
  /** Whether closing the connection disposes of the whole emulation: for an emulation created for this connection only. */
  readonly owned?: boolean | undefined;
  /** The user of the machine that opens the connection; the first by default. */
  readonly user?: BitsUser | undefined;
}

/** The services of an emulated machine, and the connections to them. */
export class Machine {
  readonly #clock: EmulationClock;
  readonly #families: Families;
  readonly #identity: MachineIdentity;
  readonly #connections = new Set<ServiceConnection>();
  #disposing: Promise<void> | undefined;

  constructor({ id, clock, families, files }: MachineParts) {
    this.#clock = clock;
    this.#families = families;
    let chosen = id;
    this.#identity = {
      get id() {
        // Created on demand: Node.js loads `crypto` for the first GUID, which takes 5 ms.
        chosen ??= createGuid();
        return chosen;
      },
      files: files ?? null,
    };
  }

  /** Opens a connection to the machine. @throws {TypeError} if the emulation is closed */
  openBackend(options?: OpenOptions): Backend {
    if (this.#disposing !== undefined) throw invalidState('the emulation is closed');
    const owned = options?.owned === true;
    // In real time a result is delivered in a later turn of the event loop, like that of another process: a program that calls in a loop does not
    // block the transfer. In virtual time it is delivered at once, so that no call is pending when the clock is advanced.
    const connection = new ServiceConnection(this.#clock.kind === 'real' ? setImmediate : undefined);
    const verbs = this.#families.open(connection, this.#identity, options?.user);
    this.#connections.add(connection);
    return {
      kind: 'emulation',
      clock: this.#clock,
      ...verbs,
      activate: (clsid, server) =>
        server === 'local'
          ? verbs.bits.activate(clsid)
          : connection.call('CoCreateInstance', () => this.#activate(clsid, server)),
      close: () => (owned ? this.dispose() : this.#close(connection)),
    };
  }

  dispose(): Promise<void> {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }

  async #activate(clsid: string, server: Exclude<ServerKind, 'local'>): Promise<number> {
    const isThere =
      (await this.#families.has('winsync', clsid)) ||
      (server === 'any' && (await this.#families.has('syncmgr', clsid)));
    return isThere ? hresults.S_OK : hresults.REGDB_E_CLASSNOTREG;
  }

  async #close(connection: ServiceConnection): Promise<void> {
    connection.close();
    this.#families.connectionClosed(connection);
    this.#connections.delete(connection);
    if (this.#connections.size === 0 && this.#clock.kind === 'real') await this.#families.sleep();
  }

  async #dispose(): Promise<void> {
    for (const connection of this.#connections) {
      connection.close();
      this.#families.connectionClosed(connection);
    }
    this.#connections.clear();
    await this.#families.dispose();
  }
}
