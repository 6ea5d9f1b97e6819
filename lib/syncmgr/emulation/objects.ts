import { requireResult } from '../../com/arguments.js';
import { HResultError } from '../../com/error.js';
import { hresults, succeeded } from '../../com/hresult.js';
import { isComFailure } from '../../com/thrown.js';
import { InterfaceKind } from '../../emulation/references.js';
import type { HandlerInfoRecord, ItemsRecord } from '../verbs.js';

/** The HRESULT of a method, or a promise of it. */
export type MethodResult = number | Promise<number>;

/** `SYNCMGRPROGRESSITEM`. A field is valid if its bit is set in the mask. */
export interface ProgressItemStructure {
  /** `cbSize`: {@link progressItemSize} in a correct call. */
  readonly size: number;
  readonly mask: number;
  readonly statusText: string | null;
  readonly statusType: number;
  readonly progressValue: number;
  readonly maximumValue: number;
}

/** `SYNCMGRLOGERRORINFO`. A field is valid if its bit is set in the mask. */
export interface LogErrorStructure {
  /** `cbSize`: {@link logErrorSize} in a correct call. */
  readonly size: number;
  readonly mask: number;
  readonly errorFlags: number;
  readonly errorId: string;
  readonly itemId: string;
}

/** The sizes of the two structures in a 64-bit process. */
export const progressItemSize = 32;
export const logErrorSize = 44;

/** The bits of the mask of `SYNCMGRLOGERRORINFO`. */
export const logErrorMask = { errorFlags: 0x1, errorId: 0x2, itemId: 0x4 } as const;

/**
 * `ISyncMgrSynchronizeCallback` inside the emulated machine. Each method returns its HRESULT. An exception is a failure of the method: with
 * the result of an `HResultError`, otherwise `E_FAIL`. Null is a null pointer; GUIDs are in braces and upper case.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronizecallback.
 */
export interface SynchronizeCallbackObject {
  showPropertiesCompleted(hresult: number): MethodResult;
  prepareForSyncCompleted(hresult: number): MethodResult;
  synchronizeCompleted(hresult: number): MethodResult;
  showErrorCompleted(hresult: number, itemIds: readonly string[] | null): MethodResult;
  enableModeless(enable: boolean): MethodResult;
  progress(itemId: string | null, item: ProgressItemStructure | null): MethodResult;
  logError(level: number, text: string | null, information: LogErrorStructure | null): MethodResult;
  deleteLogError(errorId: string | null): MethodResult;
  establishConnection(connection: string | null): MethodResult;
}

/**
 * `ISyncMgrSynchronize` inside the emulated machine, with the items of its `ISyncMgrEnumItems`. Failures are those of {@link
 * SynchronizeCallbackObject}; an `HResultError` keeps its operation.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronize.
 */
export interface SynchronizeObject {
  initialize(flags: number, cookie: Uint8Array | null): MethodResult;
  /** Returns the information, which is valid if the HRESULT is a success. */
  getHandlerInfo(): HandlerInfoAnswer | Promise<HandlerInfoAnswer>;
  /** Returns the items, which are valid if the HRESULT is a success. */
  enumerateItems(): ItemsRecord | Promise<ItemsRecord>;
  showProperties(itemId: string): MethodResult;
  setProgressCallback(callback: SynchronizeCallbackObject | null): MethodResult;
  prepareForSync(itemIds: readonly string[]): MethodResult;
  synchronize(): MethodResult;
  setItemStatus(itemId: string, status: number): MethodResult;
  showError(errorId: string): MethodResult;
  /** Called when the client has released the handler. */
  release?(): void;
}

export interface HandlerInfoAnswer {
  readonly hresult: number;
  readonly info: HandlerInfoRecord;
}

/** `ISyncMgrSyncItem`. Only the id is used. */
interface SyncItemObject {
  readonly itemId: string;
}

/** An object of which only `IUnknown` is used. */
interface PlainObject {
  readonly name: string;
}

/** The interfaces that can be queried from objects at addresses. */
export const synchronizeCallbackKind = new InterfaceKind<SynchronizeCallbackObject>('ISyncMgrSynchronizeCallback');
export const syncItemKind = new InterfaceKind<SyncItemObject>('ISyncMgrSyncItem');
export const conflictKind = new InterfaceKind<PlainObject>('ISyncMgrConflict');

/** Converts an exception of an object's method: only an HRESULT crosses an interface. */
export function toHResultError(error: unknown, operation: string): HResultError {
  return isComFailure(error) ? error : new HResultError(hresults.E_FAIL, operation);
}

/** Calls a method of an object and returns its HRESULT. @throws {HResultError} if it fails */
export async function callMethod(operation: string, method: () => MethodResult): Promise<number> {
  let hresult: number;
  try {
    hresult = requireResult(await method(), 'the result');
  } catch (error) {
    throw toHResultError(error, operation);
  }
  if (!succeeded(hresult)) throw new HResultError(hresult, operation);
  return hresult;
}
