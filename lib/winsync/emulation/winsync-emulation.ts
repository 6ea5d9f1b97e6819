import type { EmulationClock } from '../../emulation/clock.js';
import { type Addresses, References } from '../../emulation/references.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { winsyncClasses } from '../constants.js';
import { type SessionStateObject, type SyncCallbackObject, sessionStateKind, syncCallbackKind } from './objects.js';
import type { EmulatedProviderOptions } from './provider.js';
import { Providers, type RegisteredProvider } from './registered-providers.js';
import type { SessionHost } from './session.js';
import { EmulatedWinSync } from './verbs.js';

/** The parts of Windows Sync that the emulated machine has. */
export interface WinSyncPolicy {
  /** Whether the class of `ISyncProviderRegistration` is registered; true by default. */
  readonly registration: boolean;
}

/** Drives the emulated Windows Sync: its providers, and the objects of other native code. `emulation.winsync`. */
export class WinSyncEmulation {
  readonly #policy: WinSyncPolicy;
  readonly #providers = new Providers();
  readonly #references: References;
  readonly #host: SessionHost;
  readonly #connections = new Map<ServiceConnection, EmulatedWinSync>();

  /** @internal */
  constructor(clock: EmulationClock, addresses: Addresses, policy: WinSyncPolicy) {
    this.#policy = policy;
    this.#references = new References(addresses);
    this.#host = { clock, references: this.#references, providers: this.#providers };
  }

  /**
   * Registers a provider class, which sessions open by its CLSID.
   * @throws {TypeError | RangeError} for wrong options, and for a class that is already registered
   */
  registerProvider(options: EmulatedProviderOptions): RegisteredProvider {
    return this.#providers.register(options);
  }

  /** Unregisters a class; its open providers continue. Returns whether it was registered. */
  unregisterProvider(clsid: string): boolean {
    return this.#providers.unregister(clsid);
  }

  /** Assigns an address to a session state, with a reference count of 1 that the caller owns: call {@link release}. */
  placeState(object: SessionStateObject): bigint {
    return this.#references.place(sessionStateKind, object);
  }

  /** Assigns an address to a callback, with a reference count of 1 that the caller owns. */
  placeCallback(object: SyncCallbackObject): bigint {
    return this.#references.place(syncCallbackKind, object);
  }

  /** Releases a reference (`Release`). The address is freed with the last reference. */
  release(pointer: bigint): void {
    this.#references.release(pointer);
  }

  /** Returns the reference count of the session state or callback at an address; 0 if there is none. */
  countReferences(pointer: bigint): number {
    return this.#references.count(pointer);
  }

  /** @internal Returns the verbs of a connection. */
  open(connection: ServiceConnection): EmulatedWinSync {
    const verbs = new EmulatedWinSync(this.#host, connection, this.#policy.registration);
    this.#connections.set(connection, verbs);
    return verbs;
  }

  /** @internal Returns whether an in-process class can be activated. */
  has(clsid: string): boolean {
    if (clsid === winsyncClasses.SyncProviderRegistration) return this.#policy.registration;
    return this.#providers.has(clsid);
  }

  /** @internal Releases the objects of a closed connection. */
  connectionClosed(connection: ServiceConnection): void {
    this.#connections.get(connection)?.release();
    this.#connections.delete(connection);
  }
}
