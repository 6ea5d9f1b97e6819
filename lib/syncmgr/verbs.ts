/**
 * The seam of the family: what a backend offers for Sync Manager and Sync Center, told in plain data. Arguments have been checked
 * above. Enumerations and masks are COM's numbers, HRESULTs unsigned, GUIDs in braces and upper case. A method that fails rejects with
 * an `HResultError` whose operation is the interface and method, such as `ISyncMgrSynchronize.PrepareForSync`. After the backend has
 * been closed: `RPC_E_DISCONNECTED`.
 */
export interface SyncManagerVerbs {
  /**
   * Activates a handler (`CoCreateInstance`, in process or in a local server) and calls `Initialize`, `EnumSyncMgrItems` and
   * `SetProgressCallback`, in this order. `S_FALSE` from `Initialize` (the handler does not handle the event) rejects, too.
   */
  openHandler(clsid: string, settings: HandlerSettings, listener: HandlerListener): Promise<HandlerVerbs>;
  /** The handlers that the machine's registry names. */
  enumerateHandlers(): Promise<HandlerRegistrationRecord[]>;
  /**
   * Takes a reference of the `ISyncMgrSynchronizeCallback*` at this address into the Global Interface Table. Rejects with operation
   * `ISyncMgrSynchronizeCallback.QueryInterface`: `E_POINTER` when nothing there looks like a COM object, `E_NOINTERFACE` for another.
   */
  attachCallback(pointer: bigint): Promise<CallbackVerbs>;
  /** The same for one that another apartment has put into the Global Interface Table; its cookie stays the other's. */
  attachCallbackFromTable(cookie: number): Promise<CallbackVerbs>;
  /** Serves a class object whose handlers are written in JavaScript. Operation `CoRegisterClassObject`. */
  serveHandler(definition: HandlerDefinitionRecord, listener: ServedHandlerListener): Promise<HandlerServerVerbs>;
  /** Writes `CLSID\{…}\LocalServer32` for the user or the machine. Operation `RegCreateKeyEx` or `RegSetValueEx`. */
  writeClass(registration: ClassRegistrationRecord): Promise<void>;
  /** Removes it; content when there is none. Operation `RegDeleteTree`. */
  deleteClass(clsid: string, scope: RegistryScope): Promise<void>;
  /** `ISyncMgrSessionCreator.CreateSession` of `CLSID_SyncMgrClient`. */
  createSession(handlerId: string, itemIds: readonly string[]): Promise<ReportVerbs>;
  /** `ISyncMgrControl` of `CLSID_SyncMgrControl`, activated with the first call. */
  readonly control: ControlVerbs;
  /** `ISyncMgrSynchronizeInvoke` of `CLSID_SyncMgr`. */
  updateItems(flags: number, clsid: string, cookie: Uint8Array | null): Promise<void>;
  updateAll(): Promise<void>;
  /** `ISyncMgrRegister` of `CLSID_SyncMgr`. */
  registerSyncMgrHandler(clsid: string, description: string | null, flags: number): Promise<void>;
  unregisterSyncMgrHandler(clsid: string): Promise<void>;
  /** The registered flags; null for `S_FALSE`, which is a handler that is not registered. */
  getHandlerRegistrationInfo(clsid: string): Promise<number | null>;
}

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
 * Takes what a handler has told since the last call, the oldest first. Called on the JavaScript thread, and never within another call.
 * Progress is folded for each item while it waits, by its masks: the latest value of each field is kept. Of log entries the latest 4096
 * are kept. An event that takes the place of others stands where the latest of them would.
 */
export type HandlerListener = (events: readonly HandlerEvent[]) => void;

export type HandlerEvent =
  | ItemProgressEvent
  | LogErrorEvent
  | DeleteLogErrorEvent
  | EstablishConnectionEvent
  | EnableModelessEvent
  | CompletedEvent;

/** `Progress`. A field counts when its bit stands in the mask. */
export interface ItemProgressEvent {
  readonly type: 'progress';
  readonly itemId: string;
  readonly mask: number;
  readonly statusText: string | null;
  readonly statusType: number;
  readonly progressValue: number;
  readonly maximumValue: number;
  /** How many earlier reports of the item this one stands for, beside itself. */
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
  /** How many earlier entries had to be dropped before this one. */
  readonly folded: number;
}

/** `DeleteLogError`; `GUID_NULL` is all of them. */
export interface DeleteLogErrorEvent {
  readonly type: 'deleteLogError';
  readonly errorId: string;
}

/** `EstablishConnection`; null is the default connection. */
export interface EstablishConnectionEvent {
  readonly type: 'establishConnection';
  readonly connection: string | null;
}

/** `EnableModeless(TRUE)`, where the listener is to be asked: the handler waits until `answer` is called; the first call counts. */
export interface EnableModelessEvent {
  readonly type: 'enableModeless';
  answer(allowed: boolean): void;
}

/**
 * One of the four methods that end a call: `PrepareForSyncCompleted`, `SynchronizeCompleted`, `ShowPropertiesCompleted`,
 * `ShowErrorCompleted`. Told only when the call was under way: our callback object answers `E_UNEXPECTED` to others.
 */
export interface CompletedEvent {
  readonly type: 'completed';
  readonly call: HandlerCall;
  readonly hresult: number;
  /** Of `ShowErrorCompleted` with `S_SYNCMGR_RETRYSYNC`: what is to be synchronised again. Otherwise null. */
  readonly itemIds: readonly string[] | null;
}

export type HandlerCall = 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError';

/** One open handler. Its calls run in the single-threaded apartment of the family, one after the other. */
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
  /** Whether the handler keeps the process alive, for those who wait for what it tells. It does not, unless it is asked to. */
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

/** One key below `SyncMgr\Handlers`. */
export interface HandlerRegistrationRecord {
  readonly clsid: string;
  /** The key's default value, or else the class's name; null where there is neither. */
  readonly description: string | null;
}

/** `ISyncMgrSynchronizeCallback`, from the handler's side. */
export interface CallbackVerbs {
  /** Gives the HRESULT, since its success codes tell whether to go on. */
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

/** The registry of the user who runs the process, or of the machine. */
export type RegistryScope = 'user' | 'machine';

export interface ClassRegistrationRecord {
  readonly clsid: string;
  readonly description: string;
  /** The command line of `LocalServer32`. */
  readonly command: string;
  readonly scope: RegistryScope;
}

/** Takes what a client has called, the oldest first. `instance` tells the handlers of one class apart. */
export type ServedHandlerListener = (events: readonly ServedHandlerEvent[]) => void;

export type ServedHandlerEvent =
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

/** A class object that is being served. */
export interface HandlerServerVerbs {
  /** `CoRevokeClassObject`. Handlers that clients hold answer `RPC_E_DISCONNECTED` from now on. */
  close(): Promise<void>;
}

/** `ISyncMgrSyncCallback` of Sync Center. */
export interface ReportVerbs {
  /** Sends `request` in and gives what came out, a `SYNCMGR_CANCEL_REQUEST`. */
  reportProgress(
    itemId: string,
    text: string | null,
    status: number,
    currentStep: number,
    maximumStep: number,
    request: number,
  ): Promise<number>;
  /** The same. */
  setHandlerProgressText(text: string, request: number): Promise<number>;
  /** Gives the id of the event. */
  reportEvent(event: ReportedEventRecord): Promise<string>;
  /** True for `S_OK`, false for `S_FALSE`. Empty text is the whole handler. */
  canContinue(itemId: string): Promise<boolean>;
  /** The ids that `QueryForAdditionalItems` enumerates; how many objects came beside them. */
  queryForAdditionalItems(): Promise<{ readonly itemIds: readonly string[]; readonly objects: number }>;
  addItemToSession(itemId: string): Promise<void>;
  /** The `IUnknown*` at this address. */
  addIUnknownToSession(pointer: bigint): Promise<void>;
  /** The `ISyncMgrSyncItem*` at this address. */
  proposeItem(pointer: bigint): Promise<void>;
  commitItem(itemId: string): Promise<void>;
  reportManualSync(): Promise<void>;
  close(): Promise<void>;
}

export interface ReportedEventRecord {
  readonly itemId: string | null;
  /** 1 to 3. */
  readonly level: number;
  readonly flags: number;
  readonly name: string;
  readonly description: string;
  readonly linkText: string | null;
  readonly linkReference: string | null;
  readonly context: string | null;
}

/** What our `ISyncMgrSyncResult` was told. */
export interface SyncResultRecord {
  readonly status: number;
  readonly errors: number;
  readonly conflicts: number;
}

/** Called once: with what our `ISyncMgrSyncResult` was told, or with null when it was let go untold. Not after the backend has closed. */
export type SyncResultListener = (result: SyncResultRecord | null) => void;

/** `ISyncMgrControl`. */
export interface ControlVerbs {
  /** Resolves when the request has been taken; the listener is told how it ended. */
  startHandlerSync(handlerId: string, flags: number, listener: SyncResultListener): Promise<void>;
  startItemSync(
    handlerId: string,
    itemIds: readonly string[],
    flags: number,
    listener: SyncResultListener,
  ): Promise<void>;
  startSyncAll(): Promise<void>;
  stopHandlerSync(handlerId: string): Promise<void>;
  stopItemSync(handlerId: string, itemIds: readonly string[]): Promise<void>;
  stopSyncAll(): Promise<void>;
  updateHandlerCollection(clsid: string, flags: number): Promise<void>;
  updateHandler(handlerId: string, flags: number): Promise<void>;
  updateItem(handlerId: string, itemId: string, flags: number): Promise<void>;
  updateEvents(handlerId: string, itemId: string | null, flags: number): Promise<void>;
  /** The `ISyncMgrConflict*` at this address. */
  updateConflict(handlerId: string, itemId: string | null, pointer: bigint, reason: number): Promise<void>;
  updateConflicts(handlerId: string, itemId: string | null, flags: number): Promise<void>;
  activateHandler(activate: boolean, handlerId: string, flags: number): Promise<void>;
  enableHandler(enable: boolean, handlerId: string, flags: number): Promise<void>;
  enableItem(enable: boolean, handlerId: string, itemId: string, flags: number): Promise<void>;
}
