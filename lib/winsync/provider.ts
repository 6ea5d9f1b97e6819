import type { Calls } from '../com/calls.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import type { WinSyncProviderRole } from './progress.js';
import type { ProviderVerbs, WinSyncIdParameters } from './verbs.js';

/** What a provider tells the session that opened it. */
export interface ProviderOwner {
  onBegun(provider: WinSyncProvider): void;
  onEnded(provider: WinSyncProvider): void;
  onClosed(provider: WinSyncProvider): void;
}

/**
 * A registered provider in a session: `IKnowledgeSyncProvider`. Made by `session.openProvider()`, which begins its session. After
 * `close()` every method rejects with `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-iknowledgesyncprovider.
 */
export class WinSyncProvider implements AsyncDisposable {
  readonly clsid: string;
  readonly role: WinSyncProviderRole;
  readonly #calls: Calls;
  readonly #verbs: ProviderVerbs;
  readonly #owner: ProviderOwner;
  #closing: Promise<void> | undefined;

  /** @internal */
  constructor(calls: Calls, verbs: ProviderVerbs, owner: ProviderOwner, clsid: string, role: WinSyncProviderRole) {
    this.clsid = clsid;
    this.role = role;
    this.#calls = calls;
    this.#verbs = verbs;
    this.#owner = owner;
  }

  /**
   * `BeginSession`, again after `endSession()`.
   * @throws {HResultError} as the provider fails, such as one that is in a session already; that is the session's error status then
   */
  async beginSession(): Promise<void> {
    await this.#run('IKnowledgeSyncProvider.BeginSession', () => this.#verbs.beginSession());
    this.#owner.onBegun(this);
  }

  /**
   * `EndSession`: the provider stops, and drops its references to the session.
   * @throws {HResultError} `SYNC_E_INVALID_OPERATION` without a session that was begun
   */
  async endSession(): Promise<void> {
    await this.#run('IKnowledgeSyncProvider.EndSession', () => this.#verbs.endSession());
    this.#owner.onEnded(this);
  }

  /** `ISyncProvider::GetIdParameters`: the formats of the provider's ids. */
  async getIdParameters(): Promise<WinSyncIdParameters> {
    return await this.#run('ISyncProvider.GetIdParameters', () => this.#verbs.getIdParameters());
  }

  /** Lets the provider go; ends its session first where it runs. May be called again. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<T>(operation: string, invoke: () => Promise<T>): Promise<T> {
    return await this.#calls.run(operation, () => {
      if (this.#closing !== undefined) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
      return invoke();
    });
  }

  async #close(): Promise<void> {
    try {
      await this.#calls.letGo('IKnowledgeSyncProvider.Release', () => this.#verbs.close());
    } finally {
      this.#owner.onEnded(this);
      this.#owner.onClosed(this);
    }
  }
}
