import type { EmulationClock } from '../../emulation/clock.js';
import { type Addresses, References } from '../../emulation/references.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { winsyncClasses } from '../constants.js';
import { type SessionStateObject, type SyncCallbackObject, sessionStateKind, syncCallbackKind } from './objects.js';
import type { EmulatedProviderOptions } from './provider.js';
import { Providers, type RegisteredProvider } from './registered-providers.js';
import type { SessionWorld } from './session.js';
import { EmulatedWinSync } from './verbs.js';

/** What the emulated machine has of Windows Sync. */
export interface WinSyncPolicy {
  /** Whether the class of `ISyncProviderRegistration` is registered; true by default. */
  readonly registration: boolean;
}

/** The other side of Windows Sync: providers, and objects of other native code. `emulation.winsync`. */
export class WinSyncEmulation {
  readonly #policy: WinSyncPolicy;
  readonly #providers = new Providers();
  readonly #references: References;
  readonly #world: SessionWorld;
  readonly #connections = new Map<ServiceConnection, EmulatedWinSync>();

  /** @internal */
  constructor(clock: EmulationClock, addresses: Addresses, policy: WinSyncPolicy) {
    this.#policy = policy;
    this.#references = new References(addresses);
    this.#world = { clock, references: this.#references, providers: this.#providers };
  }

  /**
   * Registers a class of provider, which sessions open by its CLSID.
   * @throws {TypeError | RangeError} for wrong options, and for a class that is registered already
   */
  registerProvider(options: EmulatedProviderOptions): RegisteredProvider {
    return this.#providers.register(options);
  }

  /** Takes a class away; what has been opened of it goes on. Whether it was there. */
  unregisterProvider(clsid: string): boolean {
    return this.#providers.unregister(clsid);
  }

  /** Puts somebody else's session state at an address, with one reference: yours. Let it go with {@link release}. */
  placeState(object: SessionStateObject): bigint {
    return this.#references.place(sessionStateKind, object);
  }

  /** The same for somebody else's callback. */
  placeCallback(object: SyncCallbackObject): bigint {
    return this.#references.place(syncCallbackKind, object);
  }

  /** `Release`: the address is free once nobody holds the object. */
  release(pointer: bigint): void {
    this.#references.release(pointer);
  }

  /** How many hold the session state or callback at an address; 0 where there is none. */
  countReferences(pointer: bigint): number {
    return this.#references.count(pointer);
  }

  /** @internal The verbs of one connection. */
  open(connection: ServiceConnection): EmulatedWinSync {
    const verbs = new EmulatedWinSync(this.#world, connection, this.#policy.registration);
    this.#connections.set(connection, verbs);
    return verbs;
  }

  /** @internal The in-process classes that can be activated. */
  has(clsid: string): boolean {
    if (clsid === winsyncClasses.SyncProviderRegistration) return this.#policy.registration;
    return this.#providers.has(clsid);
  }

  /** @internal Closes what a connection holds. */
  connectionClosed(connection: ServiceConnection): void {
    this.#connections.get(connection)?.release();
    this.#connections.delete(connection);
  }
}
