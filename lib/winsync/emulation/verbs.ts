import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refusal.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type {
  CallbackVerbs,
  IdFormat,
  ProviderRecord,
  SessionListener,
  SessionSettings,
  SessionStateVerbs,
  SessionVerbs,
  WinSyncVerbs,
} from '../verbs.js';
import { AttachedCallback, AttachedState } from './attached.js';
import { sessionStateKind, syncCallbackKind } from './objects.js';
import { EmulatedSession, type SessionWorld } from './session.js';

/** The family's verbs for one connection. */
export class EmulatedWinSync implements WinSyncVerbs {
  readonly #world: SessionWorld;
  readonly #connection: ServiceConnection;
  readonly #registration: boolean;
  readonly #held = new Set<{ letGo(): void }>();

  constructor(world: SessionWorld, connection: ServiceConnection, registration: boolean) {
    this.#world = world;
    this.#connection = connection;
    this.#registration = registration;
  }

  createSession(settings: SessionSettings, listener: SessionListener): Promise<SessionVerbs> {
    return this.#connection.call('SyncSession.create', () => {
      const gone = (session: EmulatedSession) => this.#held.delete(session);
      return this.#keep(new EmulatedSession(this.#world, this.#connection, settings, listener, gone));
    });
  }

  attachState(pointer: bigint, itemIdFormat: IdFormat | null): Promise<SessionStateVerbs> {
    const { references } = this.#world;
    return this.#connection.call('ISyncSessionState.QueryInterface', () => {
      const object = references.acquire(pointer, sessionStateKind);
      const attached = new AttachedState(this.#connection, object, itemIdFormat, () => {
        references.release(pointer);
        this.#held.delete(attached);
      });
      return this.#keep(attached);
    });
  }

  attachCallback(pointer: bigint): Promise<CallbackVerbs> {
    const { references } = this.#world;
    return this.#connection.call('ISyncCallback.QueryInterface', () => {
      const object = references.acquire(pointer, syncCallbackKind);
      const attached = new AttachedCallback(this.#connection, object, () => {
        references.release(pointer);
        this.#held.delete(attached);
      });
      return this.#keep(attached);
    });
  }

  enumerateProviders(): Promise<ProviderRecord[]> {
    return this.#connection.call('CoCreateInstance', () => {
      if (!this.#registration) refuse(hresults.REGDB_E_CLASSNOTREG);
      return this.#world.providers.list();
    });
  }

  /** The connection has been closed: everything that it held is let go. */
  letGo(): void {
    for (const held of this.#held) held.letGo();
    this.#held.clear();
  }

  #keep<T extends { letGo(): void }>(held: T): T {
    this.#held.add(held);
    return held;
  }
}
