import { requireArray, requireDword, requireFunction, requireOptions } from '../../com/arguments.js';
import { requireId, requireIds, type SyncCenterStatus, toCenterStatus } from '../center-arguments.js';
import { type SyncManagerLogLevel, toLevel } from '../records.js';
import type { StoredEventRecord, StoredItem } from './center-records.js';
import type { CenterRun, SyncCenterOutcome } from './center-run.js';

/** A handler that Sync Center knows: its own `ISyncMgrHandler` (modern), or a class of Sync Manager. */
export interface CenterHandlerDefinition {
  /** 1 to 63 UTF-16 units. */
  readonly id: string;
  /** The items of a synchronisation of the whole handler. */
  readonly items?: readonly string[] | undefined;
  /**
   * Runs when Sync Center starts a synchronisation (`ISyncMgrHandler::Synchronize`). What it resolves to is told to who started it;
   * undefined: what the items and events of the run come to; null: Sync Center lets `ISyncMgrSyncResult` go untold. When it rejects the
   * run has failed, and with an `AbortError` it was cancelled. Left out: the run succeeds at once.
   */
  readonly synchronize?:
    | ((run: CenterRun) => Promise<SyncCenterOutcome | null | undefined> | SyncCenterOutcome | null | undefined)
    | undefined;
}

/** A session as Sync Center needs it. */
export interface OpenSession {
  readonly handlerId: string;
  /** Asks to cancel an item; all of them for null. */
  requestCancel(itemId: string | null): void;
}

/** What Sync Center knows of an item, from the latest session with it. */
export interface CenterItem {
  readonly handlerId: string;
  readonly itemId: string;
  /** Null until something is reported. */
  readonly status: SyncCenterStatus | number | null;
  readonly text: string | null;
  readonly currentStep: number;
  readonly maximumStep: number;
}

/** An event in Sync Center's store. */
export interface CenterEvent {
  readonly id: string;
  readonly handlerId: string;
  readonly itemId: string | null;
  readonly level: SyncManagerLogLevel | number;
  readonly time: Date;
  readonly name: string;
  readonly description: string;
  readonly linkText: string | null;
  readonly linkReference: string | null;
  readonly context: string | null;
}

/** What the user wants synchronised beside the items of a session. */
interface Additional {
  readonly itemIds: readonly string[];
  readonly objects: number;
}

const nothingMore: Additional = { itemIds: [], objects: 0 };

/** Sync Center of the emulated machine, from the user's side. `emulation.syncmgr.center`. */
export class SyncCenter {
  readonly #handlers = new Map<string, CenterHandlerDefinition>();
  readonly #items = new Map<string, StoredItem>();
  #events: StoredEventRecord[] = [];
  readonly #additional = new Map<string, Additional>();
  readonly #sessions = new Set<OpenSession>();
  readonly #inactive = new Set<string>();
  readonly #disabled = new Set<string>();

  /**
   * Lets Sync Center know a handler. One of the same id before it is forgotten.
   * @throws {TypeError | RangeError} for a wrong definition
   */
  registerHandler(definition: CenterHandlerDefinition): void {
    const { id, items, synchronize } = requireOptions(definition, 'definition');
    requireFunction<unknown>(synchronize, 'synchronize');
    this.#handlers.set(requireId(id, 'id'), {
      id: requireId(id, 'id'),
      ...(items !== undefined && { items: requireIds(items, 'items') }),
      ...(synchronize !== undefined && { synchronize: synchronize.bind(definition) }),
    });
  }

  /** Whether it was there. */
  unregisterHandler(id: string): boolean {
    return this.#handlers.delete(id);
  }

  /** What has been reported of items, in the order in which they came into sessions. A new session begins its items anew. */
  items(handlerId?: string): CenterItem[] {
    return [...this.#items.values()]
      .filter((item) => handlerId === undefined || item.handlerId === handlerId)
      .map(({ status, ...item }) => ({ ...item, status: status === 0 ? null : toCenterStatus(status) }));
  }

  /** The event store, the oldest first. */
  events(handlerId?: string): CenterEvent[] {
    return this.#events
      .filter((event) => handlerId === undefined || event.handlerId === handlerId)
      .map(({ flags: _flags, level, time, ...event }) => ({ ...event, level: toLevel(level), time: new Date(time) }));
  }

  /** Takes events out of the store by their ids. How many were there. */
  removeEvents(ids: readonly string[]): number {
    const removed = new Set(requireArray(ids, 'ids', 'ids'));
    const before = this.#events.length;
    this.#events = this.#events.filter(({ id }) => !removed.has(id));
    return before - this.#events.length;
  }

  /**
   * What a user's click on "Stop" does: the open sessions of the handler are asked to cancel one item, or all. They learn it with their next
   * report, and from `canContinue()`. How many sessions were asked.
   */
  requestCancel(handlerId: string, itemId?: string): number {
    const sessions = [...this.#sessions].filter((session) => session.handlerId === handlerId);
    for (const session of sessions) session.requestCancel(itemId ?? null);
    return sessions.length;
  }

  /** What `queryForAdditionalItems()` of the handler's sessions gives from now on. @throws {TypeError | RangeError} for wrong ids */
  setAdditionalItems(handlerId: string, itemIds: readonly string[], objects = 0): void {
    const ids = requireArray(itemIds, 'itemIds', 'ids').map((id, index) => requireId(id, `itemIds[${index}]`));
    this.#additional.set(handlerId, { itemIds: ids, objects: requireDword(objects, 'objects') });
  }

  /** Whether the handler takes part: what `control.setHandlerActive()` has set; at first it does. */
  isActive(handlerId: string): boolean {
    return !this.#inactive.has(handlerId);
  }

  /** Whether the handler, or one item of it, is enabled: what `control.setHandlerEnabled()` and `setItemEnabled()` have set; at first it is. */
  isEnabled(handlerId: string, itemId?: string): boolean {
    const item = itemId === undefined ? undefined : requireId(itemId, 'itemId');
    return !this.#disabled.has(keyOf(requireId(handlerId, 'handlerId'), item));
  }

  /** How many sessions are open. */
  countSessions(): number {
    return this.#sessions.size;
  }

  /** @internal */
  handler(id: string): CenterHandlerDefinition | undefined {
    return this.#handlers.get(id);
  }

  /** @internal */
  handlerIds(): string[] {
    return [...this.#handlers.keys()];
  }

  /** @internal */
  additionalItems(handlerId: string): Additional {
    return this.#additional.get(handlerId) ?? nothingMore;
  }

  /** @internal */
  open(session: OpenSession): void {
    this.#sessions.add(session);
  }

  /** @internal */
  forget(session: OpenSession): void {
    this.#sessions.delete(session);
  }

  /** @internal */
  beginItem(handlerId: string, itemId: string): void {
    const key = keyOf(handlerId, itemId);
    this.#items.delete(key);
    this.#items.set(key, { handlerId, itemId, status: 0, text: null, currentStep: 0, maximumStep: 0 });
  }

  /** @internal */
  item(handlerId: string, itemId: string): StoredItem | undefined {
    return this.#items.get(keyOf(handlerId, itemId));
  }

  /** @internal */
  setItem(item: StoredItem): void {
    this.#items.set(keyOf(item.handlerId, item.itemId), item);
  }

  /** @internal */
  addEvent(event: StoredEventRecord): void {
    this.#events.push(event);
  }

  /** @internal */
  setActive(handlerId: string, active: boolean): void {
    if (active) this.#inactive.delete(handlerId);
    else this.#inactive.add(handlerId);
  }

  /** @internal */
  setEnabled(handlerId: string, itemId: string | undefined, enabled: boolean): void {
    if (enabled) this.#disabled.delete(keyOf(handlerId, itemId));
    else this.#disabled.add(keyOf(handlerId, itemId));
  }
}

/** Ids have no NUL. */
function keyOf(handlerId: string, itemId = ''): string {
  return `${handlerId}\0${itemId}`;
}
