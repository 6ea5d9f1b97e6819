import type { Clock } from '../../com/clock.js';
import { hresults } from '../../com/hresult.js';
import { ProcessHold } from '../../emulation/process-hold.js';
import type { References } from '../../emulation/references.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type { ProviderVerbs, SessionListener, SessionSettings, SessionVerbs } from '../verbs.js';
import { AttachedState } from './attached-objects.js';
import { sessionStateKind, syncCallbackKind } from './objects.js';
import { EmulatedProvider } from './provider-verbs.js';
import type { Providers } from './registered-providers.js';
import type { ProviderSession } from './running-provider.js';
import { SessionCallback } from './session-callback.js';
import { SessionChannel } from './session-channel.js';
import { SessionState } from './session-state.js';

/** The parts of the emulation that a session uses. */
export interface SessionHost {
  readonly clock: Clock & { readonly kind: 'virtual' | 'real' };
  readonly references: References;
  readonly providers: Providers;
}

/** A session of one connection. */
export class EmulatedSession extends AttachedState implements SessionVerbs {
  readonly #pointer: bigint;
  readonly #callbackPointer: bigint;
  /**
   * Releases the references of a session that is collected without having been closed: other holders continue to report to the listener.
   */
  readonly abandon: () => void;
  readonly #host: SessionHost;
  readonly #connection: ServiceConnection;
  readonly #state: SessionState;
  readonly #callback: SessionCallback;
  readonly #channel: SessionChannel;
  readonly #providers = new Set<EmulatedProvider>();
  readonly #onGone: (session: EmulatedSession) => void;
  readonly #hold: ProcessHold;
  #closed = false;

  /** @param onGone called when the session and the last of its providers have been closed */
  constructor(
    host: SessionHost,
    connection: ServiceConnection,
    settings: SessionSettings,
    listener: SessionListener,
    onGone: (session: EmulatedSession) => void,
  ) {
    // In virtual time no report may be pending when the clock is advanced; in real time no report waits for more than a turn.
    const channel = new SessionChannel(listener, host.clock.kind === 'real' ? setImmediate : queueMicrotask);
    const callback = new SessionCallback(channel, settings, () => state.cancel());
    const state = new SessionState(settings, (...report) => callback.onProgress(...report));
    const pointer = host.references.place(sessionStateKind, state);
    super(connection, state, null, () => host.references.release(pointer));
    this.#pointer = pointer;
    const callbackPointer = host.references.place(syncCallbackKind, callback);
    this.#callbackPointer = callbackPointer;
    this.#host = host;
    this.#connection = connection;
    this.#state = state;
    this.#callback = callback;
    this.#channel = channel;
    this.#onGone = onGone;
    const hold = new ProcessHold(host.clock);
    this.#hold = hold;
    this.abandon = () => {
      hold.set(false);
      host.references.release(pointer);
      host.references.release(callbackPointer);
    };
  }

  get pointer(): bigint {
    return this.#closed ? 0n : this.#pointer;
  }

  get callbackPointer(): bigint {
    return this.#closed ? 0n : this.#callbackPointer;
  }

  keepAlive(alive: boolean): void {
    this.#hold.set(alive && !this.#closed);
  }

  cancel(): Promise<void> {
    return this.#call('WinSyncSession.cancel', () => this.#state.cancel());
  }

  begin(): Promise<void> {
    return this.#call('WinSyncSession.begin', () => this.#state.begin());
  }

  end(): Promise<void> {
    return this.#call('WinSyncSession.end', () => this.#state.end());
  }

  setSessionErrorStatus(hresult: number): Promise<void> {
    return this.#call('WinSyncSession.setSessionErrorStatus', () => this.#state.setErrorStatus(hresult));
  }

  getProviderWithError(): Promise<number | null> {
    return this.#call('WinSyncSession.getProviderWithError', () => this.#state.providerWithError);
  }

  openProvider(clsid: string, role: number): Promise<ProviderVerbs> {
    return this.#call('CoCreateInstance', () => {
      const registered = this.#host.providers.get(clsid);
      const session: ProviderSession = {
        state: this.#state,
        callback: this.#callback,
        clock: this.#host.clock,
        addReference: () => this.#host.references.acquire(this.#pointer, sessionStateKind),
        releaseReference: () => this.#host.references.release(this.#pointer),
      };
      session.addReference();
      const provider = new EmulatedProvider(this.#connection, registered, role, session, () => {
        this.#providers.delete(provider);
        session.releaseReference();
        this.#notifyGone();
      });
      this.#providers.add(provider);
      return provider;
    });
  }

  /** Closes the session. Its providers remain in it until they are closed, but it is cancelled. */
  override close(): Promise<void> {
    return this.#connection.call('ISyncSessionState.Release', () => {
      this.#channel.close();
      this.#releaseOnce();
    });
  }

  override release(): void {
    this.#channel.drop();
    this.#releaseOnce();
    for (const provider of this.#providers) provider.releaseQuietly();
  }

  #releaseOnce(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.keepAlive(false);
    this.#state.cancel();
    super.release();
    this.#host.references.release(this.#callbackPointer);
    this.#notifyGone();
  }

  #notifyGone(): void {
    if (this.#closed && this.#providers.size === 0) this.#onGone(this);
  }

  #call<T>(operation: string, act: () => T): Promise<T> {
    return this.#connection.call(operation, () => {
      if (this.#closed) refuse(hresults.RPC_E_DISCONNECTED);
      return act();
    });
  }
}
