import type {
  OpenSyncManagerHandlerOptions,
  SyncManagerCallback,
  SyncManagerEvent,
  SyncManagerHandler,
} from '../../../lib/index.js';
import { referenceHandler } from '../../native/syncmgr-ids.js';
import { methodsOf, silence, until } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

/** An open handler that the test drives through the handler's callback. */
export interface DrivenHandler {
  readonly handler: SyncManagerHandler;
  readonly callback: SyncManagerCallback;
}

/** Opens the machine's handler, whose calls do nothing; only `PrepareForSync` is completed at once. */
export async function openDrivenHandler(
  world: SyncManagerWorld,
  options?: OpenSyncManagerHandlerOptions,
): Promise<DrivenHandler> {
  silence(world.machine);
  world.machine.scriptSteps('prepareForSync', [{ do: 'completed', call: 'prepareForSync' }]);
  const handler = await world.connection.syncmgr.openHandler(referenceHandler, options);
  return { handler, callback: await world.connection.syncmgr.attachCallback(handler.callbackPointer) };
}

/** A synchronisation that has reached the handler's `Synchronize`. */
export interface DrivenSync extends DrivenHandler {
  /** The next event; undefined at the end. */
  next(): Promise<SyncManagerEvent | undefined>;
}

/** Opens the handler, and synchronises until the test drives the callback. */
export async function synchronizeDriven(world: SyncManagerWorld, itemIds?: readonly string[]): Promise<DrivenSync> {
  const driven = await openDrivenHandler(world);
  return { ...driven, next: await begin(world, driven.handler, itemIds) };
}

/** Synchronises until the handler's `Synchronize` is called. */
export async function begin(
  world: SyncManagerWorld,
  handler: SyncManagerHandler,
  itemIds?: readonly string[],
): Promise<DrivenSync['next']> {
  const count = () => methodsOf(world.machine, 'ISyncMgrSynchronize').filter((name) => name === 'Synchronize').length;
  const before = count();
  const events = handler.synchronize(itemIds);
  let first: Promise<IteratorResult<SyncManagerEvent>> | undefined = events.next();
  // A failure is reported by the request for the event.
  first?.catch(() => {});
  await until(() => count() > before);
  return async () => {
    const next = await (first ?? events.next());
    first = undefined;
    return next.done === true ? undefined : next.value;
  };
}
