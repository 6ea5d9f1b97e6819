import type { SyncManagerEvent } from '../../lib/syncmgr/sync-events.js';
import type { HandlerEvent } from '../../lib/syncmgr/verbs.js';
import { settled } from '../bits/fake-clock.js';
import type { FakeHandler } from './fake-handler.js';

/** A progress report of an item. */
export function progress(itemId: string, progressValue: number, folded = 0): HandlerEvent {
  const fields = { mask: 0x4, statusText: null, statusType: 0, progressValue, maximumValue: 0 };
  return { type: 'progress', itemId, ...fields, folded };
}

/** An entry of the log. */
export function entry(text: string, folded = 0): HandlerEvent {
  return { type: 'logError', level: 1, text, errorFlags: null, errorId: null, itemId: null, folded };
}

/** All events until the end. */
export async function all(events: AsyncIterable<SyncManagerEvent>): Promise<SyncManagerEvent[]> {
  const recorded: SyncManagerEvent[] = [];
  for await (const event of events) recorded.push(event);
  return recorded;
}

/** Begins, and reaches the handler's `Synchronize`. The first event follows later. */
export async function begin(
  handler: FakeHandler,
  events: AsyncIterator<SyncManagerEvent>,
): Promise<{ readonly next: Promise<IteratorResult<SyncManagerEvent>> }> {
  const next = events.next();
  // Errors are reported by the test itself.
  next.catch(() => {});
  await settled();
  handler.complete('prepareForSync');
  await settled();
  return { next };
}
