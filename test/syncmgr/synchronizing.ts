import type { SyncManagerEvent } from '../../lib/syncmgr/sync-events.js';
import type { HandlerEvent } from '../../lib/syncmgr/verbs.js';
import { settled } from '../bits/fake-clock.js';
import type { FakeHandler } from './fake-handler.js';

/** A report of how much of an item is done. */
export function progress(itemId: string, progressValue: number, folded = 0): HandlerEvent {
  const fields = { mask: 0x4, statusText: null, statusType: 0, progressValue, maximumValue: 0 };
  return { type: 'progress', itemId, ...fields, folded };
}

/** An entry of the log. */
export function entry(text: string, folded = 0): HandlerEvent {
  return { type: 'logError', level: 1, text, errorFlags: null, errorId: null, itemId: null, folded };
}

/** All that is told until the end. */
export async function all(events: AsyncIterable<SyncManagerEvent>): Promise<SyncManagerEvent[]> {
  const recorded: SyncManagerEvent[] = [];
  for await (const event of events) recorded.push(event);
  return recorded;
}

/** Begins, and comes to the handler's `Synchronize`. The first event comes later. */
export async function begin(
  handler: FakeHandler,
  events: AsyncIterator<SyncManagerEvent>,
): Promise<{ readonly next: Promise<IteratorResult<SyncManagerEvent>> }> {
  const next = events.next();
  // A test that goes wrong on the way tells so itself.
  next.catch(() => {});
  await settled();
  handler.complete('prepareForSync');
  await settled();
  return { next };
}
