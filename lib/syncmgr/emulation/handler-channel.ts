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

/** Delivers the reports of a handler to its listener in a later turn. Waiting reports are folded as documented by `HandlerListener`. */
export class HandlerChannel {
  readonly #listener: HandlerListener;
  readonly #later: (deliver: () => void) => void;
  /** The waiting events in the order of delivery. Progress is keyed by its item, and moves to the end with each report. */
  #waiting = new Map<string | number, HandlerEvent>();
  #messages = new Set<number>();
  #dropped = 0;
  #sequence = 0;
  #scheduled = false;
  #closed = false;
  readonly #questions = new Set<() => void>();

  /** @param later calls a function in a later turn */
  constructor(listener: HandlerListener, later: (deliver: () => void) => void) {
    this.#listener = listener;
    this.#later = later;
  }

  reportProgress(itemId: string, item: ProgressItemStructure): void {
    const before = this.#waiting.get(itemId);
    this.#waiting.delete(itemId);
    this.#put(itemId, mergeProgress(before?.type === 'progress' ? before : undefined, itemId, item));
  }

  reportMessage(message: Unfolded<MessageEvent>): void {
    const key = this.#nextKey();
    this.#messages.add(key);
    this.#put(key, { ...message, folded: 0 });
    if (this.#messages.size <= mostMessages) return;
    const [oldest] = this.#messages;
    if (oldest === undefined) return;
    this.#messages.delete(oldest);
    this.#waiting.delete(oldest);
    this.#dropped += 1;
  }

  report(event: Exclude<HandlerEvent, ItemProgressEvent | MessageEvent>): void {
    this.#put(this.#nextKey(), event);
  }

  /** Asks the listener whether a dialog may be shown. Resolves to false if there is no listener any more. */
  ask(): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#closed) {
        resolve(false);
        return;
      }
      const giveUp = () => resolve(false);
      this.#questions.add(giveUp);
      this.report({
        type: 'enableModeless',
        answer: (allowed) => {
          this.#questions.delete(giveUp);
          resolve(allowed);
        },
      });
    });
  }

  /** Removes the listener: waiting events are dropped. */
  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    for (const giveUp of this.#questions) giveUp();
    this.#questions.clear();
  }

  #nextKey(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  #put(key: string | number, event: HandlerEvent): void {
    if (this.#closed) return;
    this.#waiting.set(key, event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#later(() => this.#deliver());
  }

  #deliver(): void {
    this.#scheduled = false;
    const events = [...this.#waiting.values()].map((event) => this.#withDropped(event));
    this.#waiting = new Map();
    this.#messages = new Set();
    if (events.length > 0) this.#listener(events);
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

/** Merges two reports: the latest value of each field that one of them has flagged. */
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
