import type { ControlVerbs, ReportVerbs } from './center-verbs.js';
import type { HandlerListener, HandlerSettings, HandlerVerbs } from './handler-verbs.js';
import type {
  CallbackVerbs,
  HandlerDefinitionRecord,
  HandlerServerVerbs,
  ServedHandlerListener,
} from './served-verbs.js';

export type {
  ControlVerbs,
  ReportedEventRecord,
  ReportVerbs,
  SyncResultListener,
  SyncResultRecord,
} from './center-verbs.js';
export type {
  CompletedEvent,
  DeleteLogErrorEvent,
  DisconnectedEvent,
  EnableModelessEvent,
  EstablishConnectionEvent,
  HandlerCall,
  HandlerEvent,
  HandlerInfoRecord,
  HandlerListener,
  HandlerSettings,
  HandlerVerbs,
  ItemProgressEvent,
  ItemRecord,
  ItemsRecord,
  LogErrorEvent,
} from './handler-verbs.js';
export type {
  CallbackVerbs,
  EnumItemsEvent,
  HandlerDefinitionRecord,
  HandlerServerVerbs,
  InitializeEvent,
  ProgressCallbackEvent,
  ReleasedEvent,
  ServedHandlerEvent,
  ServedHandlerListener,
  ServedInstanceEvent,
  SetItemStatusEvent,
  StartedEvent,
} from './served-verbs.js';

/**
 * The seam of the family: the calls of a backend for Sync Manager and Sync Center, in plain data. The arguments have been checked above it.
 * Enumerations and masks are COM's numbers, HRESULTs unsigned, GUIDs in braces and upper case. A method that fails rejects with an `HResultError`
 * whose operation is the interface and method, such as `ISyncMgrSynchronize.PrepareForSync`. After the backend has been closed: `RPC_E_DISCONNECTED`.
 */
export interface SyncManagerVerbs {
  /**
   * Activates a handler (`CoCreateInstance`, in process or in a local server) and calls `Initialize`, `EnumSyncMgrItems` and `SetProgressCallback`,
   * in this order. `S_FALSE` from `Initialize` (the handler does not handle the event) rejects, too.
   */
  openHandler(clsid: string, settings: HandlerSettings, listener: HandlerListener): Promise<HandlerVerbs>;
  /** Returns the handlers in the machine's registry. */
  enumerateHandlers(): Promise<HandlerRegistrationRecord[]>;
  /**
   * Adds a reference to the `ISyncMgrSynchronizeCallback*` at this address. Rejects with operation
   * `ISyncMgrSynchronizeCallback.QueryInterface`: `E_POINTER` if there is nothing that looks like a COM object, `E_NOINTERFACE` for an object of
   * another kind.
   */
  attachCallback(pointer: bigint): Promise<CallbackVerbs>;
  /** Adds a reference to a callback that another apartment has put into the Global Interface Table; its cookie still belongs to that apartment. */
  attachCallbackFromTable(cookie: number): Promise<CallbackVerbs>;
  /** Serves a class object whose handlers are written in JavaScript. Operation `CoRegisterClassObject`. */
  serveHandler(definition: HandlerDefinitionRecord, listener: ServedHandlerListener): Promise<HandlerServerVerbs>;
  /**
   * Writes `CLSID\{…}\LocalServer32` for the user or the machine. Operation `RegCreateKeyEx` or `RegSetValueEx`; `ERROR_ALREADY_EXISTS` with the
   * latter for a class that `writeClass` has not written.
   */
  writeClass(registration: ClassRegistrationRecord): Promise<void>;
  /** Removes the class. Operation `RegDeleteTree`; `REGDB_E_INVALIDVALUE` for a class that `writeClass` has not written. */
  deleteClass(clsid: string, scope: SyncManagerRegistryScope): Promise<void>;
  /** Opens a session (`ISyncMgrSessionCreator.CreateSession` of `CLSID_SyncMgrClient`). */
  createSession(handlerId: string, itemIds: readonly string[]): Promise<ReportVerbs>;
  /** `ISyncMgrControl` of `CLSID_SyncMgrControl`, activated with the first call. */
  readonly control: ControlVerbs;
  /** Runs a handler (`ISyncMgrSynchronizeInvoke` of `CLSID_SyncMgr`). */
  updateItems(flags: number, clsid: string, cookie: Uint8Array | null): Promise<void>;
  updateAll(): Promise<void>;
  /** Registers a handler (`ISyncMgrRegister` of `CLSID_SyncMgr`). */
  registerSyncMgrHandler(clsid: string, description: string | null, flags: number): Promise<void>;
  unregisterSyncMgrHandler(clsid: string): Promise<void>;
  /** Returns the registered flags; null for `S_FALSE`: the handler is not registered. */
  getHandlerRegistrationInfo(clsid: string): Promise<number | null>;
}

/** One key below `SyncMgr\Handlers`. */
export interface HandlerRegistrationRecord {
  readonly clsid: string;
  /** The key's default value, or else the name of the class; null if there is neither. */
  readonly description: string | null;
}

/** The registry of the user who runs the process, or of the machine. */
export type SyncManagerRegistryScope = 'user' | 'machine';

export interface ClassRegistrationRecord {
  readonly clsid: string;
  readonly description: string;
  /** The command line of `LocalServer32`. */
  readonly command: string;
  readonly scope: SyncManagerRegistryScope;
}
