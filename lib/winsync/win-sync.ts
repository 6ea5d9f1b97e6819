import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireOptions, requirePointer, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { requireAnswerTimeout } from '../com/questions.js';
import { WinSyncCallback } from './callback.js';
import { requireListeners, SessionDispatcher, type WinSyncListeners, wantedBy } from './callbacks.js';
import { fullEnumerationActions, resolveActions } from './constants.js';
import { requireIdFormat } from './id-format.js';
import type { WinSyncFullEnumerationAction, WinSyncResolveAction } from './records.js';
import { type RegisteredWinSyncProvider, toRegisteredProvider } from './registered-provider.js';
import { WinSyncSession } from './session.js';
import { WinSyncSessionState } from './session-state.js';
import type { WinSyncIdFormat, WinSyncVerbs } from './verbs.js';

/** The application's listeners, and how its session answers. */
export interface CreateWinSyncSessionOptions extends WinSyncListeners, SignalOptions {
  /**
   * What becomes of reports in `changeApplication`. `'accumulate'` (the default): completed work is added to a sum that the session
   * keeps, and total work is what is left, as Sync Framework does it. `'passThrough'`: both numbers go as they are.
   * Source: https://learn.microsoft.com/previous-versions/sql/synchronization/cc305833(v=sql.105).
   */
  readonly workAccounting?: 'accumulate' | 'passThrough' | undefined;
  /** The format of the providers' item ids; GUIDs by default. */
  readonly itemIdFormat?: WinSyncIdFormat | undefined;
  /**
   * What is done about full enumeration when the application does not answer; `'abort'` by default, which cancels the session. The
   * documentation names this default in one place, and `'fullEnumeration'` in another.
   */
  readonly fullEnumeration?: WinSyncFullEnumerationAction | undefined;
  /** How a conflict is resolved when the application does not answer; `'defer'` by default. */
  readonly conflict?: WinSyncResolveAction | undefined;
  /** Milliseconds that a provider waits for the application's answer; 1 to 2^31-1, 30 000 by default. */
  readonly answerTimeout?: number | undefined;
}

export interface WinSyncAttachOptions extends SignalOptions {
  /** The format of the providers' item ids, where it is known: bounds of a range are checked against it then. */
  readonly itemIdFormat?: WinSyncIdFormat | undefined;
}

const workAccountings = ['accumulate', 'passThrough'] as const;

/**
 * Windows Sync: the session of an application and its providers, on either side. The interfaces are local to a process.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/.
 */
export class WinSync {
  readonly #calls: Calls;
  readonly #clock: Clock;
  readonly #verbs: WinSyncVerbs;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: WinSyncVerbs) {
    this.#calls = calls;
    this.#clock = clock;
    this.#verbs = verbs;
  }

  /**
   * Makes a session: an object that implements `ISyncSessionState` and `ISyncSessionState2`, and a callback that reports to this process. A session
   * that is created after the signal was aborted is closed.
   * @throws {TypeError | RangeError} for wrong options
   */
  async createSession(options?: CreateWinSyncSessionOptions): Promise<WinSyncSession> {
    const listeners = requireListeners(requireOptions(options));
    const {
      workAccounting = 'accumulate',
      itemIdFormat,
      fullEnumeration = 'abort',
      conflict = 'defer',
      answerTimeout,
    }: CreateWinSyncSessionOptions = options ?? {};
    const passThrough =
      workAccountings[requireWord(workAccounting, 'workAccounting', workAccountings)] === 'passThrough';
    const settings = {
      passThrough,
      itemIdFormat: requireIdFormat(itemIdFormat),
      wanted: wantedBy(listeners),
      fullEnumerationAction: requireWord(fullEnumeration, 'fullEnumeration', fullEnumerationActions),
      resolveAction: requireWord(conflict, 'conflict', resolveActions),
    };
    const dispatcher = new SessionDispatcher(this.#clock, listeners, {
      ...settings,
      answerTimeout: requireAnswerTimeout(answerTimeout),
    });
    const verbs = await this.#calls.run(
      'WinSyncSession.create',
      () => this.#verbs.createSession(settings, (events) => dispatcher.take(events)),
      requireSignalOf(options),
      (late) => late.close(),
    );
    const hasCallbacks = listeners.onProgress !== undefined || settings.wanted.length > 0;
    return new WinSyncSession({ calls: this.#calls, verbs, dispatcher, hasCallbacks });
  }

  /**
   * Wraps an `ISyncSessionState*` that other native code handed over, for reporting to its session. Holds a reference until
   * `close()`. A state that is attached after the signal was aborted is released.
   * @throws {TypeError | RangeError} for a value that is not an address
   * @throws {HResultError} with operation `ISyncSessionState.QueryInterface`: `E_POINTER` where nothing looks like a COM object,
   * `E_NOINTERFACE` for an object of another kind
   */
  async attach(pointer: bigint, options?: WinSyncAttachOptions): Promise<WinSyncSessionState> {
    const address = requirePointer(pointer);
    const { itemIdFormat } = requireOptions(options);
    const format = itemIdFormat === undefined ? null : requireIdFormat(itemIdFormat);
    const verbs = await this.#calls.run(
      'ISyncSessionState.QueryInterface',
      () => this.#verbs.attachState(address, format),
      requireSignalOf(options),
      (late) => late.close(),
    );
    return new WinSyncSessionState(this.#calls, verbs);
  }

  /**
   * Wraps an `ISyncCallback*` in the same way.
   * @throws {TypeError | RangeError} for a value that is not an address
   * @throws {HResultError} with operation `ISyncCallback.QueryInterface`
   */
  async attachCallback(pointer: bigint, options?: SignalOptions): Promise<WinSyncCallback> {
    const address = requirePointer(pointer);
    const verbs = await this.#calls.run(
      'ISyncCallback.QueryInterface',
      () => this.#verbs.attachCallback(address),
      requireSignalOf(options),
      (late) => late.close(),
    );
    return new WinSyncCallback(this.#calls, verbs);
  }

  /**
   * The providers that are registered on this machine (`ISyncProviderRegistration`).
   * @throws {HResultError} `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`, on a machine without the class
   */
  async providers(options?: SignalOptions): Promise<RegisteredWinSyncProvider[]> {
    const signal = requireSignalOf(options);
    const operation = 'ISyncProviderRegistration.EnumerateSyncProviders';
    const records = await this.#calls.run(operation, () => this.#verbs.enumerateProviders(), signal);
    return records.map(toRegisteredProvider);
  }
}
