import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireOptions, requirePointer, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { requireAnswerTimeout } from '../com/questions.js';
import { WinSyncCallback } from './callback.js';
import type { WinSyncListeners } from './callbacks.js';
import { requireListeners, SessionDispatcher, wantedBy } from './callbacks.js';
import { fullEnumerationActions, resolveActions } from './constants.js';
import { requireIdFormat } from './id-format.js';
import type { WinSyncFullEnumerationAction, WinSyncResolveAction } from './records.js';
import { type RegisteredWinSyncProvider, toRegisteredProvider } from './registered-provider.js';
import { WinSyncSession } from './session.js';
import { WinSyncSessionState } from './session-state.js';
import type { WinSyncIdFormat, WinSyncVerbs } from './verbs.js';

/** The application's listeners, and the answers of its session. */
export interface CreateWinSyncSessionOptions extends WinSyncListeners, SignalOptions {
  /**
   * The treatment of reports in `changeApplication`. `'accumulate'` (the default): completed work is added to a sum that the session keeps, and total
   * work is the remaining work, as in Sync Framework. `'passThrough'`: both numbers are passed unchanged.
   * Source: https://learn.microsoft.com/previous-versions/sql/synchronization/cc305833(v=sql.105).
   */
  readonly workAccounting?: 'accumulate' | 'passThrough' | undefined;
  /** The format of the providers' item ids; GUIDs by default. */
  readonly itemIdFormat?: WinSyncIdFormat | undefined;
  /**
   * The action for full enumeration if the application does not answer; `'abort'` by default, which cancels the session. The documentation states
   * this default in one place, and `'fullEnumeration'` in another.
   */
  readonly fullEnumeration?: WinSyncFullEnumerationAction | undefined;
  /** The resolution of a conflict if the application does not answer; `'defer'` by default. */
  readonly conflict?: WinSyncResolveAction | undefined;
  /** Milliseconds that a provider waits for the application's answer; 1 to 2^31-1, 30 000 by default. */
  readonly answerTimeout?: number | undefined;
}

export interface WinSyncAttachOptions extends SignalOptions {
  /** The format of the providers' item ids, if it is known: the bounds of a range are then checked against it. */
  readonly itemIdFormat?: WinSyncIdFormat | undefined;
}

/** The parts that the objects of one connection share: the calls, the clock and the verbs. */
export interface WinSyncContext {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: WinSyncVerbs;
}

const workAccountings = ['accumulate', 'passThrough'] as const;

/** Implements `WinSync.createSession()`. */
export async function createSession(
  context: WinSyncContext,
  options: CreateWinSyncSessionOptions | undefined,
): Promise<WinSyncSession> {
  const { calls, clock } = context;
  const listeners = requireListeners(requireOptions(options));
  const {
    workAccounting = 'accumulate',
    itemIdFormat,
    fullEnumeration = 'abort',
    conflict = 'defer',
    answerTimeout,
  }: CreateWinSyncSessionOptions = options ?? {};
  const passThrough = workAccountings[requireWord(workAccounting, 'workAccounting', workAccountings)] === 'passThrough';
  const settings = {
    passThrough,
    itemIdFormat: requireIdFormat(itemIdFormat),
    wanted: wantedBy(listeners),
    fullEnumerationAction: requireWord(fullEnumeration, 'fullEnumeration', fullEnumerationActions),
    resolveAction: requireWord(conflict, 'conflict', resolveActions),
    answerTimeout: requireAnswerTimeout(answerTimeout),
  };
  const dispatcher = new SessionDispatcher(clock, listeners, settings);
  const verbs = await calls.run(
    'WinSyncSession.create',
    () => context.verbs.createSession(settings, (events) => dispatcher.take(events)),
    requireSignalOf(options),
    (late) => late.close(),
  );
  const hasCallbacks = listeners.onProgress !== undefined || settings.wanted.length > 0;
  return new WinSyncSession({ calls, verbs, dispatcher, hasCallbacks });
}

/** Implements `WinSync.attach()`. */
export async function attachState(
  { calls, verbs }: WinSyncContext,
  pointer: bigint,
  options: WinSyncAttachOptions | undefined,
): Promise<WinSyncSessionState> {
  const address = requirePointer(pointer);
  const { itemIdFormat } = requireOptions(options);
  const format = itemIdFormat === undefined ? null : requireIdFormat(itemIdFormat);
  const state = await calls.run(
    'ISyncSessionState.QueryInterface',
    () => verbs.attachState(address, format),
    requireSignalOf(options),
    (late) => late.close(),
  );
  return new WinSyncSessionState(calls, state);
}

/** Implements `WinSync.attachCallback()`. */
export async function attachCallback(
  { calls, verbs }: WinSyncContext,
  pointer: bigint,
  options: SignalOptions | undefined,
): Promise<WinSyncCallback> {
  const address = requirePointer(pointer);
  const callback = await calls.run(
    'ISyncCallback.QueryInterface',
    () => verbs.attachCallback(address),
    requireSignalOf(options),
    (late) => late.close(),
  );
  return new WinSyncCallback(calls, callback);
}

/** Implements `WinSync.providers()`. */
export async function listProviders(
  { calls, verbs }: WinSyncContext,
  options: SignalOptions | undefined,
): Promise<RegisteredWinSyncProvider[]> {
  const signal = requireSignalOf(options);
  const operation = 'ISyncProviderRegistration.EnumerateSyncProviders';
  const records = await calls.run(operation, () => verbs.enumerateProviders(), signal);
  return records.map(toRegisteredProvider);
}
