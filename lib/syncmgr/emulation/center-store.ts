import type { ReportedEventRecord, SyncResultListener } from '../verbs.js';

/** An item as Sync Center stores it: `SYNCMGR_PROGRESS_STATUS`, 0 before the first report. */
interface StoredItem {
  readonly handlerId: string;
  readonly itemId: string;
  readonly status: number;
  readonly text: string | null;
  readonly currentStep: number;
  readonly maximumStep: number;
}

/** An event as Sync Center stores it. */
interface StoredEventRecord extends ReportedEventRecord {
  readonly id: string;
  readonly handlerId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** The part of a session that Sync Center uses. */
interface OpenSession {
  readonly handlerId: string;
  /** Requests the cancellation of an item; of all items for null. */
  requestCancel(itemId: string | null): void;
}

/** Items that the user wants to synchronise in addition to those of a session. */
interface AdditionalItems {
  readonly itemIds: readonly string[];
  /** The number of objects that are not items. */
  readonly objects: number;
}

/** Runs the handlers of Sync Center when `ISyncMgrControl` starts them. */
export interface CenterRunner {
  /** Whether a run of the handler with one of these items (any item for null) is active or queued. */
  isRunning(handlerId: string, itemIds: readonly string[] | null): boolean;
  /** Queues a run of these items; of the handler's own items for null. */
  start(handlerId: string, itemIds: readonly string[] | null, listener: SyncResultListener): void;
  /** Stops runs: of all handlers for a null handler, of all items for null items. */
  stop(handlerId: string | null, itemIds: readonly string[] | null): void;
}

/** `HRESULT_FROM_WIN32(ERROR_NOT_FOUND)`: the result for a handler that Sync Center does not know. The result is not documented. */
export const unknownHandler = 0x8007_0490;

const noAdditionalItems: AdditionalItems = { itemIds: [], objects: 0 };

/** The data of Sync Center: its handlers, the latest report of each item, the events and the open sessions. */
export class CenterStore {
  readonly #handlers = new Set<string>();
  readonly #items = new Map<string, StoredItem>();
  #events: StoredEventRecord[] = [];
  readonly #additional = new Map<string, AdditionalItems>();
  readonly #sessions = new Set<OpenSession>();
  readonly #inactive = new Set<string>();
  readonly #disabled = new Set<string>();

  /** The handlers of Sync Center itself, in the order in which they were added. */
  get handlerIds(): readonly string[] {
    return [...this.#handlers];
  }

  /** The items that have been in a session, those of the latest session last. */
  get items(): readonly StoredItem[] {
    return [...this.#items.values()];
  }

  /** The events, oldest first. */
  get events(): readonly StoredEventRecord[] {
    return this.#events;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  addHandler(id: string): void {
    this.#handlers.add(id);
  }

  removeHandler(id: string): void {
    this.#handlers.delete(id);
  }

  hasHandler(id: string): boolean {
    return this.#handlers.has(id);
  }

  openSession(session: OpenSession): void {
    this.#sessions.add(session);
  }

  closeSession(session: OpenSession): void {
    this.#sessions.delete(session);
  }

  /** Requests the cancellation of an item (of all items if it is omitted) in each session of the handler. Returns the number of sessions. */
  requestCancel(handlerId: string, itemId?: string): number {
    const sessions = [...this.#sessions].filter((session) => session.handlerId === handlerId);
    for (const session of sessions) session.requestCancel(itemId ?? null);
    return sessions.length;
  }

  /** Adds an item without a report, in place of the report of an earlier session. */
  beginItem(handlerId: string, itemId: string): void {
    const key = keyOf(handlerId, itemId);
    this.#items.delete(key);
    this.#items.set(key, { handlerId, itemId, status: 0, text: null, currentStep: 0, maximumStep: 0 });
  }

  item(handlerId: string, itemId: string): StoredItem | undefined {
    return this.#items.get(keyOf(handlerId, itemId));
  }

  setItem(item: StoredItem): void {
    this.#items.set(keyOf(item.handlerId, item.itemId), item);
  }

  addEvent(event: StoredEventRecord): void {
    this.#events.push(event);
  }

  /** Removes events and returns how many there were. */
  removeEvents(ids: ReadonlySet<unknown>): number {
    const before = this.#events.length;
    this.#events = this.#events.filter(({ id }) => !ids.has(id));
    return before - this.#events.length;
  }

  additionalItems(handlerId: string): AdditionalItems {
    return this.#additional.get(handlerId) ?? noAdditionalItems;
  }

  setAdditionalItems(handlerId: string, items: AdditionalItems): void {
    this.#additional.set(handlerId, items);
  }

  isActive(handlerId: string): boolean {
    return !this.#inactive.has(handlerId);
  }

  setActive(handlerId: string, active: boolean): void {
    if (active) this.#inactive.delete(handlerId);
    else this.#inactive.add(handlerId);
  }

  /** Whether a handler, or one of its items, is enabled. */
  isEnabled(handlerId: string, itemId?: string): boolean {
    return !this.#disabled.has(keyOf(handlerId, itemId));
  }

  setEnabled(handlerId: string, itemId: string | undefined, enabled: boolean): void {
    if (enabled) this.#disabled.delete(keyOf(handlerId, itemId));
    else this.#disabled.add(keyOf(handlerId, itemId));
  }
}

/** Returns the key of a handler or an item. Ids contain no NUL. */
function keyOf(handlerId: string, itemId = ''): string {
  return `${handlerId}\0${itemId}`;
}
