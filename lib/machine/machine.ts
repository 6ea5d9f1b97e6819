import { resolve } from 'node:path';
import type { Backend } from '../backend.js';
import type { MachineConditions } from '../bits/emulation/machine-conditions.js';
import type { JobStore } from '../bits/emulation/persistence/job-store.js';
import { runNotifyProgram } from '../bits/emulation/run-program.js';
import { BitsService } from '../bits/emulation/service.js';
import type { Transport } from '../bits/emulation/transport.js';
import type { BitsUser } from '../bits/emulation/users.js';
import { EmulatedBits } from '../bits/emulation/verbs.js';
import { httpDirectTransport } from '../bits/http/deferred-direct-transport.js';
import type { DirectTransport } from '../bits/http/direct-transport.js';
import type { LocalFiles, MachineIdentity } from '../bits/machine-verbs.js';
import { invalidState } from '../com/arguments.js';
import { createGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import type { ServerKind } from '../com/server-kind.js';
import type { EmulationClock } from '../emulation/clock.js';
import { ServiceConnection } from '../emulation/service-connection.js';
import type { Families } from './families.js';
import type { Settings } from './options.js';

/** The parts of a machine. */
interface MachineParts {
  readonly settings: Settings;
  readonly clock: EmulationClock;
  readonly transport: Transport;
  readonly families: Families;
  readonly store: JobStore | null;
  readonly conditions: MachineConditions;
  /** The local files of the machine, if they are not those of the real one. */
  readonly files?: LocalFiles | undefined;
  /** Downloads without BITS, if not over HTTP to the disk of the real machine. */
  readonly directTransport?: DirectTransport | undefined;
}

/** Options for opening a connection. */
export interface OpenOptions {
  /** Whether closing the connection disposes of the whole emulation: for an emulation created for this connection only. */
  readonly owned?: boolean | undefined;
  /** The user of the machine that the connection is of; the first by default. */
  readonly user?: BitsUser | undefined;
}

/** The services of an emulated machine, and the connections to them. */
export class Machine {
  readonly service: BitsService;
  readonly #clock: EmulationClock;
  readonly #settings: Settings;
  readonly #families: Families;
  readonly #identity: MachineIdentity;
  readonly #directTransport: DirectTransport;
  readonly #connections = new Map<ServiceConnection, EmulatedBits>();
  #disposing: Promise<void> | undefined;

  constructor({ settings, clock, transport, families, store, conditions, files, directTransport }: MachineParts) {
    this.#clock = clock;
    this.#settings = settings;
    this.#families = families;
    // Processes with one state directory see the same jobs, one after the other.
    const { stateDirectory } = settings;
    let id = stateDirectory === undefined ? undefined : resolve(stateDirectory);
    this.#identity = {
      get id() {
        // Not before it is needed: Node.js loads `crypto` for the first GUID, which takes 5 ms.
        id ??= createGuid();
        return id;
      },
      files: files ?? null,
    };
    this.#directTransport = directTransport ?? httpDirectTransport;
    const runProgram = settings.transport === 'http' ? runNotifyProgram : undefined;
    const version = settings.bitsVersion;
    this.service = new BitsService({ ...settings, store, clock, transport, conditions, version, runProgram });
    // Virtual time advances only when the program advances it: without a connection nothing runs either.
    if (clock.kind === 'virtual') this.service.wake();
  }

  /** @throws {TypeError} if the emulation has been disposed of */
  openBackend(options?: OpenOptions): Backend {
    if (this.#disposing !== undefined) throw invalidState('the emulation has been disposed of');
    const owned = options?.owned === true;
    // In real time a result takes a turn of the event loop, as one from another process does: a program that calls in a loop does not block
    // the transfer. In virtual time it is delivered at once, so that no call is pending when the clock is advanced.
    const connection = new ServiceConnection(this.#clock.kind === 'real' ? setImmediate : undefined);
    if (options?.user !== undefined) this.service.admit(connection, options.user);
    this.service.wake();
    const bits = new EmulatedBits(this.service, connection, this.#settings.queueManager, this.#identity, this.#clock);
    this.#connections.set(connection, bits);
    return {
      kind: 'emulation',
      clock: this.#clock,
      bits,
      directTransport: this.#directTransport,
      ...this.#families.open(connection),
      activate: (clsid, server) =>
        server === 'local'
          ? bits.activate(clsid)
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
    this.#connections.get(connection)?.close();
    this.service.connectionClosed(connection);
    this.#families.connectionClosed(connection);
    this.#connections.delete(connection);
    if (this.#connections.size === 0 && this.#clock.kind === 'real') await this.service.sleep();
  }

  async #dispose(): Promise<void> {
    for (const [connection, bits] of this.#connections) {
      connection.close();
      bits.close();
      this.service.connectionClosed(connection);
      this.#families.connectionClosed(connection);
    }
    this.#connections.clear();
    this.#families.dispose();
    await this.service.dispose();
  }
}
