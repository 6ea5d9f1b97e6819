import type {
  OpenSyncManagerHandlerOptions,
  SyncManagerCallback,
  SyncManagerEvent,
  SyncManagerHandler,
} from '../../../lib/index.js';
import { referenceHandler } from '../../native/syncmgr-ids.js';
import { methodsOf, silence, until } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

/** An open handler for which the test speaks, by the callback that the handler was given. */
export interface SpokenHandler {
  readonly handler: SyncManagerHandler;
  readonly callback: SyncManagerCallback;
}

/** Opens the machine's handler, whose calls do nothing by themselves; only `PrepareForSync` is completed at once. */
export async function openSpokenHandler(
  world: SyncManagerWorld,
  options?: OpenSyncManagerHandlerOptions,
): Promise<SpokenHandler> {
  silence(world.machine);
  world.machine.scriptSteps('prepareForSync', [{ do: 'completed', call: 'prepareForSync' }]);
  const handler = await world.connection.syncmgr.openHandler(referenceHandler, options);
  return { handler, callback: await world.connection.syncmgr.attachCallback(handler.callbackPointer) };
}

/** A synchronisation that has come to the handler's `Synchronize`. */
export interface SpokenSync extends SpokenHandler {
  /** The next event; undefined at the end. */
  next(): Promise<SyncManagerEvent | undefined>;
}

/** Opens the handler, and synchronises until the test has the word. */
export async function synchronizeSpoken(world: SyncManagerWorld, itemIds?: readonly string[]): Promise<SpokenSync> {
  const spoken = await openSpokenHandler(world);
  return { ...spoken, next: await begin(world, spoken.handler, itemIds) };
}

/** Synchronises until the handler's `Synchronize` is called. */
export async function begin(
  world: SyncManagerWorld,
  handler: SyncManagerHandler,
  itemIds?: readonly string[],
): Promise<SpokenSync['next']> {
  const count = () => methodsOf(world.machine, 'ISyncMgrSynchronize').filter((name) => name === 'Synchronize').length;
  const before = count();
  const events = handler.synchronize(itemIds);
  let first: Promise<IteratorResult<SyncManagerEvent>> | undefined = events.next();
  // A failure is for who asks for the event.
  first?.catch(() => {});
  await until(() => count() > before);
  return async () => {
    const next = await (first ?? events.next());
    first = undefined;
    return next.done === true ? undefined : next.value;
  };
}
