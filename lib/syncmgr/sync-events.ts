import { hresultName, succeeded } from '../com/hresult.js';
import { enableJumpText, nullGuid } from './constants.js';
import type { SyncManagerItemProgress } from './item-progress.js';
import { type SyncManagerLogLevel, toLevel } from './records.js';
import type { DeleteLogErrorEvent, EstablishConnectionEvent, LogErrorEvent } from './verbs.js';

/** An item has come further, or has ended. */
export interface SyncManagerProgressEvent {
  readonly type: 'progress';
  readonly itemId: string;
  /** All that is known of the item since the synchronisation has begun: a report changes only the fields that it flags. */
  readonly item: SyncManagerItemProgress;
  /** How many earlier reports of the item were dropped for this one, because they came faster than they were read. */
  readonly folded: number;
}

/** The handler has written an entry into the log. */
export interface SyncManagerLogEvent {
  readonly type: 'log';
  readonly level: SyncManagerLogLevel | number;
  readonly text: string;
  /** By which the handler deletes it, and `showError()` shows it. */
  readonly errorId: string | null;
  readonly itemId: string | null;
  /** The handler has more to show of it: `showError()`. */
  readonly canShowError: boolean;
  /**
   * How many messages, which are log entries, deletions of such and wishes for a connection, had to be dropped before this one: of those
   * that wait the latest 4096 are kept.
   */
  readonly dropped: number;
}

/** The handler has taken an entry out of the log, or all that it wrote. */
export interface SyncManagerLogDeletedEvent {
  readonly type: 'logDeleted';
  /** Null: all of them. */
  readonly errorId: string | null;
  /** How many messages had to be dropped before this one. */
  readonly dropped: number;
}

/** The handler needs a network connection. This package does not establish it: the application may. */
export interface SyncManagerConnectionEvent {
  readonly type: 'connection';
  /** Null: the default one. */
  readonly name: string | null;
  /** How many messages had to be dropped before this one. */
  readonly dropped: number;
}

/** The handler is done: the last event. */
export interface SyncManagerCompletedEvent {
  readonly type: 'completed';
  /** What it was completed with, as an unsigned 32-bit number. */
  readonly hresult: number;
  /** Its symbolic name. */
  readonly code: string;
  readonly succeeded: boolean;
}

/** A message of a handler: everything that it reports beside the progress of its items. */
export type SyncManagerMessageEvent = SyncManagerLogEvent | SyncManagerLogDeletedEvent | SyncManagerConnectionEvent;

/** An event of a synchronisation. */
export type SyncManagerEvent = SyncManagerProgressEvent | SyncManagerMessageEvent | SyncManagerCompletedEvent;

/** The events of one synchronisation. It ends after the `completed` event. */
export type SyncManagerEvents = AsyncIterableIterator<SyncManagerEvent>;

export type MessageEvent = LogErrorEvent | DeleteLogErrorEvent | EstablishConnectionEvent;

/** A message in words. */
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
