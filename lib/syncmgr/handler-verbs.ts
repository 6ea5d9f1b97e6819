// The part of the seam for the manager of a handler.

/** The arguments for opening a handler, and the answers of this package's callback object. */
export interface HandlerSettings {
  /** `dwSyncMgrFlags` of `Initialize`. */
  readonly flags: number;
  /** `lpCookie` of `Initialize`. */
  readonly cookie: Uint8Array | null;
  /** The result of `EnableModeless(TRUE)`: `S_OK`, `S_FALSE`, or the answer of the listener. */
  readonly userInterface: 'allow' | 'refuse' | 'ask';
  /** Milliseconds that the listener has for an answer. A handler waits longer only while the event loop is blocked. */
  readonly answerTimeout: number;
}

/**
 * Receives the reports of a handler since the last call, the oldest first. Called on the JavaScript thread, and never within another call. Waiting
 * progress is merged for each item by its masks: the latest value of each field is kept. Of messages (`logError`, `deleteLogError`,
 * `establishConnection`) the latest 4096 are kept. An event for which others were dropped has the position of the latest of them.
 */
export type HandlerListener = (events: readonly HandlerEvent[]) => void;

export type HandlerEvent =
  | ItemProgressEvent
  | LogErrorEvent
  | DeleteLogErrorEvent
  | EstablishConnectionEvent
  | EnableModelessEvent
  | CompletedEvent
  | DisconnectedEvent;

/** `Progress`. A field counts if its bit is set in the mask. */
export interface ItemProgressEvent {
  readonly type: 'progress';
  readonly itemId: string;
  readonly mask: number;
  readonly statusText: string | null;
  readonly statusType: number;
  readonly progressValue: number;
  readonly maximumValue: number;
  /** The number of earlier reports of the item that were dropped for this one. */
  readonly folded: number;
}

/** `LogError`. */
export interface LogErrorEvent {
  readonly type: 'logError';
  /** 1 to 3. */
  readonly level: number;
  readonly text: string;
  /** Null if the mask does not flag it. */
  readonly errorFlags: number | null;
  readonly errorId: string | null;
  readonly itemId: string | null;
  /** The number of earlier messages, of this type and of the next two, that were dropped before this one. */
  readonly folded: number;
}

/** `DeleteLogError`; `GUID_NULL` deletes all of them. */
export interface DeleteLogErrorEvent {
  readonly type: 'deleteLogError';
  readonly errorId: string;
  /** See {@link LogErrorEvent}. */
  readonly folded: number;
}

/** `EstablishConnection`; null is the default connection. */
export interface EstablishConnectionEvent {
  readonly type: 'establishConnection';
  readonly connection: string | null;
  /** See {@link LogErrorEvent}. */
  readonly folded: number;
}

/** `EnableModeless(TRUE)`, if the listener answers it: the handler waits until `answer` is called; the first call counts. */
export interface EnableModelessEvent {
  readonly type: 'enableModeless';
  answer(allowed: boolean): void;
}

/**
 * One of the four methods that end a call: `PrepareForSyncCompleted`, `SynchronizeCompleted`, `ShowPropertiesCompleted`, `ShowErrorCompleted`. Only
 * while the call is under way: otherwise this package's callback object returns `E_UNEXPECTED`.
 */
export interface CompletedEvent {
  readonly type: 'completed';
  readonly call: HandlerCall;
  readonly hresult: number;
  /** For `ShowErrorCompleted` with `S_SYNCMGR_RETRYSYNC`: the items to synchronise again. Otherwise null. */
  readonly itemIds: readonly string[] | null;
}

/**
 * The handler's process has ended, or no longer serves the handler: the handler will not end the calls that are under way. Reported once, within five
 * seconds after a process has ended while a call is under way; later calls reject with the same result or another RPC error.
 */
export interface DisconnectedEvent {
  readonly type: 'disconnected';
  /** The result of a call of the handler's proxy, such as `RPC_S_SERVER_UNAVAILABLE`. */
  readonly hresult: number;
}

export type HandlerCall = 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError';

/**
 * One open handler. Its calls run one after the other in a separate thread: a single-threaded apartment for a handler of this process, the
 * multithreaded one for that of a local server.
 */
export interface HandlerVerbs {
  /** Returns the information of the handler (`GetHandlerInfo`), with the icon as the bytes of an ICO file if it is requested and exists. */
  getHandlerInfo(icon: boolean): Promise<HandlerInfoRecord>;
  /** Enumerates all items again (`EnumSyncMgrItems`), with the result `S_OK` or `S_SYNCMGR_MISSINGITEMS`. */
  enumerateItems(icons: boolean): Promise<ItemsRecord>;
  /**
   * Prepares for a synchronisation. This method and the next three return a success code: `S_OK` means that the matching `Completed` event follows,
   * or has been reported; any other code means that there will be none. They reject with the error of the handler. `prepareForSync` resets the
   * effects of `cancelItem` and `cancelAll` when it begins.
   */
  prepareForSync(itemIds: readonly string[]): Promise<number>;
  synchronize(): Promise<number>;
  /** Shows the properties of an item; `GUID_NULL` is the handler's own dialog. */
  showProperties(itemId: string): Promise<number>;
  showError(errorId: string): Promise<number>;
  setItemStatus(itemId: string, status: number): Promise<void>;
  /** Makes `Progress` of this item return `S_SYNCMGR_CANCELITEM` from now on, at once: it does not wait for the apartment. */
  cancelItem(itemId: string): void;
  /** Makes `Progress` of every item return `S_SYNCMGR_CANCELALL` from now on. */
  cancelAll(): void;
  /** Sets whether the handler keeps the process alive, for the consumers of its events; false at first. */
  keepAlive(alive: boolean): void;
  /** The `ISyncMgrSynchronizeCallback*` of the handler; borrowed, valid until the handler is closed. */
  readonly callbackPointer: bigint;
  /** Calls `SetProgressCallback(NULL)` and releases the handler. Its later reports return `S_SYNCMGR_CANCELALL`. */
  close(): Promise<void>;
}

/** `SYNCMGRHANDLERINFO`. */
export interface HandlerInfoRecord {
  readonly name: string;
  readonly flags: number;
  readonly icon: Uint8Array | null;
}

export interface ItemsRecord {
  readonly hresult: number;
  readonly items: readonly ItemRecord[];
}

/** `SYNCMGRITEM`. */
export interface ItemRecord {
  readonly itemId: string;
  readonly name: string;
  readonly flags: number;
  /** `SYNCMGRITEMSTATE`: whether it is checked. */
  readonly checked: boolean;
  /** `ftLastUpdate`, in units of 100 ns since 1601. */
  readonly lastUpdate: bigint;
  readonly icon: Uint8Array | null;
}
