import type {
  OpenSyncManagerHandlerOptions,
  SyncManagerEvent,
  SyncManagerHandler,
  SyncManagerHandlerDefinition,
} from '../../../lib/index.js';
import { numberedItem, servedHandler } from '../../native/syncmgr-ids.js';
import type { SyncManagerWorld } from './world.js';

export const item = numberedItem(1);
export const other = numberedItem(2);
export const items = [
  { id: item, name: 'One' },
  { id: other, name: 'Zwei für 世界', checked: false },
];

/** Serves a handler with one connection, and opens it with another. */
export async function openServed(
  world: SyncManagerWorld,
  definition: Partial<SyncManagerHandlerDefinition>,
  options?: OpenSyncManagerHandlerOptions,
): Promise<SyncManagerHandler> {
  await serve(world, definition);
  const manager = await world.connect();
  return await manager.syncmgr.openHandler(servedHandler, options);
}

export function serve(world: SyncManagerWorld, definition: Partial<SyncManagerHandlerDefinition>) {
  return world.connection.syncmgr.serveHandler({
    clsid: servedHandler,
    name: 'Served',
    items,
    synchronize() {},
    ...definition,
  });
}

/** A promise that the test settles itself. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Settles when a signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

export function lastOf(events: readonly SyncManagerEvent[]): SyncManagerEvent | undefined {
  return events.at(-1);
}
