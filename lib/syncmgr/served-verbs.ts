// The part of the seam for handlers, in JavaScript or native code.

import type { HandlerCall, ItemsRecord } from './handler-verbs.js';

/** `ISyncMgrSynchronizeCallback`, from the handler's side. */
export interface CallbackVerbs {
  /** Reports progress. Returns the HRESULT, because its success codes determine whether to continue. */
  progress(
    itemId: string,
    mask: number,
    statusText: string | null,
    statusType: number,
    progressValue: number,
    maximumValue: number,
  ): Promise<number>;
  prepareForSyncCompleted(hresult: number): Promise<void>;
  synchronizeCompleted(hresult: number): Promise<void>;
  showPropertiesCompleted(hresult: number): Promise<void>;
  showErrorCompleted(hresult: number, itemIds: readonly string[]): Promise<void>;
  /** Requests a dialog. Returns the HRESULT: `S_OK` or `S_FALSE`. */
  enableModeless(enable: boolean): Promise<number>;
  /** Adds an entry to the log. The mask of `SYNCMGRLOGERRORINFO` flags the values that are not null; if all three are null, the pointer is null. */
  logError(
    level: number,
    text: string,
    errorFlags: number | null,
    errorId: string | null,
    itemId: string | null,
  ): Promise<void>;
  deleteLogError(errorId: string): Promise<void>;
  establishConnection(connection: string | null): Promise<void>;
  close(): Promise<void>;
}

/** A class that JavaScript serves. Calls that do not need JavaScript are answered from this record. */
export interface HandlerDefinitionRecord {
  readonly clsid: string;
  readonly name: string;
  /** `SYNCMGRHANDLERFLAGS`. */
  readonly flags: number;
  /** The calls that JavaScript handles; the others return `E_NOTIMPL`. */
  readonly handles: readonly ('showProperties' | 'showError')[];
  /** Milliseconds that JavaScript has for an answer. A client waits longer only while the event loop is blocked. */
  readonly answerTimeout: number;
}

/** Receives the calls of clients, the oldest first. `instance` is the number of the handler within its class. */
export type ServedHandlerListener = (events: readonly ServedHandlerEvent[]) => void;

export type ServedHandlerEvent = ServedInstanceEvent | UnusedEvent;

/** An event of the handler of one client. */
export type ServedInstanceEvent =
  | InitializeEvent
  | EnumItemsEvent
  | StartedEvent
  | SetItemStatusEvent
  | ProgressCallbackEvent
  | ReleasedEvent;

interface OfInstance {
  readonly instance: number;
}

/** `Initialize`: the client waits for `S_OK` (`true`) or `S_FALSE` (`false`). */
export interface InitializeEvent extends OfInstance {
  readonly type: 'initialize';
  readonly flags: number;
  readonly cookie: Uint8Array | null;
  answer(handled: boolean): void;
}

/** `EnumSyncMgrItems`: the client waits for the items; null is a failure (`E_FAIL`). */
export interface EnumItemsEvent extends OfInstance {
  readonly type: 'enumItems';
  answer(items: ItemsRecord | null): void;
}

/** A call that has returned `S_OK` already, and ends when the matching method of the callback is called. */
export interface StartedEvent extends OfInstance {
  readonly type: HandlerCall;
  /** For `prepareForSync`: the items to synchronise. Otherwise empty. */
  readonly itemIds: readonly string[];
  /** The item of `showProperties` or the error of `showError`. Otherwise `GUID_NULL`. */
  readonly id: string;
}

/** `SetItemStatus`. */
export interface SetItemStatusEvent extends OfInstance {
  readonly type: 'setItemStatus';
  readonly itemId: string;
  readonly status: number;
}

/** `SetProgressCallback`; null removes the callback. */
export interface ProgressCallbackEvent extends OfInstance {
  readonly type: 'setProgressCallback';
  readonly callback: CallbackVerbs | null;
}

/** The client has released its handler. The last event of an instance. */
export interface ReleasedEvent extends OfInstance {
  readonly type: 'released';
}

/**
 * No client has an object of the process any more (`CoReleaseServerProcess`), and COM has suspended all its class objects: it accepts no client until
 * `resume` is called. The event is delivered to the class of the last object.
 */
export interface UnusedEvent {
  readonly type: 'unused';
}

/** A class object that is being served. */
export interface HandlerServerVerbs {
  /** Accepts clients again, for every class that the process serves (`CoResumeClassObjects`). */
  resume(): Promise<void>;
  /**
   * Revokes the class object (`CoRevokeClassObject`). The handlers of clients return `RPC_E_DISCONNECTED` from now on. If the other classes of the
   * process were suspended, they accept clients again.
   */
  close(): Promise<void>;
}
