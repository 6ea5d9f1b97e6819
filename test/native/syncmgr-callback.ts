import type { NativeConnection } from '../../lib/native.js';
import type { HandlerEvent, HandlerVerbs } from '../../lib/syncmgr/verbs.js';
import { callSlot, guidBytes, koffi } from './koffi-com.js';
import {
  openNativeConnection,
  openSyncManagerLibrary,
  referenceHandler,
  type SyncManagerLibrary,
} from './syncmgr-library.js';

/** The slots of `ISyncMgrSynchronizeCallback`. */
export const slots = {
  showPropertiesCompleted: 3,
  prepareForSyncCompleted: 4,
  synchronizeCompleted: 5,
  showErrorCompleted: 6,
  enableModeless: 7,
  progress: 8,
  logError: 9,
  deleteLogError: 10,
  establishConnection: 11,
};

koffi.struct('SYNCMGRPROGRESSITEM', {
  cbSize: 'uint32_t',
  mask: 'uint32_t',
  lpcStatusText: 'uint64_t',
  dwStatusType: 'uint32_t',
  iProgValue: 'int32_t',
  iMaxValue: 'int32_t',
});
koffi.struct('SYNCMGRLOGERRORINFO', {
  cbSize: 'uint32_t',
  mask: 'uint32_t',
  dwSyncMgrErrorFlags: 'uint32_t',
  errorId: 'uint8_t [16]',
  itemId: 'uint8_t [16]',
});

/** The documented sizes of the structures, on x64. */
export const structureSizes = { SYNCMGRPROGRESSITEM: 32, SYNCMGRLOGERRORINFO: 44 };

/** An address that cannot be read. */
const nowhere = 1n;
const unknownId = '{99999999-9999-9999-9999-999999999999}';

export interface RawProgressItem {
  readonly cbSize?: number;
  readonly mask?: number;
  /** An address (default: one that cannot be read). */
  readonly lpcStatusText?: bigint;
  readonly dwStatusType?: number;
  readonly iProgValue?: number;
  readonly iMaxValue?: number;
}

export interface RawLogErrorInfo {
  readonly cbSize?: number;
  readonly mask?: number;
  readonly flags?: number;
  readonly errorId?: string;
  readonly itemId?: string;
}

/** An `ISyncMgrSynchronizeCallback*`, called by slot. Null is a null pointer, and each method returns the HRESULT. */
export interface RawCallback {
  readonly pointer: bigint;
  completed(
    name: 'showPropertiesCompleted' | 'prepareForSyncCompleted' | 'synchronizeCompleted',
    hresult?: number,
  ): number;
  showErrorCompleted(hresult: number, count: number, ids: Uint8Array | null): number;
  enableModeless(enable: number): number;
  progress(itemId: string | null, item: RawProgressItem | null): number;
  logError(level: number, text: string | null, information: RawLogErrorInfo | null): number;
  deleteLogError(errorId: string | null): number;
  establishConnection(name: string | null): number;
}

/** The callback at this address, which the caller must keep alive. */
export function rawCallback(pointer: bigint): RawCallback {
  const call = (slot: number, parameters: string, ...values: unknown[]) =>
    callSlot(pointer, slot, parameters, ...values);
  return {
    pointer,
    completed: (name, hresult = 0) => call(slots[name], 'uint32_t hr', hresult),
    showErrorCompleted: (hresult, count, ids) =>
      call(slots.showErrorCompleted, 'uint32_t hr, uint32_t count, const uint8_t *ids', hresult, count, ids),
    enableModeless: (enable) => call(slots.enableModeless, 'int32_t enable', enable),
    progress: (itemId, item) =>
      call(
        slots.progress,
        'const uint8_t *itemId, const SYNCMGRPROGRESSITEM *item',
        bytesOf(itemId),
        item === null ? null : layProgressItem(item),
      ),
    logError: (level, text, information) =>
      call(
        slots.logError,
        'uint32_t level, const char16_t *text, const SYNCMGRLOGERRORINFO *information',
        level,
        text,
        information === null ? null : layLogErrorInfo(information),
      ),
    deleteLogError: (errorId) =>
      call(slots.deleteLogError, 'const uint8_t *errorId, uint32_t reserved', bytesOf(errorId), 0),
    establishConnection: (name) => call(slots.establishConnection, 'const char16_t *name, uint32_t reserved', name, 0),
  };
}

function bytesOf(id: string | null): Uint8Array | null {
  return id === null ? null : guidBytes(id);
}

function layProgressItem(item: RawProgressItem): Required<RawProgressItem> {
  const { cbSize = structureSizes.SYNCMGRPROGRESSITEM, mask = 0, lpcStatusText = nowhere } = item;
  const { dwStatusType = 0, iProgValue = 0, iMaxValue = 0 } = item;
  return { cbSize, mask, lpcStatusText, dwStatusType, iProgValue, iMaxValue };
}

function layLogErrorInfo(information: RawLogErrorInfo): object {
  const { cbSize = structureSizes.SYNCMGRLOGERRORINFO, mask = 0, flags = 0 } = information;
  const { errorId = unknownId, itemId = unknownId } = information;
  return { cbSize, mask, dwSyncMgrErrorFlags: flags, errorId: guidBytes(errorId), itemId: guidBytes(itemId) };
}

/** An open reference handler whose calls do nothing, with its callback. */
export interface OpenHandler {
  readonly library: SyncManagerLibrary;
  readonly connection: NativeConnection;
  readonly handler: HandlerVerbs;
  readonly callback: RawCallback;
  /** Resolves to the events once there are `count` of them. */
  recorded(count: number): Promise<readonly HandlerEvent[]>;
}

/** Opens the reference handler below the seam. */
export async function openHandler(userInterface: 'allow' | 'refuse' = 'refuse'): Promise<OpenHandler> {
  const library = openSyncManagerLibrary();
  for (const call of ['prepareForSync', 'synchronize', 'showProperties', 'showError'] as const) {
    library.scriptSteps(call, []);
  }
  const manualEvent = 3;
  const events: HandlerEvent[] = [];
  const connection = openNativeConnection();
  const settings = { flags: manualEvent, cookie: null, userInterface, answerTimeout: 30_000 };
  const handler = await connection.syncmgr.openHandler(referenceHandler, settings, (batch) => {
    events.push(...batch);
  });
  return {
    library,
    connection,
    handler,
    callback: rawCallback(handler.callbackPointer),
    async recorded(count) {
      while (events.length < count) await new Promise((resolve) => setImmediate(resolve));
      return events;
    },
  };
}
