import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import {
  requireArray,
  requireBoolean,
  requireInteger,
  requireOptions,
  requireResult,
  requireText,
  requireWord,
} from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { Closable } from '../com/closable.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { enableJumpText, nullGuid } from './constants.js';
import { requireLevel, requireReport, type SyncManagerItemReport, type SyncManagerLogLevel } from './records.js';
import type { CallbackVerbs } from './verbs.js';

/** Whether to go on, as `Progress` answers. A success code that has no word stays a number. */
export type SyncManagerAnswer = 'continue' | 'cancelItem' | 'cancelAll' | number;

/** How a dialog of properties ended: `S_OK`, `S_SYNCMGR_ITEMDELETED` or `S_SYNCMGR_ENUMITEMS`. */
export type SyncManagerPropertiesResult = 'done' | 'itemDeleted' | 'enumerateItems';

/** An entry of the log. */
export interface SyncManagerLogEntry {
  readonly level: SyncManagerLogLevel;
  readonly text: string;
  /** The id by which it can be deleted or shown later. */
  readonly errorId?: string | undefined;
  /** The item that it is about. */
  readonly itemId?: string | undefined;
  /** `SYNCMGRERRORFLAG_ENABLEJUMPTEXT`: the handler's `ShowError` can show it. */
  readonly canShowError?: boolean | undefined;
}

const propertiesResults: Readonly<Record<SyncManagerPropertiesResult, number>> = {
  done: hresults.S_OK,
  itemDeleted: hresults.S_SYNCMGR_ITEMDELETED,
  enumerateItems: hresults.S_SYNCMGR_ENUMITEMS,
};

/** The word of what `Progress` answered. */
export function toAnswer(hresult: number): SyncManagerAnswer {
  if (hresult === hresults.S_OK) return 'continue';
  if (hresult === hresults.S_SYNCMGR_CANCELITEM) return 'cancelItem';
  if (hresult === hresults.S_SYNCMGR_CANCELALL) return 'cancelAll';
  return hresult;
}

/** The word of the result of `ShowPropertiesCompleted`: success codes without a meaning are ignored, as Sync Manager does. */
export function toPropertiesResult(hresult: number): SyncManagerPropertiesResult {
  if (hresult === hresults.S_SYNCMGR_ITEMDELETED) return 'itemDeleted';
  if (hresult === hresults.S_SYNCMGR_ENUMITEMS) return 'enumerateItems';
  return 'done';
}

/** @throws {TypeError | RangeError} for another value */
export function requirePropertiesResult(value: unknown): number {
  const words = Object.keys(propertiesResults);
  const word = words[requireWord(value, 'result', words)];
  return Object.entries(propertiesResults).find(([name]) => name === word)?.[1] ?? hresults.S_OK;
}

/** Item ids, each a GUID, in one form. @throws {TypeError | RangeError} for others */
export function requireItemIds(value: unknown, name = 'itemIds'): string[] {
  return requireArray(value, name, 'GUIDs').map((id, index) => parseGuid(id, `${name}[${index}]`));
}

/**
 * `ISyncMgrSynchronizeCallback` as a handler calls it: an object that native code handed over. Made by
 * `syncmgr.attachCallback()`. After `close()` every method rejects with `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronizecallback.
 */
export class SyncManagerCallback extends Closable {
  readonly #calls: Calls;
  readonly #verbs: CallbackVerbs;

  /** @internal */
  constructor(calls: Calls, verbs: CallbackVerbs) {
    super();
    this.#calls = calls;
    this.#verbs = verbs;
  }

  /**
   * `Progress`: reports the progress of an item, and returns whether to go on. Report often, and always before a new item is begun.
   * @throws {TypeError | RangeError} for a wrong id or wrong fields
   * @see https://learn.microsoft.com/windows/win32/api/mobsync/nf-mobsync-isyncmgrsynchronizecallback-progress
   */
  async progress(itemId: string, item: SyncManagerItemReport, options?: SignalOptions): Promise<SyncManagerAnswer> {
    const id = parseGuid(itemId, 'itemId');
    const { mask, statusText, statusType, progressValue, maximumValue } = requireReport(item);
    const hresult = await this.#calls.run(
      'ISyncMgrSynchronizeCallback.Progress',
      () => this.#verbs.progress(id, mask, statusText, statusType, progressValue, maximumValue),
      requireSignalOf(options),
    );
    return toAnswer(hresult);
  }

  /** `PrepareForSyncCompleted`: with anything but `S_OK`, `Synchronize` is not called. Only after `PrepareForSync` has answered `S_OK`, or will. */
  async prepareForSyncCompleted(hresult: number = hresults.S_OK, options?: SignalOptions): Promise<void> {
    const result = requireResult(hresult);
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.PrepareForSyncCompleted',
      () => this.#verbs.prepareForSyncCompleted(result),
      requireSignalOf(options),
    );
  }

  /** `SynchronizeCompleted`: once, when the last item is done. */
  async synchronizeCompleted(hresult: number = hresults.S_OK, options?: SignalOptions): Promise<void> {
    const result = requireResult(hresult);
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.SynchronizeCompleted',
      () => this.#verbs.synchronizeCompleted(result),
      requireSignalOf(options),
    );
  }

  /** `ShowPropertiesCompleted`, with one of its words, or with an HRESULT. */
  async showPropertiesCompleted(
    result: SyncManagerPropertiesResult | number = 'done',
    options?: SignalOptions,
  ): Promise<void> {
    const hresult = typeof result === 'number' ? requireResult(result, 'result') : requirePropertiesResult(result);
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.ShowPropertiesCompleted',
      () => this.#verbs.showPropertiesCompleted(hresult),
      requireSignalOf(options),
    );
  }

  /**
   * `ShowErrorCompleted`. With `S_SYNCMGR_RETRYSYNC` (0x00040202) the items are synchronised again; with other results they are
   * ignored.
   */
  async showErrorCompleted(
    hresult: number = hresults.S_OK,
    itemIds: readonly string[] = [],
    options?: SignalOptions,
  ): Promise<void> {
    const result = requireResult(hresult);
    const ids = requireItemIds(itemIds);
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.ShowErrorCompleted',
      () => this.#verbs.showErrorCompleted(result, ids),
      requireSignalOf(options),
    );
  }

  /** `EnableModeless`: `true` asks whether a dialog may be shown, `false` reports that it is closed, which must follow one that was allowed. */
  async enableModeless(enable: boolean, options?: SignalOptions): Promise<boolean> {
    requireBoolean(enable, 'enable');
    const hresult = await this.#calls.run(
      'ISyncMgrSynchronizeCallback.EnableModeless',
      () => this.#verbs.enableModeless(enable),
      requireSignalOf(options),
    );
    return hresult === hresults.S_OK;
  }

  /**
   * `LogError`: adds an entry to the log.
   * @throws {HResultError} `E_INVALIDARG`, `E_UNEXPECTED`, `E_OUTOFMEMORY`
   */
  async logError(entry: SyncManagerLogEntry, options?: SignalOptions): Promise<void> {
    const { level, text, errorId, itemId, canShowError } = requireOptions(entry, 'entry');
    const number = requireLevel(level);
    const checked = requireText(text, 'text');
    const error = errorId === undefined ? null : parseGuid(errorId, 'errorId');
    const item = itemId === undefined ? null : parseGuid(itemId, 'itemId');
    if (canShowError !== undefined) requireBoolean(canShowError, 'canShowError');
    const flags = canShowError === undefined ? null : canShowError ? enableJumpText : 0;
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.LogError',
      () => this.#verbs.logError(number, checked, flags, error, item),
      requireSignalOf(options),
    );
  }

  /** `DeleteLogError`: deletes an entry of the log, or all that this handler has written. */
  async deleteLogError(errorId?: string, options?: SignalOptions): Promise<void> {
    const id = errorId === undefined ? nullGuid : parseGuid(errorId, 'errorId');
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.DeleteLogError',
      () => this.#verbs.deleteLogError(id),
      requireSignalOf(options),
    );
  }

  /** `EstablishConnection`: asks for a network connection by its name, or for the default one. Ignored since Windows Vista. */
  async establishConnection(connection?: string, options?: SignalOptions): Promise<void> {
    const name = connection === undefined ? null : requireText(connection, 'connection');
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.EstablishConnection',
      () => this.#verbs.establishConnection(name),
      requireSignalOf(options),
    );
  }

  /** @internal */
  protected override async release(): Promise<void> {
    await this.#calls.release('ISyncMgrSynchronizeCallback.Release', () => this.#verbs.close());
  }
}

/** The cookie that the Global Interface Table has given. @throws {TypeError | RangeError} for what is none */
export function requireCookie(value: unknown): number {
  return requireInteger(value, 'cookie', 1, 0xffff_ffff);
}
