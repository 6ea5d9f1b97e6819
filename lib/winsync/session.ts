import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireOptions, requireResult, requireSignal, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { reportRegistered } from '../com/diagnostics/sinks.js';
import { HResultError, namingClass } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import type { SessionDispatcher } from './callbacks.js';
import { providerRoles } from './constants.js';
import type { WinSyncProgress, WinSyncProviderRole } from './progress.js';
import { ProgressQueue } from './progress-queue.js';
import { WinSyncProvider } from './provider.js';
import { WinSyncSessionState } from './session-state.js';
import type { SessionVerbs } from './verbs.js';

export interface WinSyncProgressOptions {
  /** Ends the iteration: a call that waits rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The progress reports of one session. It ends when the session ends. */
export type WinSyncProgressReports = AsyncIterableIterator<WinSyncProgress>;

/** The parts of a session. */
export interface SessionParts {
  readonly calls: Calls;
  readonly verbs: SessionVerbs;
  readonly dispatcher: SessionDispatcher;
  /** Whether the application has functions that wait for events. */
  readonly hasCallbacks: boolean;
}

/**
 * A session whose application is this process: the state to which providers report. Made by `winsync.createSession()`. It keeps the process alive
 * while it has callbacks, a waiting iteration, or a provider whose session has begun, until it is closed or collected.
 */
export class WinSyncSession extends WinSyncSessionState {
  readonly #parts: SessionParts;
  readonly #providers = new Set<WinSyncProvider>();
  readonly #begun = new Set<WinSyncProvider>();
  readonly #removeOnClose: () => void;
  #waiting = 0;

  /** @internal */
  constructor(parts: SessionParts) {
    super(parts.calls, parts.verbs);
    this.#parts = parts;
    this.#removeOnClose = endWithConnection(parts.calls, parts.dispatcher);
    if (parts.hasCallbacks) parts.verbs.keepAlive(true);
  }

  /**
   * The `ISyncSessionState*` of this session, for other native code in this process. Borrowed: call `AddRef` to keep it. Valid until the
   * session is closed, and 0 then.
   */
  get pointer(): bigint {
    return this.#parts.verbs.pointer;
  }

  /** The `ISyncCallback*` of this session, borrowed in the same way, for providers that receive one with their changes. */
  get callbackPointer(): bigint {
    return this.#parts.verbs.callbackPointer;
  }

  /**
   * Returns the reports from now on. A slow consumer receives the latest report of each provider and stage; `folded` is the number of reports that
   * were dropped for it. The iteration ends when the session ends: by `end()`, `cancel()`, `close()`, the answer `'abort'` to a full enumeration, or
   * the end of the last provider's session. It rejects with `RPC_E_DISCONNECTED` when the connection is closed, or if the session is already closed.
   * Until it ends, it keeps the session from being collected.
   * @throws {TypeError} for wrong options
   */
  progress(options?: WinSyncProgressOptions): WinSyncProgressReports {
    const signal = requireSignal(requireOptions(options).signal);
    const { calls, dispatcher } = this.#parts;
    const onAbort = () => queue.fail(signal?.reason);
    const queue = new ProgressQueue({
      onWaiting: (waiting) => {
        this.#waiting += waiting ? 1 : -1;
        this.#keepAlive();
      },
      onEnd: () => {
        dispatcher.remove(queue);
        signal?.removeEventListener('abort', onAbort);
      },
    });
    dispatcher.add(queue);
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) onAbort();
    else if (calls.closed || this.closed)
      queue.fail(new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncCallback.OnProgress'));
    else if (dispatcher.canceled) queue.end();
    return queue;
  }

  /** Cancels the session: from now on `IsCanceled` is true, and reports are refused with `E_ABORT`. Changes that were applied remain applied. */
  async cancel(options?: SignalOptions): Promise<void> {
    await untilAborted(requireSignalOf(options), async () => {
      await this.run('WinSyncSession.cancel', () => this.#parts.verbs.cancel());
      this.#parts.dispatcher.cancel();
    });
  }

  /**
   * Begins a run of the session for providers that other native code begins. `openProvider()` begins a run by itself. A later run starts with new
   * values: the sum of change application, the recovery range, the provider at fault and the error status are those of the new run. Windows documents
   * one run for each state; values that were set or loaded since the end of the earlier run apply to the new one.
   * @throws {HResultError} `SYNC_E_INVALID_OPERATION` if a run has already begun
   */
  async begin(options?: SignalOptions): Promise<void> {
    const begin = async () => {
      await this.#parts.verbs.begin();
      this.#parts.dispatcher.begin();
    };
    await this.run('WinSyncSession.begin', begin, options);
  }

  /** Ends a run that `begin()` has begun. @throws {HResultError} `SYNC_E_INVALID_OPERATION` without `begin()` */
  async end(options?: SignalOptions): Promise<void> {
    await untilAborted(requireSignalOf(options), async () => {
      await this.run('WinSyncSession.end', () => this.#parts.verbs.end());
      this.#parts.dispatcher.end();
    });
  }

  /** Sets the error status that `getSessionErrorStatus()` returns. */
  async setSessionErrorStatus(hresult: number, options?: SignalOptions): Promise<void> {
    const status = requireResult(hresult);
    await this.run(
      'WinSyncSession.setSessionErrorStatus',
      () => this.#parts.verbs.setSessionErrorStatus(status),
      options,
    );
  }

  /** Returns the provider that was set by `SetProviderWithError`; null if none was. An unknown role is returned as its number. */
  async getProviderWithError(options?: SignalOptions): Promise<WinSyncProviderRole | number | null> {
    const role = await this.run(
      'WinSyncSession.getProviderWithError',
      () => this.#parts.verbs.getProviderWithError(),
      options,
    );
    return role === null ? null : (providerRoles[role] ?? role);
  }

  /**
   * Activates a registered provider in this process, and begins its session. A provider that opens after the signal was aborted is closed, which ends
   * its session.
   * @throws {TypeError | RangeError} for a CLSID or role that is not valid
   * @throws {HResultError} with operation `CoCreateInstance`: `REGDB_E_CLASSNOTREG`, or `E_NOINTERFACE` for a class that only a single-threaded
   * apartment can call; with `IKnowledgeSyncProvider.BeginSession`: the error of the provider
   */
  async openProvider(clsid: string, role: WinSyncProviderRole, options?: SignalOptions): Promise<WinSyncProvider> {
    const id = parseGuid(clsid, 'clsid');
    const number = requireWord(role, 'role', providerRoles);
    const signal = requireSignalOf(options);
    return await untilAborted(
      signal,
      () => this.#openProvider(id, number, role),
      (provider) => provider.close(),
    );
  }

  async #openProvider(id: string, number: number, role: WinSyncProviderRole): Promise<WinSyncProvider> {
    const { calls, verbs } = this.#parts;
    const providerVerbs = await this.run('CoCreateInstance', () =>
      verbs.openProvider(id, number).catch(namingClass(id)),
    );
    const owner = {
      onBegun: (begun: WinSyncProvider) => {
        this.#begun.add(begun);
        this.#parts.dispatcher.begin();
        this.#keepAlive();
      },
      onEnded: (ended: WinSyncProvider) => this.#onEnded(ended),
      onClosed: (closed: WinSyncProvider) => this.#providers.delete(closed),
    };
    const provider = new WinSyncProvider(calls, providerVerbs, owner, id, role);
    this.#providers.add(provider);
    // The session may have been closed in the meantime, without this provider.
    if (this.closed) {
      await provider.close();
      throw new HResultError(hresults.RPC_E_DISCONNECTED, 'CoCreateInstance');
    }
    try {
      await provider.beginSession();
    } catch (error) {
      await provider.close();
      throw error;
    }
    return provider;
  }

  /** @internal */
  protected override async release(): Promise<void> {
    const { dispatcher } = this.#parts;
    const closed = await Promise.allSettled([...this.#providers].map((provider) => provider.close()));
    await super.release();
    this.#removeOnClose();
    dispatcher.cancelQuestions();
    dispatcher.end('closed');
    for (const end of closed) if (end.status === 'rejected') throw end.reason;
  }

  #onEnded(provider: WinSyncProvider): void {
    if (!this.#begun.delete(provider)) return;
    this.#keepAlive();
    if (this.#begun.size === 0) this.#parts.dispatcher.end();
  }

  #keepAlive(): void {
    const { verbs, hasCallbacks } = this.#parts;
    verbs.keepAlive(hasCallbacks || this.#waiting > 0 || this.#begun.size > 0);
  }
}

/** Removes the callbacks of collected dispatchers from their connections. */
const collected = new FinalizationRegistry<() => void>((forget) => forget());

/** Ends a dispatcher with its connection. The connection does not reference it: the application's functions can be collected with the session. */
function endWithConnection(calls: Calls, dispatcher: SessionDispatcher): () => void {
  const held = new WeakRef(dispatcher);
  const reportRevoked = reportRegistered('ISyncCallback', null);
  const removeOnClose = calls.onClose(() => {
    reportRevoked?.();
    const ended = held.deref();
    ended?.cancelQuestions();
    ended?.fail(new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncCallback.OnProgress'));
  });
  const forget = () => {
    reportRevoked?.();
    removeOnClose();
  };
  collected.register(dispatcher, forget);
  return forget;
}
