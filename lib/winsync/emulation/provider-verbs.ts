import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type { ProviderVerbs, WinSyncIdParameters } from '../verbs.js';
import { idParametersOf } from './provider.js';
import type { RegisteredProvider } from './registered-providers.js';
import { type ProviderSession, RunningProvider } from './running-provider.js';

/** `IKnowledgeSyncProvider` of a registered class. */
export class EmulatedProvider implements ProviderVerbs {
  readonly #connection: ServiceConnection;
  readonly #idParameters: WinSyncIdParameters;
  readonly #running: RunningProvider;
  readonly #onClose: () => void;
  #closed = false;

  constructor(
    connection: ServiceConnection,
    registered: RegisteredProvider,
    role: number,
    session: ProviderSession,
    onClose: () => void,
  ) {
    this.#connection = connection;
    this.#idParameters = idParametersOf(registered.options);
    this.#running = new RunningProvider(registered.options, role === 0 ? 'source' : 'destination', session, (run) =>
      registered.track(run),
    );
    this.#onClose = onClose;
  }

  beginSession(): Promise<void> {
    return this.#call('BeginSession', () => this.#running.beginSession());
  }

  endSession(): Promise<void> {
    return this.#call('EndSession', () => this.#running.endSession());
  }

  getIdParameters(): Promise<WinSyncIdParameters> {
    return this.#call('GetIdParameters', () => this.#idParameters);
  }

  close(): Promise<void> {
    return this.#connection.call('IKnowledgeSyncProvider.EndSession', () => this.release());
  }

  /** Ends the provider's session, and releases it even if that fails. */
  release(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#running.inSession) this.#running.endSession();
    } finally {
      this.#onClose();
    }
  }

  /** Releases the provider when the connection has been closed, and ignores a failure, which no caller could receive. */
  releaseQuietly(): void {
    try {
      this.release();
    } catch (error) {
      if (!(error instanceof HResultError)) throw error;
    }
  }

  #call<T>(method: string, act: () => T): Promise<T> {
    return this.#connection.call(`IKnowledgeSyncProvider.${method}`, () => {
      if (this.#closed) refuse(hresults.RPC_E_DISCONNECTED);
      return act();
    });
  }
}
