import type { SignalOptions } from '../com/abort.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { DeferredModule } from '../com/deferred-module.js';
import type { WinSyncCallback } from './callback.js';
import type { CreateWinSyncSessionOptions, WinSyncAttachOptions, WinSyncContext } from './open.js';
import type { RegisteredWinSyncProvider } from './registered-provider.js';
import type { WinSyncSession } from './session.js';
import type { WinSyncSessionState } from './session-state.js';
import type { WinSyncVerbs } from './verbs.js';

/** The calls of {@link WinSync}, loaded at the first call. */
export const winsyncCalls = new DeferredModule(() => import('./open.js'));

/**
 * Windows Sync: the session of an application and its providers, on either side. The interfaces are local to a process.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/.
 */
export class WinSync {
  readonly #context: WinSyncContext;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: WinSyncVerbs) {
    this.#context = { calls, clock, verbs };
  }

  /**
   * Creates a session: an object that implements `ISyncSessionState` and `ISyncSessionState2`, and a callback that reports to this process. A session
   * that is created after the signal was aborted is closed.
   * @throws {TypeError | RangeError} for wrong options
   */
  async createSession(options?: CreateWinSyncSessionOptions): Promise<WinSyncSession> {
    const { createSession } = winsyncCalls.loaded ?? (await winsyncCalls.load());
    return await createSession(this.#context, options);
  }

  /**
   * Wraps an `ISyncSessionState*` of other native code, to report to its session. Holds a reference until `close()`. A state that is attached after
   * the signal was aborted is released.
   * @throws {TypeError | RangeError} for a value that is not an address
   * @throws {HResultError} with operation `ISyncSessionState.QueryInterface`: `E_POINTER` if there is nothing that looks like a COM object,
   * `E_NOINTERFACE` for an object of another kind
   */
  async attach(pointer: bigint, options?: WinSyncAttachOptions): Promise<WinSyncSessionState> {
    const { attachState } = winsyncCalls.loaded ?? (await winsyncCalls.load());
    return await attachState(this.#context, pointer, options);
  }

  /**
   * Wraps an `ISyncCallback*` in the same way.
   * @throws {TypeError | RangeError} for a value that is not an address
   * @throws {HResultError} with operation `ISyncCallback.QueryInterface`
   */
  async attachCallback(pointer: bigint, options?: SignalOptions): Promise<WinSyncCallback> {
    const { attachCallback } = winsyncCalls.loaded ?? (await winsyncCalls.load());
    return await attachCallback(this.#context, pointer, options);
  }

  /**
   * Returns the providers that are registered on this machine (`ISyncProviderRegistration`).
   * @throws {HResultError} `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`, on a machine without the class
   */
  async providers(options?: SignalOptions): Promise<RegisteredWinSyncProvider[]> {
    const { listProviders } = winsyncCalls.loaded ?? (await winsyncCalls.load());
    return await listProviders(this.#context, options);
  }
}
