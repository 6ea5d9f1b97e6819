import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireOptions, requirePointer } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { namingClass } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { requireCookie, SyncManagerCallback } from './callback.js';
import { requireId, requireIds } from './center-arguments.js';
import { requireDefinition, type SyncManagerHandlerDefinition } from './definition.js';
import { HandlerDispatcher } from './dispatcher.js';
import { SyncManagerHandler } from './handler.js';
import { type OpenSyncManagerHandlerOptions, requireOpenOptions } from './open-options.js';
import { SyncCenterReport } from './report.js';
import { ServedDispatcher, ServedSyncManagerHandler } from './served-handler.js';
import type { SyncManagerVerbs } from './verbs.js';
import { WeakListener } from './weak-listener.js';

/** The parts that the objects of one connection share: the calls, the clock and the verbs. */
export interface SyncManagerContext {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: SyncManagerVerbs;
}

/** Implements `SyncManager.openHandler()`. */
export async function openHandler(
  context: SyncManagerContext,
  clsid: string,
  options: OpenSyncManagerHandlerOptions | undefined,
): Promise<SyncManagerHandler> {
  const { calls, clock } = context;
  const id = parseGuid(clsid, 'clsid');
  const { settings, answers, signal } = requireOpenOptions(options);
  const dispatcher = new HandlerDispatcher(clock, answers, id);
  const listener = new WeakListener(dispatcher);
  const verbs = await calls.run(
    'CoCreateInstance',
    () => context.verbs.openHandler(id, settings, listener.take).catch(namingClass(id)),
    signal,
    (late) => late.close(),
  );
  return new SyncManagerHandler({ calls, clock, verbs, dispatcher, listener, clsid: id });
}

/** Implements `SyncManager.attachCallback()`. */
export async function attachCallback(
  { calls, verbs }: SyncManagerContext,
  callback: bigint | { readonly cookie: number },
  options: SignalOptions | undefined,
): Promise<SyncManagerCallback> {
  const attach = toAttach(verbs, callback);
  const signal = requireSignalOf(options);
  const operation = 'ISyncMgrSynchronizeCallback.QueryInterface';
  return new SyncManagerCallback(calls, await calls.run(operation, attach, signal, (late) => late.close()));
}

/** Implements `SyncManager.serveHandler()`. */
export async function serveHandler(
  context: SyncManagerContext,
  definition: SyncManagerHandlerDefinition,
  options?: SignalOptions,
): Promise<ServedSyncManagerHandler> {
  const { calls, clock } = context;
  const { record, definition: required } = requireDefinition(definition);
  const signal = requireSignalOf(options);
  const parts = { calls, clock, definition: required };
  const dispatcher = new ServedDispatcher(parts);
  const verbs = await calls.run(
    'CoRegisterClassObject',
    () => context.verbs.serveHandler(record, (events) => dispatcher.take(events)),
    signal,
    (late) => {
      dispatcher.end();
      return late.close();
    },
  );
  return new ServedSyncManagerHandler(parts, verbs, dispatcher);
}

/** Implements `SyncManager.openReport()`. */
export async function openReport(
  context: SyncManagerContext,
  handlerId: string,
  itemIds: readonly string[],
  options?: SignalOptions,
): Promise<SyncCenterReport> {
  const { calls, clock } = context;
  const id = requireId(handlerId, 'handlerId');
  const ids = requireIds(itemIds);
  const signal = requireSignalOf(options);
  const verbs = await calls.run(
    'ISyncMgrSessionCreator.CreateSession',
    () => context.verbs.createSession(id, ids),
    signal,
    (late) => late.close(),
  );
  return new SyncCenterReport(calls, clock, verbs, id, ids);
}

function toAttach(verbs: SyncManagerVerbs, callback: bigint | { readonly cookie: number }) {
  if (typeof callback !== 'object') {
    const address = requirePointer(callback, 'callback');
    return () => verbs.attachCallback(address);
  }
  const cookie = requireCookie(requireOptions(callback, 'callback').cookie);
  return () => verbs.attachCallbackFromTable(cookie);
}
