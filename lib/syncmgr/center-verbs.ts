// The part of the seam for Sync Center.

/** `ISyncMgrSyncCallback` of Sync Center. */
export interface ReportVerbs {
  /** Reports the progress of an item. Passes `request` in and returns the `SYNCMGR_CANCEL_REQUEST` that the method returns in its place. */
  reportProgress(
    itemId: string,
    text: string | null,
    status: number,
    currentStep: number,
    maximumStep: number,
    request: number,
  ): Promise<number>;
  /** Sets the text of the handler, with a request in the same way. */
  setHandlerProgressText(text: string, request: number): Promise<number>;
  /** Adds an event and returns its id. */
  reportEvent(event: ReportedEventRecord): Promise<string>;
  /** Returns whether an item may continue: true for `S_OK`, false for `S_FALSE`. An empty text is the whole handler. */
  canContinue(itemId: string): Promise<boolean>;
  /** Returns the ids that `QueryForAdditionalItems` enumerates, and the number of objects that are not items. */
  queryForAdditionalItems(): Promise<{ readonly itemIds: readonly string[]; readonly objects: number }>;
  addItemToSession(itemId: string): Promise<void>;
  /** Adds the `IUnknown*` at this address. */
  addIUnknownToSession(pointer: bigint): Promise<void>;
  /** Proposes the `ISyncMgrSyncItem*` at this address. */
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

/** The result that the `ISyncMgrSyncResult` of this package received. */
export interface SyncResultRecord {
  readonly status: number;
  readonly errors: number;
  readonly conflicts: number;
}

/**
 * Called once: with the result that the `ISyncMgrSyncResult` of this package received, or with null if it was released without one. Not called after
 * the backend has closed.
 */
export type SyncResultListener = (result: SyncResultRecord | null) => void;

/** `ISyncMgrControl`. */
export interface ControlVerbs {
  /** Starts a synchronisation. Resolves when the request has been accepted; the listener receives its result. */
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
  /** Reports a change of the `ISyncMgrConflict*` at this address. */
  updateConflict(handlerId: string, itemId: string | null, pointer: bigint, reason: number): Promise<void>;
  updateConflicts(handlerId: string, itemId: string | null, flags: number): Promise<void>;
  activateHandler(activate: boolean, handlerId: string, flags: number): Promise<void>;
  enableHandler(enable: boolean, handlerId: string, flags: number): Promise<void>;
  enableItem(enable: boolean, handlerId: string, itemId: string, flags: number): Promise<void>;
}
