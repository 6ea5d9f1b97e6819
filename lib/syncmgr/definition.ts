import {
  requireArray,
  requireBoolean,
  requireCallback,
  requireFunction,
  requireOptions,
  requireText,
  wrongType,
  wrongValue,
} from '../com/arguments.js';
import { requireFileTime } from '../com/file-time.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { requireAnswerTimeout } from '../com/questions.js';
import type { SyncManagerPropertiesResult } from './callback.js';
import {
  handlerFlags,
  initializeEvents,
  initializeFlags,
  itemFlags,
  maximumHandlerName,
  maximumItemName,
} from './constants.js';
import type { SyncManagerHandlerSession } from './served-session.js';

import type { HandlerDefinitionRecord, ItemRecord, ItemsRecord } from './verbs.js';

/** The reason for which a handler is initialised: the names of the events of `SYNCMGRFLAG`. An unknown event is passed as its number. */
export type SyncManagerInitializeEvent = (typeof initializeEvents)[number];

/** The arguments with which a client initialises a handler. */
export interface SyncManagerInitialization {
  readonly event: SyncManagerInitializeEvent | number;
  /** The settings dialog of Sync Manager is open (`SYNCMGRFLAG_SETTINGS`). */
  readonly settings: boolean;
  /** Whether dialogs may be shown (`SYNCMGRFLAG_MAYBOTHERUSER`). */
  readonly mayBotherUser: boolean;
  /** The data that `UpdateItems` received. */
  readonly cookie: Uint8Array | null;
}

/** An item that a handler synchronises. */
export interface SyncManagerItemDefinition {
  readonly id: string;
  /** At most 127 UTF-16 units. */
  readonly name: string;
  /** Whether it is checked; true by default. */
  readonly checked?: boolean | undefined;
  readonly hasProperties?: boolean | undefined;
  /** Only the errors of this run are shown, not the item. */
  readonly temporary?: boolean | undefined;
  readonly roamingUser?: boolean | undefined;
  readonly lastUpdate?: Date | undefined;
}

/** The items of a handler, and whether there are more that are not available at the moment (`S_SYNCMGR_MISSINGITEMS`). */
export interface SyncManagerItemsDefinition {
  readonly items: readonly SyncManagerItemDefinition[];
  readonly missing: boolean;
}

/** The items of a handler, in the short form if none is missing. */
export type SyncManagerHandlerItems = readonly SyncManagerItemDefinition[] | SyncManagerItemsDefinition;

/**
 * A handler in JavaScript. Each client that activates the class has its own handler, with its own session.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronize.
 */
export interface SyncManagerHandlerDefinition {
  readonly clsid: string;
  /** At most 31 UTF-16 units. */
  readonly name: string;
  /** `showProperties` with `null` opens the handler's own dialog (`SYNCMGRHANDLER_HASPROPERTIES`). */
  readonly hasProperties?: boolean | undefined;
  /** The items, or a function that returns them for each request of a client. A client waits for a promise. */
  readonly items: SyncManagerHandlerItems | (() => SyncManagerHandlerItems | Promise<SyncManagerHandlerItems>);
  /**
   * Returns whether this event is handled; `false` makes `Initialize` return `S_FALSE`. A client waits for a promise. If omitted, every event is
   * handled.
   */
  readonly initialize?: ((initialization: SyncManagerInitialization) => boolean | Promise<boolean>) | undefined;
  /** Prepares for the synchronisation of these items. If it fails, they are not synchronised. */
  readonly prepare?:
    | ((itemIds: readonly string[], session: SyncManagerHandlerSession) => Promise<void> | void)
    | undefined;
  /**
   * Synchronises the items that were prepared. If it resolves, the handler calls `SynchronizeCompleted(S_OK)`. If it rejects: with the HRESULT of an
   * `HResultError`, with `E_ABORT` for an `AbortError`, and with `E_FAIL` for anything else.
   */
  synchronize(itemIds: readonly string[], session: SyncManagerHandlerSession): Promise<void> | void;
  /** Shows the properties of an item, or the handler's own for `null`. If omitted, `ShowProperties` returns `E_NOTIMPL`. */
  readonly showProperties?:
    | ((
        itemId: string | null,
        session: SyncManagerHandlerSession,
      ) => Promise<SyncManagerPropertiesResult | undefined> | SyncManagerPropertiesResult | undefined)
    | undefined;
  /** Shows an error that was logged with `canShowError`. If omitted, `ShowError` returns `E_NOTIMPL`. */
  readonly showError?:
    | ((
        errorId: string,
        session: SyncManagerHandlerSession,
      ) => Promise<SyncManagerShowErrorOutcome | undefined> | SyncManagerShowErrorOutcome | undefined)
    | undefined;
  /**
   * Called when no client has an object of this process any more: the last handler that COM counted (`CoReleaseServerProcess`) has been released, of
   * this class or of another that the process serves. COM accepts no client until the promise settles: a client in the meantime starts another
   * process, if the class is installed. A program that COM has started therefore closes its connection here, and ends. If the handler is not closed
   * by then, clients are served again. If omitted, they are served at once.
   * @see https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-coreleaseserverprocess
   */
  readonly onUnused?: (() => Promise<void> | void) | undefined;
  /** Milliseconds that a client waits for a promise of `initialize` or `items`, 1 to 2^31-1; 30 000 by default. After that its call is refused. */
  readonly answerTimeout?: number | undefined;
  /**
   * Called with the value that a function has thrown, and with errors that cannot be returned to a client. By default they are warnings of the
   * process.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The result of showing an error. */
export interface SyncManagerShowErrorOutcome {
  /** Items to synchronise again (`S_SYNCMGR_RETRYSYNC`). */
  readonly retryItemIds?: readonly string[] | undefined;
}

/** A definition that has been checked: its functions keep their object. */
export interface RequiredDefinition extends SyncManagerHandlerDefinition {
  readonly answerTimeout: number;
}

/** Reads a definition. @throws {TypeError | RangeError} for a wrong definition */
export function requireDefinition(definition: SyncManagerHandlerDefinition): {
  readonly record: HandlerDefinitionRecord;
  readonly definition: RequiredDefinition;
} {
  const given = requireOptions(definition, 'definition');
  const { hasProperties = false, items, initialize, prepare, showProperties, showError } = given;
  const { onUnused, onError } = given;
  const clsid = parseGuid(given.clsid, 'clsid');
  const name = requireText(given.name, 'name', maximumHandlerName);
  requireBoolean(hasProperties, 'hasProperties');
  const synchronize = requireCallback(given.synchronize, 'synchronize');
  for (const key of ['initialize', 'prepare', 'showProperties', 'showError', 'onUnused', 'onError'] as const) {
    requireFunction<unknown>(given[key], key);
  }
  if (items === undefined) throw wrongType('items must be an array or a function, not undefined');
  if (typeof items !== 'function') toItems(items);
  const handles: HandlerDefinitionRecord['handles'][number][] = [];
  if (showProperties !== undefined) handles.push('showProperties');
  if (showError !== undefined) handles.push('showError');
  const answerTimeout = requireAnswerTimeout(given.answerTimeout);
  return {
    record: { clsid, name, flags: hasProperties ? handlerFlags.hasProperties : 0, handles, answerTimeout },
    definition: {
      clsid,
      name,
      items: typeof items === 'function' ? items.bind(definition) : items,
      synchronize: synchronize.bind(definition),
      ...(initialize !== undefined && { initialize: initialize.bind(definition) }),
      ...(prepare !== undefined && { prepare: prepare.bind(definition) }),
      ...(showProperties !== undefined && { showProperties: showProperties.bind(definition) }),
      ...(showError !== undefined && { showError: showError.bind(definition) }),
      ...(onUnused !== undefined && { onUnused: onUnused.bind(definition) }),
      ...(onError !== undefined && { onError: onError.bind(definition) }),
      answerTimeout,
    },
  };
}

/** Converts the items to the form of the seam. @throws {TypeError | RangeError} for wrong items */
export function toItems(given: SyncManagerHandlerItems): ItemsRecord {
  const { items, missing = false } = isList(given) ? { items: given } : requireOptions(given, 'items');
  requireBoolean(missing, 'missing');
  const records = requireArray(items, 'items', 'items').map((item, index) => toItem(item, `items[${index}]`));
  const ids = new Set(records.map(({ itemId }) => itemId));
  if (ids.size < records.length) throw wrongValue('items must not have two of one id');
  return { hresult: missing ? hresults.S_SYNCMGR_MISSINGITEMS : hresults.S_OK, items: records };
}

function isList(given: SyncManagerHandlerItems): given is readonly SyncManagerItemDefinition[] {
  return Array.isArray(given);
}

function toItem(item: SyncManagerItemDefinition | undefined, name: string): ItemRecord {
  const given = requireOptions(item, name);
  const { checked = true, hasProperties = false, temporary = false, roamingUser = false, lastUpdate } = given;
  const flags = { hasProperties, temporary, roamingUser, lastUpdateTime: lastUpdate !== undefined };
  return {
    itemId: parseGuid(given.id, `${name}.id`),
    name: requireText(given.name, `${name}.name`, maximumItemName),
    checked: requireBoolean(checked, `${name}.checked`),
    flags: Object.entries(flags).reduce(
      (sum, [flag, set]) => (requireBoolean(set, `${name}.${flag}`) ? sum | flagOf(flag) : sum),
      0,
    ),
    lastUpdate: lastUpdate === undefined ? 0n : requireFileTime(lastUpdate, `${name}.lastUpdate`),
    icon: null,
  };
}

function flagOf(name: string): number {
  return Object.entries(itemFlags).find(([flag]) => flag === name)?.[1] ?? 0;
}

/** Converts the arguments of `Initialize` to words. */
export function toInitialization(flags: number, cookie: Uint8Array | null): SyncManagerInitialization {
  const event = flags & 0xff;
  return {
    event: initializeEvents[event - 1] ?? event,
    settings: (flags & initializeFlags.settings) !== 0,
    mayBotherUser: (flags & initializeFlags.mayBotherUser) !== 0,
    cookie,
  };
}
