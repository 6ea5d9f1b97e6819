import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import type { Calls } from '../com/calls.js';
import { Closable } from '../com/closable.js';
import type { WinSyncProviderRole } from './progress.js';
import type { ProviderVerbs, WinSyncIdParameters } from './verbs.js';

/** The callbacks of a provider to the session that opened it. */
export interface ProviderOwner {
  onBegun(provider: WinSyncProvider): void;
  onEnded(provider: WinSyncProvider): void;
  onClosed(provider: WinSyncProvider): void;
}

/**
 * A registered provider in a session: `IKnowledgeSyncProvider`. Made by `session.openProvider()`, which begins its session. `close()` ends that
 * session if it runs, and releases the provider. After `close()` every method rejects with `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-iknowledgesyncprovider.
 */
export class WinSyncProvider extends Closable {
  readonly clsid: string;
  readonly role: WinSyncProviderRole;
  readonly #calls: Calls;
  readonly #verbs: ProviderVerbs;
  readonly #owner: ProviderOwner;

  /** @internal */
  constructor(calls: Calls, verbs: ProviderVerbs, owner: ProviderOwner, clsid: string, role: WinSyncProviderRole) {
    super();
    this.clsid = clsid;
    this.role = role;
    this.#calls = calls;
    this.#verbs = verbs;
    this.#owner = owner;
  }

  /**
   * Begins the provider's session again after `endSession()` (`BeginSession`). After an abort the session may still begin: end it, or close the
   * provider.
   * @throws {HResultError} the error of the provider, for example if it is already in a session; it is then the session's error status
   */
  async beginSession(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await untilAborted(signal, async () => {
      await this.#run('IKnowledgeSyncProvider.BeginSession', () => this.#verbs.beginSession());
      this.#owner.onBegun(this);
    });
  }

  /**
   * Ends the provider's session (`EndSession`): the provider stops, and releases its references to the session. The session ends also if the call
   * fails; the failure is then the session's error status.
   * @throws {HResultError} the error of the provider; `SYNC_E_INVALID_OPERATION` if no session has begun
   */
  async endSession(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await untilAborted(signal, async () => {
      try {
        await this.#run('IKnowledgeSyncProvider.EndSession', () => this.#verbs.endSession());
      } finally {
        this.#owner.onEnded(this);
      }
    });
  }

  /** Returns the formats of the provider's ids (`ISyncProvider::GetIdParameters`). */
  async getIdParameters(options?: SignalOptions): Promise<WinSyncIdParameters> {
    const signal = requireSignalOf(options);
    return await untilAborted(signal, () =>
      this.#run('ISyncProvider.GetIdParameters', () => this.#verbs.getIdParameters()),
    );
  }

  async #run<T>(operation: string, invoke: () => Promise<T>): Promise<T> {
    return await this.#calls.run(operation, () => {
      this.requireOpen(operation);
      return invoke();
    });
  }

  /** @internal */
  protected override async release(): Promise<void> {
    try {
      await this.#calls.release('IKnowledgeSyncProvider.Release', () => this.#verbs.close());
    } finally {
      this.#owner.onEnded(this);
      this.#owner.onClosed(this);
    }
  }
}
