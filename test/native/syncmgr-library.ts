import { loadAddon, type NativeConnection } from '../../lib/native.js';
import { loadWithKoffi } from './ctm-library.js';
import { joinRecords, type ScriptedCall, type Step, writeSteps } from './syncmgr-steps.js';

export { numberedItem, referenceHandler, servedHandler } from './syncmgr-ids.js';
export type { ScriptedCall, Step } from './syncmgr-steps.js';

/** An item of the reference handler. */
export interface ScriptedItem {
  readonly itemId: string;
  readonly name: string;
  readonly flags?: number;
  /** `SYNCMGRITEMSTATE` (default: checked). */
  readonly checked?: boolean;
  /** `ftLastUpdate`, in units of 100 ns since 1601. */
  readonly lastUpdate?: bigint;
  readonly icon?: boolean;
}

/** A call that the library received or made, in the order in which they began. */
export interface LogEntry {
  /** Interface and method, such as `ISyncMgrSynchronize.PrepareForSync` or `ISyncMgrSynchronizeCallback.Progress`. */
  readonly call: string;
  /** GUIDs as text in braces, null pointers as null, memory of known size as an array of bytes. */
  readonly arguments: readonly unknown[];
  /** The returned HRESULT, unsigned; null until the call has returned. */
  readonly result: number | null;
  readonly thread: number;
  /** The apartment of that thread. */
  readonly apartment: 'single' | 'multi' | 'none';
}

/** An event that was reported to the reference session. */
export interface StoredEvent {
  readonly id: string;
  readonly handlerId: string;
  readonly itemId: string | null;
  readonly level: number;
  readonly flags: number;
  readonly name: string;
  readonly description: string;
  readonly linkText: string | null;
  readonly linkReference: string | null;
  readonly context: string | null;
}

/** The state of an item in a session of the reference Sync Center. */
export interface StoredItem {
  readonly handlerId: string;
  readonly itemId: string;
  /** The last `SYNCMGR_PROGRESS_STATUS`; 0 before the first. */
  readonly status: number;
  readonly text: string | null;
  readonly currentStep: number;
  readonly maximumStep: number;
}

/** The reference library, loaded beside the addon in the same process: it is scripted and logs its calls. */
export interface SyncManagerLibrary {
  readonly path: string;
  /** Clears log, scripts, events, sessions and registrations, and opens the gate. */
  reset(): void;
  /** Sets the HRESULT of every further call of this method, such as `ISyncMgrSynchronize.Initialize` or `ISyncMgrControl.StopSyncAll`. */
  scriptResult(call: string, hresult: number): void;
  scriptHandler(handler: { name?: string; flags?: number; icon?: boolean }): void;
  /** Sets an `HICON` of this process for the handler in place of the library's; the caller still owns the icon. */
  scriptHandlerIcon(icon: bigint): void;
  /** Sets `count` items, named "Item 1" and so on, all checked; there are three at first. */
  scriptItemCount(count: number): void;
  scriptItems(items: readonly ScriptedItem[]): void;
  /** At first `prepareForSync` completes at once, `synchronize` synchronises its items, and the other two complete at once. */
  scriptSteps(call: ScriptedCall, steps: readonly Step[]): void;
  closeGate(): void;
  openGate(): void;
  log(): LogEntry[];
  /** References to all objects of the library that clients hold. */
  countReferences(): number;
  /** Worker threads that have not ended. */
  countWorkers(): number;
  /** Of the latest `measure`: nanoseconds for one report. */
  measuredMedian(): number;

  /** An `ISyncMgrSynchronizeCallback` that logs and returns the results of `scriptResult`; it is not agile. The caller owns the reference. */
  createCallback(): bigint;
  /** The same, registered in the Global Interface Table from a separate apartment. */
  createCallbackInTable(): number;
  revokeFromTable(cookie: number): void;

  /** The handlers that Sync Center knows; at first both classes of this file. */
  addSyncCenterHandler(handlerId: string): void;
  /** Requests to cancel an item, or all with the empty text: returned by further reports and by `CanContinue`. */
  requestCancel(itemId: string): void;
  /** Sets the items that `QueryForAdditionalItems` returns. */
  scriptAdditionalItems(itemIds: readonly string[], objects: number): void;
  /** Sets how synchronisations end: at once, when the gate opens, or by releasing the sink without a result (default: at once, succeeded). */
  scriptSyncResult(
    ending: 'atOnce' | 'gate' | 'never',
    result?: { status: number; errors: number; conflicts: number },
  ): void;
  events(): StoredEvent[];
  sessionItems(): StoredItem[];
  /** An `ISyncMgrSyncItem` of this id; the caller owns the reference. */
  createSyncItem(itemId: string): bigint;
  /** An `ISyncMgrConflict`, of which only `IUnknown` is used. */
  createConflict(): bigint;
  /** An `ISyncMgrSyncResult` that logs; the caller owns the reference. */
  createSyncResult(): bigint;
  release(pointer: bigint): void;
}

const endings = { atOnce: 0, gate: 1, never: 2 } as const;
/** Whether this run has the reference library; always true on Linux. */
export const hasSyncManagerLibrary = process.env.WINPROGRESS_TEST_SYNCMGR !== undefined;

/** The path of a file that is built beside the library, such as its client program. */
export function besideLibrary(name: string): string {
  return libraryPath().replace(/[^\\/]+$/, name);
}

function libraryPath(): string {
  const path = process.env.WINPROGRESS_TEST_SYNCMGR;
  if (path === undefined) throw new Error('WINPROGRESS_TEST_SYNCMGR must be the path of sync_manager.dll');
  return path;
}

/** Loads the reference library and resets it. */
export function openSyncManagerLibrary(): SyncManagerLibrary {
  const path = libraryPath();
  const library = loadWithKoffi(path);
  const call = (prototype: string) => library.func(prototype);
  const reset = call('void ResetLibrary()');
  const scriptResult = call('void ScriptResult(const char *call, int32_t result)');
  const scriptHandler = call('void ScriptHandler(const char16_t *name, uint32_t flags, int32_t icon)');
  const scriptHandlerIcon = call('void ScriptHandlerIcon(uint64_t icon)');
  const scriptItemCount = call('void ScriptItemCount(uint32_t count)');
  const scriptItem = call(
    'void ScriptItem(const char16_t *id, const char16_t *name, uint32_t flags, uint32_t state, uint64_t update, int32_t icon)',
  );
  const scriptSteps = call('void ScriptSteps(const char *call, const char16_t *steps)');
  const closeGate = call('void CloseGate()');
  const openGate = call('void OpenGate()');
  const logText = call('const char *LogText()');
  const countReferences = call('int32_t CountReferences()');
  const countWorkers = call('int32_t CountWorkers()');
  const measuredMedian = call('double MeasuredMedian()');
  const createCallback = call('uint64_t CreateCallback()');
  const createCallbackInTable = call('uint32_t CreateCallbackInTable()');
  const revokeFromTable = call('void RevokeFromTable(uint32_t cookie)');
  const addSyncCenterHandler = call('void AddSyncCenterHandler(const char16_t *id)');
  const requestCancel = call('void RequestCancel(const char16_t *id)');
  const scriptAdditionalItems = call('void ScriptAdditionalItems(const char16_t *ids, uint32_t objects)');
  const scriptSyncResult = call(
    'void ScriptSyncResult(int32_t ending, uint32_t status, uint32_t errors, uint32_t conflicts)',
  );
  const eventsText = call('const char *EventsText()');
  const sessionItemsText = call('const char *SessionItemsText()');
  const createSyncItem = call('uint64_t CreateSyncItem(const char16_t *id)');
  const createConflict = call('uint64_t CreateConflict()');
  const createSyncResult = call('uint64_t CreateSyncResult()');
  const release = call('void ReleaseObject(uint64_t pointer)');
  reset();
  return {
    path,
    reset: () => void reset(),
    scriptResult: (name, hresult) => void scriptResult(name, hresult | 0),
    scriptHandler: ({ name = 'Reference handler', flags = 0, icon = false }) =>
      void scriptHandler(name, flags, Number(icon)),
    scriptHandlerIcon: (icon) => void scriptHandlerIcon(icon),
    scriptItemCount: (count) => void scriptItemCount(count),
    scriptItems(items) {
      scriptItemCount(0);
      for (const { itemId, name, flags = 0, checked = true, lastUpdate = 0n, icon = false } of items) {
        scriptItem(itemId, name, flags, Number(checked), lastUpdate, Number(icon));
      }
    },
    scriptSteps: (name, steps) => void scriptSteps(name, writeSteps(steps)),
    closeGate: () => void closeGate(),
    openGate: () => void openGate(),
    log: () => readRecords(logText(), isLogEntry),
    countReferences: () => Number(countReferences()),
    countWorkers: () => Number(countWorkers()),
    measuredMedian: () => Number(measuredMedian()),
    createCallback: () => readAddress(createCallback()),
    createCallbackInTable: () => Number(createCallbackInTable()),
    revokeFromTable: (cookie) => void revokeFromTable(cookie),
    addSyncCenterHandler: (handlerId) => void addSyncCenterHandler(handlerId),
    requestCancel: (itemId) => void requestCancel(itemId),
    scriptAdditionalItems: (itemIds, objects) => void scriptAdditionalItems(joinRecords(itemIds), objects),
    scriptSyncResult: (ending, { status, errors, conflicts } = { status: 3, errors: 0, conflicts: 0 }) =>
      void scriptSyncResult(endings[ending], status, errors, conflicts),
    events: () => readRecords(eventsText(), isStoredEvent),
    sessionItems: () => readRecords(sessionItemsText(), isStoredItem),
    createSyncItem: (itemId) => readAddress(createSyncItem(itemId)),
    createConflict: () => readAddress(createConflict()),
    createSyncResult: () => readAddress(createSyncResult()),
    release: (pointer) => void release(pointer),
  };
}

function readAddress(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number') return BigInt(value);
  throw new TypeError(`not an address: ${String(value)}`);
}

function readRecords<Shape>(text: unknown, is: (value: unknown) => value is Shape): Shape[] {
  const records: unknown = JSON.parse(String(text));
  if (!Array.isArray(records) || !records.every(is)) throw new TypeError(`not what was expected: ${String(text)}`);
  return records;
}

function has(value: unknown, ...names: string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

function isLogEntry(value: unknown): value is LogEntry {
  return has(value, 'call', 'arguments', 'result', 'thread', 'apartment');
}

function isStoredEvent(value: unknown): value is StoredEvent {
  return has(value, 'id', 'handlerId', 'itemId', 'level', 'name', 'description');
}

function isStoredItem(value: unknown): value is StoredItem {
  return has(value, 'handlerId', 'itemId', 'status', 'text');
}

/** A connection of the addon, below the seam. */
export function openNativeConnection(): NativeConnection {
  return loadAddon().connect();
}
