import { requireArray, requireDword, requireFunction, requireOptions } from '../../com/arguments.js';
import { requireId, requireIds, type SyncCenterStatus, toCenterStatus } from '../center-arguments.js';
import type { CenterStore } from '../emulation/center-store.js';
import { type SyncManagerLogLevel, toLevel } from '../records.js';
import type { SyncCenterReport } from '../report.js';

/** The outcome of a synchronisation that Sync Center has started. */
export interface SyncCenterOutcome {
  readonly status: SyncCenterStatus;
  readonly errors: number;
  readonly conflicts: number;
}

/** A synchronisation that Sync Center has started, from the side of its handler. */
export interface CenterRun {
  readonly handlerId: string;
  /** The items to synchronise; the handler's own items if the caller has chosen none. */
  readonly itemIds: readonly string[];
  /** Aborted when the whole run is stopped. */
  readonly signal: AbortSignal;
  /** Returns a signal that is aborted when this item, or the whole run, is stopped. */
  signalOf(itemId: string): AbortSignal;
  /** Opens the session of the run, to report to Sync Center. The session is closed with the run. */
  openReport(): Promise<SyncCenterReport>;
}

/** A handler of Sync Center: an `ISyncMgrHandler`, or a class of Sync Manager. */
export interface CenterHandlerDefinition {
  /** 1 to 63 UTF-16 units. */
  readonly id: string;
  /** The items of a synchronisation of the whole handler. */
  readonly items?: readonly string[] | undefined;
  /**
   * Called when Sync Center starts a synchronisation (`ISyncMgrHandler::Synchronize`). If it resolves to an outcome, that is passed to
   * `ISyncMgrSyncResult` of the caller; if to undefined, the outcome is derived from the items and events of the run; if to null, Sync Center does
   * not call `ISyncMgrSyncResult`. If it rejects, the run has failed; with an `AbortError` it was cancelled. If omitted, the run succeeds at once.
   */
  readonly synchronize?:
    | ((run: CenterRun) => Promise<SyncCenterOutcome | null | undefined> | SyncCenterOutcome | null | undefined)
    | undefined;
}

/** The state of an item in Sync Center, as reported by its latest session. */
export interface CenterItem {
  readonly handlerId: string;
  readonly itemId: string;
  /** Null before the first report. */
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

/** Sync Center of the emulated machine, from the user's side. `emulation.syncmgr.center`. */
export class SyncCenter {
  readonly #store: CenterStore;
  readonly #definitions = new Map<string, CenterHandlerDefinition>();

  /** @internal */
  constructor(store: CenterStore) {
    this.#store = store;
  }

  /**
   * Registers a handler with Sync Center, in place of an earlier one with the same id.
   * @throws {TypeError | RangeError} for a wrong definition
   */
  registerHandler(definition: CenterHandlerDefinition): void {
    const { id, items, synchronize } = requireOptions(definition, 'definition');
    requireFunction<unknown>(synchronize, 'synchronize');
    const handlerId = requireId(id, 'id');
    this.#definitions.set(handlerId, {
      id: handlerId,
      ...(items !== undefined && { items: requireIds(items, 'items') }),
      ...(synchronize !== undefined && { synchronize: synchronize.bind(definition) }),
    });
    this.#store.addHandler(handlerId);
  }

  /** Unregisters a handler. Returns whether it was registered. */
  unregisterHandler(id: string): boolean {
    this.#store.removeHandler(id);
    return this.#definitions.delete(id);
  }

  /** Returns the reported items, in the order in which they were added to sessions. A new session resets the items in it. */
  items(handlerId?: string): CenterItem[] {
    return this.#store.items
      .filter((item) => handlerId === undefined || item.handlerId === handlerId)
      .map(({ status, ...item }) => ({ ...item, status: status === 0 ? null : toCenterStatus(status) }));
  }

  /** Returns the event store, oldest event first. */
  events(handlerId?: string): CenterEvent[] {
    return this.#store.events
      .filter((event) => handlerId === undefined || event.handlerId === handlerId)
      .map(({ flags: _flags, level, time, ...event }) => ({ ...event, level: toLevel(level), time: new Date(time) }));
  }

  /** Removes events by their ids. Returns the number of events removed. */
  removeEvents(ids: readonly string[]): number {
    return this.#store.removeEvents(new Set<unknown>(requireArray(ids, 'ids', 'ids')));
  }

  /**
   * Requests the open sessions of the handler to cancel one item, or all, like a user's click on "Stop". The sessions receive the request with their
   * next report, and from `canContinue()`. Returns the number of sessions.
   */
  requestCancel(handlerId: string, itemId?: string): number {
    return this.#store.requestCancel(handlerId, itemId);
  }

  /** Sets the result of `queryForAdditionalItems()` in the handler's sessions. @throws {TypeError | RangeError} for wrong ids */
  setAdditionalItems(handlerId: string, itemIds: readonly string[], objects = 0): void {
    const ids = requireArray(itemIds, 'itemIds', 'ids').map((id, index) => requireId(id, `itemIds[${index}]`));
    this.#store.setAdditionalItems(handlerId, { itemIds: ids, objects: requireDword(objects, 'objects') });
  }

  /** Returns whether the handler is active, as `control.setHandlerActive()` has set it; initially true. */
  isActive(handlerId: string): boolean {
    return this.#store.isActive(handlerId);
  }

  /**
   * Returns whether the handler, or one item of it, is enabled, as `control.setHandlerEnabled()` and `setItemEnabled()` have set it;
   * initially true.
   */
  isEnabled(handlerId: string, itemId?: string): boolean {
    const item = itemId === undefined ? undefined : requireId(itemId, 'itemId');
    return this.#store.isEnabled(requireId(handlerId, 'handlerId'), item);
  }

  /** Returns the number of open sessions. */
  countSessions(): number {
    return this.#store.sessionCount;
  }

  /** @internal Returns the ids of the handlers. */
  handlerIds(): string[] {
    return [...this.#definitions.keys()];
  }

  /** @internal Returns the definition of a handler; undefined if it is not registered. */
  definition(id: string): CenterHandlerDefinition | undefined {
    return this.#definitions.get(id);
  }
}
