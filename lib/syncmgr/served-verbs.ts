// The part of the seam for handlers, in JavaScript or native code.

import type { HandlerCall, ItemsRecord } from './handler-verbs.js';

/** `ISyncMgrSynchronizeCallback`, from the handler's side. */
export interface CallbackVerbs {
  /** Gives the HRESULT, since its success codes say whether to go on. */
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
  /** Gives the HRESULT: `S_OK` or `S_FALSE`. */
  enableModeless(enable: boolean): Promise<number>;
  /** The mask of `SYNCMGRLOGERRORINFO` flags what is not null; all three null is a null pointer. */
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

/** A class that JavaScript serves. What does not need JavaScript is answered from here. */
export interface HandlerDefinitionRecord {
  readonly clsid: string;
  readonly name: string;
  /** `SYNCMGRHANDLERFLAGS`. */
  readonly flags: number;
  /** Which calls JavaScript handles; the others answer `E_NOTIMPL`. */
  readonly handles: readonly ('showProperties' | 'showError')[];
}

/** Takes what a client has called, the oldest first. `instance` is the number of the handler within its class. */
export type ServedHandlerListener = (events: readonly ServedHandlerEvent[]) => void;

export type ServedHandlerEvent = ServedInstanceEvent | UnusedEvent;

/** What has happened to the handler of one client. */
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

/** A call that has answered `S_OK` already, and ends when the matching method of the callback is called. */
export interface StartedEvent extends OfInstance {
  readonly type: HandlerCall;
  /** Of `prepareForSync`: what is to be synchronised. Otherwise empty. */
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

/** `SetProgressCallback`; null takes it away. */
export interface ProgressCallbackEvent extends OfInstance {
  readonly type: 'setProgressCallback';
  readonly callback: CallbackVerbs | null;
}

/** The client has let its handler go. The last event of an instance. */
export interface ReleasedEvent extends OfInstance {
  readonly type: 'released';
}

/**
 * No client has an object of the process any more (`CoReleaseServerProcess`), and COM has suspended all its class objects: it lets no
 * client in until `resume` is called. The event goes to the class whose object was the last.
 */
export interface UnusedEvent {
  readonly type: 'unused';
}

/** A class object that is being served. */
export interface HandlerServerVerbs {
  /** `CoResumeClassObjects`: clients are let in again, of every class that the process serves. */
  resume(): Promise<void>;
  /**
   * `CoRevokeClassObject`. Handlers that clients hold answer `RPC_E_DISCONNECTED` from now on. The other classes of the process, if they
   * were suspended, let clients in again.
   */
  close(): Promise<void>;
}
