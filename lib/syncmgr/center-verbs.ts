// The part of the seam for Sync Center.

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

/** The result that our `ISyncMgrSyncResult` received. */
export interface SyncResultRecord {
  readonly status: number;
  readonly errors: number;
  readonly conflicts: number;
}

/** Called once: with the result that our `ISyncMgrSyncResult` received, or with null when it was released without one. Not after the backend has closed. */
export type SyncResultListener = (result: SyncResultRecord | null) => void;

/** `ISyncMgrControl`. */
export interface ControlVerbs {
  /** Resolves when the request has been taken; the listener receives its result. */
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
