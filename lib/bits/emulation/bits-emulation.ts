import type { EmulationClock } from '../../emulation/clock.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type { MachineIdentity } from '../machine-verbs.js';
import type { BitsVersion } from './bits-version.js';
import { DeferredHttpTransport } from './http/deferred-transport.js';
import { MachineConditions } from './machine-conditions.js';
import type { JobStore } from './persistence/job-store.js';
import { runNotifyProgram } from './run-program.js';
import { BitsService } from './service.js';
import type { BitsPolicy } from './settings.js';
import type { Transport } from './transport.js';
import type { BitsUser } from './users.js';
import { EmulatedBits } from './verbs.js';

interface BitsEmulationSettings {
  readonly transport: 'scripted' | 'http';
  /** False if the service never transfers a job. */
  readonly transfers: boolean;
  readonly queueManager: boolean;
  readonly administrator: boolean;
  readonly bitsVersion: BitsVersion;
  readonly policy: BitsPolicy;
  readonly timeSlice: number;
}

/** The parts that a machine replaces. By default, files are downloaded over HTTP, jobs are not stored, and the conditions do not change. */
interface BitsEmulationParts {
  readonly transport?: Transport | undefined;
  readonly store?: JobStore | null | undefined;
  readonly conditions?: MachineConditions | undefined;
}

/** The emulated BITS of a machine: its service, and the verbs of each connection to it. */
export class BitsEmulation {
  readonly service: BitsService;
  readonly #clock: EmulationClock;
  readonly #queueManager: boolean;
  readonly #transfers: boolean;
  readonly #opened = new Map<ServiceConnection, EmulatedBits>();

  constructor(clock: EmulationClock, settings: BitsEmulationSettings, parts: BitsEmulationParts = {}) {
    const {
      transport = new DeferredHttpTransport(settings.policy),
      store = null,
      conditions = new MachineConditions(settings.administrator),
    } = parts;
    this.#clock = clock;
    this.#queueManager = settings.queueManager;
    this.#transfers = settings.transfers;
    const runProgram = settings.transport === 'http' ? runNotifyProgram : undefined;
    const version = settings.bitsVersion;
    this.service = new BitsService({ ...settings, clock, transport, store, conditions, version, runProgram });
    // Virtual time advances only when the program advances it: without a connection nothing runs either.
    if (clock.kind === 'virtual') this.#wake();
  }

  /**
   * Starts the service if it is stopped and may transfer, and returns the verbs of a connection.
   * @param user the first user of the machine by default
   */
  open(connection: ServiceConnection, identity: MachineIdentity, user?: BitsUser): EmulatedBits {
    if (user !== undefined) this.service.admit(connection, user);
    this.#wake();
    const verbs = new EmulatedBits(this.service, connection, this.#queueManager, identity, this.#clock);
    this.#opened.set(connection, verbs);
    return verbs;
  }

  /** Revokes the classes and removes the sinks of a closed connection. */
  connectionClosed(connection: ServiceConnection): void {
    this.#opened.get(connection)?.close();
    this.#opened.delete(connection);
    this.service.connectionClosed(connection);
  }

  /** Stops all transfers until a connection is opened. @throws {StateFileError} if the state of a job is not on the disk */
  sleep(): Promise<void> {
    return this.service.sleep();
  }

  #wake(): void {
    if (this.#transfers) this.service.wake();
  }

  /** Stops the service. @throws {StateFileError} if the state of a job is not on the disk */
  dispose(): Promise<void> {
    return this.service.dispose();
  }
}
