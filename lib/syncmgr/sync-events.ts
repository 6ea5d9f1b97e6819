import { hresultName, succeeded } from '../com/hresult.js';
import { enableJumpText, nullGuid } from './constants.js';
import type { SyncManagerItemProgress } from './item-progress.js';
import { type SyncManagerLogLevel, toLevel } from './records.js';
import type { DeleteLogErrorEvent, EstablishConnectionEvent, LogErrorEvent } from './verbs.js';

/** The progress or the end of an item. */
export interface SyncManagerProgressEvent {
  readonly type: 'progress';
  readonly itemId: string;
  /** All values that were reported for the item since the synchronisation began: a report changes only the fields that it flags. */
  readonly item: SyncManagerItemProgress;
  /** The number of earlier reports of the item that were dropped for this one, because they arrived faster than they were read. */
  readonly folded: number;
}

/** The handler has added an entry to the log. */
export interface SyncManagerLogEvent {
  readonly type: 'log';
  readonly level: SyncManagerLogLevel | number;
  readonly text: string;
  /** The id by which the handler deletes it, and `showError()` shows it. */
  readonly errorId: string | null;
  readonly itemId: string | null;
  /** The handler can show more about it: `showError()`. */
  readonly canShowError: boolean;
  /**
   * The number of messages (log entries, deletions of log entries, and requests for a connection) that were dropped before this one: of those that
   * wait the latest 4096 are kept.
   */
  readonly dropped: number;
}

/** The handler has deleted an entry of the log, or all of its entries. */
export interface SyncManagerLogDeletedEvent {
  readonly type: 'logDeleted';
  /** Null for all of them. */
  readonly errorId: string | null;
  /** The number of messages that were dropped before this one. */
  readonly dropped: number;
}

/** The handler requests a network connection. This package does not establish it: the application may. */
export interface SyncManagerConnectionEvent {
  readonly type: 'connection';
  /** Null for the default one. */
  readonly name: string | null;
  /** The number of messages that were dropped before this one. */
  readonly dropped: number;
}

/** The handler has ended: the last event. */
export interface SyncManagerCompletedEvent {
  readonly type: 'completed';
  /** The result of the handler, as an unsigned 32-bit number. */
  readonly hresult: number;
  /** Its symbolic name. */
  readonly code: string;
  readonly succeeded: boolean;
}

/** A message of a handler: every report other than the progress of its items. */
export type SyncManagerMessageEvent = SyncManagerLogEvent | SyncManagerLogDeletedEvent | SyncManagerConnectionEvent;

/** An event of a synchronisation. */
export type SyncManagerEvent = SyncManagerProgressEvent | SyncManagerMessageEvent | SyncManagerCompletedEvent;

/** The events of one synchronisation. It ends after the `completed` event. */
export type SyncManagerEvents = AsyncIterableIterator<SyncManagerEvent>;

export type MessageEvent = LogErrorEvent | DeleteLogErrorEvent | EstablishConnectionEvent;

/** Converts a message to words. */
export function toMessage(event: MessageEvent): SyncManagerMessageEvent {
  switch (event.type) {
    case 'logError':
      return {
        type: 'log',
        level: toLevel(event.level),
        text: event.text,
        errorId: event.errorId,
        itemId: event.itemId,
        canShowError: ((event.errorFlags ?? 0) & enableJumpText) !== 0,
        dropped: event.folded,
      };
    case 'deleteLogError':
      return { type: 'logDeleted', errorId: event.errorId === nullGuid ? null : event.errorId, dropped: event.folded };
    case 'establishConnection':
      return { type: 'connection', name: event.connection, dropped: event.folded };
  }
}

export function toCompleted(hresult: number): SyncManagerCompletedEvent {
  return { type: 'completed', hresult, code: hresultName(hresult, 'syncmgr'), succeeded: succeeded(hresult) };
}
