import { toDate } from '../com/file-time.js';
import { hresults } from '../com/hresult.js';
import { handlerFlags, itemFlags } from './constants.js';

import type { HandlerInfoRecord, ItemRecord, ItemsRecord } from './verbs.js';

/** The properties of a handler: `SYNCMGRHANDLERINFO`. */
export interface SyncManagerHandlerInfo {
  readonly name: string;
  /** `showProperties()` without an item is available. */
  readonly hasProperties: boolean;
  readonly mayEstablishConnection: boolean;
  /** The handler is listed even while it has no items. */
  readonly alwaysListHandler: boolean;
  readonly hidden: boolean;
  /** The bytes of an ICO file; null if it has none, or if the icon was not requested. */
  readonly icon: Uint8Array | null;
}

/** An item that a handler can synchronise: `SYNCMGRITEM`. */
export interface SyncManagerItem {
  readonly id: string;
  readonly name: string;
  /** Whether it is synchronised by default. */
  readonly checked: boolean;
  /** `showProperties()` is available for it. */
  readonly hasProperties: boolean;
  /** Only its errors are shown, not the item. */
  readonly temporary: boolean;
  readonly roamingUser: boolean;
  readonly mayDelete: boolean;
  readonly hidden: boolean;
  /** Null if the handler does not report it. */
  readonly lastUpdate: Date | null;
  /** The bytes of an ICO file; null if it has none, or if the icon was not requested. */
  readonly icon: Uint8Array | null;
}

/** The items of a handler. */
export interface SyncManagerItems {
  readonly items: readonly SyncManagerItem[];
  /** There are more items that are not available at the moment (`S_SYNCMGR_MISSINGITEMS`). */
  readonly missing: boolean;
}

export function toHandlerInfo({ name, flags, icon }: HandlerInfoRecord): SyncManagerHandlerInfo {
  return {
    name,
    hasProperties: (flags & handlerFlags.hasProperties) !== 0,
    mayEstablishConnection: (flags & handlerFlags.mayEstablishConnection) !== 0,
    alwaysListHandler: (flags & handlerFlags.alwaysListHandler) !== 0,
    hidden: (flags & handlerFlags.hidden) !== 0,
    icon,
  };
}

export function toSyncItems({ hresult, items }: ItemsRecord): SyncManagerItems {
  return { items: items.map(toSyncItem), missing: hresult === hresults.S_SYNCMGR_MISSINGITEMS };
}

function toSyncItem({ itemId, name, flags, checked, lastUpdate, icon }: ItemRecord): SyncManagerItem {
  return {
    id: itemId,
    name,
    checked,
    hasProperties: (flags & itemFlags.hasProperties) !== 0,
    temporary: (flags & itemFlags.temporary) !== 0,
    roamingUser: (flags & itemFlags.roamingUser) !== 0,
    mayDelete: (flags & itemFlags.mayDeleteItem) !== 0,
    hidden: (flags & itemFlags.hidden) !== 0,
    lastUpdate: (flags & itemFlags.lastUpdateTime) === 0 ? null : toDate(lastUpdate),
    icon,
  };
}
