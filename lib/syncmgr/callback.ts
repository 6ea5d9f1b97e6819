import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import {
  orNull,
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

/** The answer of `Progress`: whether to continue. A success code without a name is returned as its number. */
export type SyncManagerAnswer = 'continue' | 'cancelItem' | 'cancelAll' | number;

/** The result of a properties dialog: `S_OK`, `S_SYNCMGR_ITEMDELETED` or `S_SYNCMGR_ENUMITEMS`. */
export type SyncManagerPropertiesResult = 'done' | 'itemDeleted' | 'enumerateItems';

/** An entry of the log. */
export interface SyncManagerLogEntry {
  readonly level: SyncManagerLogLevel;
  readonly text: string;
  /** The id by which it can be deleted or shown later. */
  readonly errorId?: string | null | undefined;
  /** The item of the entry; the handler itself if it is omitted or null. */
  readonly itemId?: string | null | undefined;
  /** `SYNCMGRERRORFLAG_ENABLEJUMPTEXT`: the handler's `ShowError` can show it. */
  readonly canShowError?: boolean | undefined;
}

const propertiesResults: Readonly<Record<SyncManagerPropertiesResult, number>> = {
  done: hresults.S_OK,
  itemDeleted: hresults.S_SYNCMGR_ITEMDELETED,
  enumerateItems: hresults.S_SYNCMGR_ENUMITEMS,
};

/** Returns the word for the result of `Progress`. */
export function toAnswer(hresult: number): SyncManagerAnswer {
  if (hresult === hresults.S_OK) return 'continue';
  if (hresult === hresults.S_SYNCMGR_CANCELITEM) return 'cancelItem';
  if (hresult === hresults.S_SYNCMGR_CANCELALL) return 'cancelAll';
  return hresult;
}

/** Returns the word for the result of `ShowPropertiesCompleted`. Success codes without a meaning are ignored, as in Sync Manager. */
export function toPropertiesResult(hresult: number): SyncManagerPropertiesResult {
  if (hresult === hresults.S_SYNCMGR_ITEMDELETED) return 'itemDeleted';
  if (hresult === hresults.S_SYNCMGR_ENUMITEMS) return 'enumerateItems';
  return 'done';
}

/** Returns the HRESULT for a properties result. @throws {TypeError | RangeError} for another value */
export function requirePropertiesResult(value: unknown): number {
  const words = Object.keys(propertiesResults);
  const word = words[requireWord(value, 'result', words)];
  return Object.entries(propertiesResults).find(([name]) => name === word)?.[1] ?? hresults.S_OK;
}

/** Checks item ids, which are GUIDs, and returns them with braces, in upper case. @throws {TypeError | RangeError} for other values */
export function requireItemIds(value: unknown, name = 'itemIds'): string[] {
  return requireArray(value, name, 'GUIDs').map((id, index) => parseGuid(id, `${name}[${index}]`));
}

/**
 * `ISyncMgrSynchronizeCallback` as a handler calls it: an object of other native code. Made by `syncmgr.attachCallback()`. After `close()` every
 * method rejects with `RPC_E_DISCONNECTED`.
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
   * Reports the progress of an item, and returns whether to continue (`Progress`). Report often, and always before a new item is begun.
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

  /**
   * Reports the end of `PrepareForSync` (`PrepareForSyncCompleted`). With any result but `S_OK`, `Synchronize` is not called. Call it only if
   * `PrepareForSync` has returned `S_OK`, or will return it.
   */
  async prepareForSyncCompleted(hresult: number = hresults.S_OK, options?: SignalOptions): Promise<void> {
    const result = requireResult(hresult);
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.PrepareForSyncCompleted',
      () => this.#verbs.prepareForSyncCompleted(result),
      requireSignalOf(options),
    );
  }

  /** Reports the end of the synchronisation (`SynchronizeCompleted`): once, after the last item. */
  async synchronizeCompleted(hresult: number = hresults.S_OK, options?: SignalOptions): Promise<void> {
    const result = requireResult(hresult);
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.SynchronizeCompleted',
      () => this.#verbs.synchronizeCompleted(result),
      requireSignalOf(options),
    );
  }

  /** Reports the end of a properties dialog (`ShowPropertiesCompleted`), with one of its words or with an HRESULT. */
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
   * Reports the end of an error dialog (`ShowErrorCompleted`). With `S_SYNCMGR_RETRYSYNC` (0x00040202) the items are synchronised again; with other
   * results they are ignored.
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

  /**
   * Requests a dialog (`true`), and returns whether it may be shown, or reports that it is closed (`false`), which must follow a request that was
   * granted (`EnableModeless`).
   */
  async enableModeless(enable: boolean, options?: SignalOptions): Promise<boolean> {
    requireBoolean(enable, 'enable');
    const hresult = await this.#calls.run(
      'ISyncMgrSynchronizeCallback.EnableModeless',
      () => this.#verbs.enableModeless(enable),
      requireSignalOf(options),
    );
    return hresult === hresults.S_OK;
  }

  /** Adds an entry to the log (`LogError`). @throws {HResultError} `E_INVALIDARG`, `E_UNEXPECTED`, `E_OUTOFMEMORY` */
  async logError(entry: SyncManagerLogEntry, options?: SignalOptions): Promise<void> {
    const { level, text, errorId, itemId, canShowError } = requireOptions(entry, 'entry');
    const number = requireLevel(level);
    const checked = requireText(text, 'text');
    const error = orNull(errorId, 'errorId', parseGuid);
    const item = orNull(itemId, 'itemId', parseGuid);
    if (canShowError !== undefined) requireBoolean(canShowError, 'canShowError');
    const flags = canShowError === undefined ? null : canShowError ? enableJumpText : 0;
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.LogError',
      () => this.#verbs.logError(number, checked, flags, error, item),
      requireSignalOf(options),
    );
  }

  /** Deletes an entry of the log, or all entries of this handler if it is omitted or null (`DeleteLogError`). */
  async deleteLogError(errorId?: string | null, options?: SignalOptions): Promise<void> {
    const id = parseGuid(errorId ?? nullGuid, 'errorId');
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.DeleteLogError',
      () => this.#verbs.deleteLogError(id),
      requireSignalOf(options),
    );
  }

  /** Requests a network connection by its name, or the default one if it is omitted or null (`EstablishConnection`). Ignored since Windows Vista. */
  async establishConnection(name?: string | null, options?: SignalOptions): Promise<void> {
    const checked = orNull(name, 'name', (text, label) => requireText(text, label));
    await this.#calls.run(
      'ISyncMgrSynchronizeCallback.EstablishConnection',
      () => this.#verbs.establishConnection(checked),
      requireSignalOf(options),
    );
  }

  /** @internal */
  protected override async release(): Promise<void> {
    await this.#calls.release('ISyncMgrSynchronizeCallback.Release', () => this.#verbs.close());
  }
}

/** Checks a cookie of the Global Interface Table. @throws {TypeError | RangeError} if it is not a cookie */
export function requireCookie(value: unknown): number {
  return requireInteger(value, 'cookie', 1, 0xffff_ffff);
}
