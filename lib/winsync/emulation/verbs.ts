import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type {
  CallbackVerbs,
  ProviderRecord,
  SessionListener,
  SessionSettings,
  SessionStateVerbs,
  SessionVerbs,
  WinSyncIdFormat,
  WinSyncVerbs,
} from '../verbs.js';
import { AttachedCallback, AttachedState } from './attached-objects.js';
import { HeldObjects } from './held-objects.js';
import { sessionStateKind, syncCallbackKind } from './objects.js';
import { EmulatedSession, type SessionHost } from './session.js';

/** The verbs of Windows Sync for one connection. */
export class EmulatedWinSync implements WinSyncVerbs {
  readonly #host: SessionHost;
  readonly #connection: ServiceConnection;
  readonly #registration: boolean;
  readonly #held = new HeldObjects();

  constructor(host: SessionHost, connection: ServiceConnection, registration: boolean) {
    this.#host = host;
    this.#connection = connection;
    this.#registration = registration;
  }

  createSession(settings: SessionSettings, listener: SessionListener): Promise<SessionVerbs> {
    return this.#connection.call('WinSyncSession.create', () => {
      const gone = (session: EmulatedSession) => this.#held.delete(session);
      const session = new EmulatedSession(this.#host, this.#connection, settings, listener, gone);
      return this.#held.add(session, session.abandon);
    });
  }

  attachState(pointer: bigint, itemIdFormat: WinSyncIdFormat | null): Promise<SessionStateVerbs> {
    return this.#connection.call('ISyncSessionState.QueryInterface', () => {
      const object = this.#host.references.acquire(pointer, sessionStateKind);
      const release = this.#releaserOf(pointer);
      const attached = new AttachedState(this.#connection, object, itemIdFormat, () => {
        release();
        this.#held.delete(attached);
      });
      return this.#held.add(attached, release);
    });
  }

  attachCallback(pointer: bigint): Promise<CallbackVerbs> {
    return this.#connection.call('ISyncCallback.QueryInterface', () => {
      const object = this.#host.references.acquire(pointer, syncCallbackKind);
      const release = this.#releaserOf(pointer);
      const attached = new AttachedCallback(this.#connection, object, () => {
        release();
        this.#held.delete(attached);
      });
      return this.#held.add(attached, release);
    });
  }

  enumerateProviders(): Promise<ProviderRecord[]> {
    return this.#connection.call('CoCreateInstance', () => {
      if (!this.#registration) refuse(hresults.REGDB_E_CLASSNOTREG);
      return this.#host.providers.list();
    });
  }

  /** Releases everything that the connection holds, after it has been closed. */
  release(): void {
    this.#held.release();
  }

  #releaserOf(pointer: bigint): () => void {
    const { references } = this.#host;
    return () => references.release(pointer);
  }
}
