import { EventBatches } from '../../emulation/event-batches.js';
import { progressMask } from '../constants.js';
import type {
  DeleteLogErrorEvent,
  EstablishConnectionEvent,
  HandlerEvent,
  HandlerListener,
  ItemProgressEvent,
  LogErrorEvent,
} from '../verbs.js';
import type { ProgressItemStructure } from './objects.js';

/** The maximum number of messages that wait for the listener. */
const mostMessages = 4096;

type MessageEvent = LogErrorEvent | DeleteLogErrorEvent | EstablishConnectionEvent;

type Unfolded<Event> = Event extends MessageEvent ? Omit<Event, 'folded'> : never;

/** Delivers the reports of a handler to its listener in a later turn. Waiting reports are merged as documented by `HandlerListener`. */
export class HandlerChannel {
  /** Progress waits under the id of its item, every other event under a number. */
  readonly #batches: EventBatches<string | number, HandlerEvent>;
  #messages = new Set<number>();
  #dropped = 0;
  #sequence = 0;

  /** @param later calls a function in a later turn */
  constructor(listener: HandlerListener, later: (deliver: () => void) => void) {
    this.#batches = new EventBatches((events) => {
      this.#messages = new Set();
      const counted = events.map((event) => this.#withDropped(event));
      if (counted.length > 0) listener(counted);
    }, later);
  }

  reportProgress(itemId: string, item: ProgressItemStructure): void {
    const before = this.#batches.get(itemId);
    this.#batches.put(itemId, mergeProgress(before?.type === 'progress' ? before : undefined, itemId, item));
  }

  reportMessage(message: Unfolded<MessageEvent>): void {
    const key = this.#nextKey();
    this.#messages.add(key);
    this.#batches.put(key, { ...message, folded: 0 });
    if (this.#messages.size <= mostMessages) return;
    const [oldest] = this.#messages;
    if (oldest === undefined) return;
    this.#messages.delete(oldest);
    this.#batches.remove(oldest);
    this.#dropped += 1;
  }

  report(event: Exclude<HandlerEvent, ItemProgressEvent | MessageEvent>): void {
    this.#batches.put(this.#nextKey(), event);
  }

  /** Asks the listener whether a dialog may be shown. Resolves to false if the channel is closed before the answer. */
  ask(): Promise<boolean> {
    return this.#batches.ask(this.#nextKey(), false, (answer) => ({ type: 'enableModeless', answer }));
  }

  /** Stops accepting events; waiting ones are still delivered. */
  close(): void {
    this.#batches.close();
  }

  /** Removes the listener: waiting events are dropped. */
  drop(): void {
    this.#batches.drop();
  }

  #nextKey(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  #withDropped(event: HandlerEvent): HandlerEvent {
    if (this.#dropped === 0 || !isMessage(event)) return event;
    const folded = this.#dropped;
    this.#dropped = 0;
    return { ...event, folded };
  }
}

function isMessage(event: HandlerEvent): event is MessageEvent {
  return event.type === 'logError' || event.type === 'deleteLogError' || event.type === 'establishConnection';
}

/** Merges two reports: the result has the latest value of each field that one of them has flagged. */
function mergeProgress(
  before: ItemProgressEvent | undefined,
  itemId: string,
  item: ProgressItemStructure,
): ItemProgressEvent {
  const has = (bit: number) => (item.mask & bit) !== 0;
  const known =
    progressMask.statusText | progressMask.statusType | progressMask.progressValue | progressMask.maximumValue;
  return {
    type: 'progress',
    itemId,
    mask: (before?.mask ?? 0) | (item.mask & known),
    statusText: has(progressMask.statusText) ? (item.statusText ?? '') : (before?.statusText ?? null),
    statusType: has(progressMask.statusType) ? item.statusType : (before?.statusType ?? 0),
    progressValue: has(progressMask.progressValue) ? item.progressValue : (before?.progressValue ?? 0),
    maximumValue: has(progressMask.maximumValue) ? item.maximumValue : (before?.maximumValue ?? 0),
    folded: before === undefined ? 0 : before.folded + 1,
  };
}
