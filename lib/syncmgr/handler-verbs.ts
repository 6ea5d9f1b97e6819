// The part of the seam for the manager of a handler.

/** How a handler is opened, and how our callback object answers it. */
export interface HandlerSettings {
  /** `dwSyncMgrFlags` of `Initialize`. */
  readonly flags: number;
  /** `lpCookie` of `Initialize`. */
  readonly cookie: Uint8Array | null;
  /** What `EnableModeless(TRUE)` answers: `S_OK`, `S_FALSE`, or what the listener is asked. */
  readonly userInterface: 'allow' | 'refuse' | 'ask';
}

/**
 * Takes what a handler has reported since the last call, the oldest first. Called on the JavaScript thread, and never within another call.
 * Progress is folded for each item while it waits, by its masks: the latest value of each field is kept. Of messages (`logError`,
 * `deleteLogError`, `establishConnection`) the latest 4096 are kept. An event for which others were dropped has the place of the latest of
 * them.
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
  /** How many earlier reports of the item were dropped for this one. */
  readonly folded: number;
}

/** `LogError`. */
export interface LogErrorEvent {
  readonly type: 'logError';
  /** 1 to 3. */
  readonly level: number;
  readonly text: string;
  /** Null where the mask does not flag it. */
  readonly errorFlags: number | null;
  readonly errorId: string | null;
  readonly itemId: string | null;
  /** How many earlier messages, of this type and of the next two, had to be dropped before this one. */
  readonly folded: number;
}

/** `DeleteLogError`; `GUID_NULL` is all of them. */
export interface DeleteLogErrorEvent {
  readonly type: 'deleteLogError';
  readonly errorId: string;
  /** As with {@link LogErrorEvent}. */
  readonly folded: number;
}

/** `EstablishConnection`; null is the default connection. */
export interface EstablishConnectionEvent {
  readonly type: 'establishConnection';
  readonly connection: string | null;
  /** As with {@link LogErrorEvent}. */
  readonly folded: number;
}

/** `EnableModeless(TRUE)`, where the listener is to be asked: the handler waits until `answer` is called; the first call counts. */
export interface EnableModelessEvent {
  readonly type: 'enableModeless';
  answer(allowed: boolean): void;
}

/**
 * One of the four methods that end a call: `PrepareForSyncCompleted`, `SynchronizeCompleted`, `ShowPropertiesCompleted`,
 * `ShowErrorCompleted`. Only while the call is under way: otherwise our callback object returns `E_UNEXPECTED`.
 */
export interface CompletedEvent {
  readonly type: 'completed';
  readonly call: HandlerCall;
  readonly hresult: number;
  /** Of `ShowErrorCompleted` with `S_SYNCMGR_RETRYSYNC`: what is to be synchronised again. Otherwise null. */
  readonly itemIds: readonly string[] | null;
}

/**
 * The handler's process has ended, or serves the handler no longer: what is under way will not be ended by the handler. Reported once, within five
 * seconds after a process has ended while a call is under way; later calls reject with the same result or another of RPC's.
 */
export interface DisconnectedEvent {
  readonly type: 'disconnected';
  /** What a call of the handler's proxy returns, such as `RPC_S_SERVER_UNAVAILABLE`. */
  readonly hresult: number;
}

export type HandlerCall = 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError';

/**
 * One open handler. Its calls run one after the other in a thread of its own: a single-threaded apartment for a handler of this process,
 * the multithreaded one for that of a local server.
 */
export interface HandlerVerbs {
  /** `GetHandlerInfo`; the icon as the bytes of an ICO file, where it is wanted and there is one. */
  getHandlerInfo(icon: boolean): Promise<HandlerInfoRecord>;
  /** `EnumSyncMgrItems` anew: `S_OK` or `S_SYNCMGR_MISSINGITEMS`, and all items. */
  enumerateItems(icons: boolean): Promise<ItemsRecord>;
  /**
   * Each of the four: `S_OK` means that the matching `Completed` event comes, or has come; any other success code is given, too, and
   * means that none will. They reject as the handler fails. Both `cancelItem` and `cancelAll` are forgotten when `prepareForSync` begins.
   */
  prepareForSync(itemIds: readonly string[]): Promise<number>;
  synchronize(): Promise<number>;
  /** `GUID_NULL` is the handler's own dialog. */
  showProperties(itemId: string): Promise<number>;
  showError(errorId: string): Promise<number>;
  setItemStatus(itemId: string, status: number): Promise<void>;
  /** From now on `Progress` of this item answers `S_SYNCMGR_CANCELITEM`. At once: nothing waits for the apartment. */
  cancelItem(itemId: string): void;
  /** From now on `Progress` of every item answers `S_SYNCMGR_CANCELALL`. */
  cancelAll(): void;
  /** Whether the handler keeps the process alive, for the consumers of its events; false at first. */
  keepAlive(alive: boolean): void;
  /** The `ISyncMgrSynchronizeCallback*` that the handler has; borrowed, good until the handler is closed. */
  readonly callbackPointer: bigint;
  /** `SetProgressCallback(NULL)`, and lets the handler go. What it still reports afterwards is answered with `S_SYNCMGR_CANCELALL`. */
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
