import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireBoolean, requireOptions, requireSignal } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { Closable } from '../com/closable.js';
import { reportRegistered } from '../com/diagnostics/sinks.js';
import { HResultError, isHResult } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults, succeeded } from '../com/hresult.js';
import { requireItemIds, type SyncManagerPropertiesResult, toPropertiesResult } from './callback.js';
import { nullGuid } from './constants.js';
import type { HandlerDispatcher } from './dispatcher.js';
import { type SyncManagerHandlerInfo, type SyncManagerItems, toHandlerInfo, toSyncItems } from './handler-records.js';
import { KeepAliveCount } from './keep-alive-count.js';
import { requireStatus, type SyncManagerStatus } from './records.js';
import type { SyncManagerEvents } from './sync-events.js';
import { type LaterCall, runToEnd, Synchronization } from './synchronization.js';
import type { HandlerVerbs } from './verbs.js';
import type { WeakListener } from './weak-listener.js';

export interface SyncManagerInfoOptions extends SignalOptions {
  /** Reads the icon, too; false by default. */
  readonly icon?: boolean | undefined;
}

export interface SyncManagerItemsOptions extends SignalOptions {
  /** Reads the icons, too; false by default. */
  readonly icons?: boolean | undefined;
}

export interface SyncManagerSynchronizeOptions {
  /**
   * Cancels all items: the next report of the handler returns the cancellation. The events continue until the handler has ended, and then the
   * iterator rejects with the signal's reason.
   */
  readonly signal?: AbortSignal | undefined;
}

/** The result of showing an error. */
export interface SyncManagerShowErrorResult {
  /** The items that the handler requests to synchronise again (`S_SYNCMGR_RETRYSYNC`) with `synchronize(retryItemIds)`. Null if there are none. */
  readonly retryItemIds: readonly string[] | null;
}

/** Removes the callbacks of handlers that were collected without `close()` from their connection. */
const collected = new FinalizationRegistry<() => void>((forgetClose) => forgetClose());

/** The parts of a handler. */
export interface HandlerParts {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: HandlerVerbs;
  readonly dispatcher: HandlerDispatcher;
  readonly listener: WeakListener;
  readonly clsid: string;
}

/**
 * A registered handler that this process manages: `ISyncMgrSynchronize`. Made by `syncmgr.openHandler()`. It keeps the process alive while it
 * synchronises or shows a dialog. `close()` calls `SetProgressCallback(NULL)` and releases the handler; a synchronisation that has not ended rejects.
 * After `close()` every method rejects with `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronize.
 */
export class SyncManagerHandler extends Closable {
  /** In braces and upper case. */
  readonly clsid: string;
  readonly #parts: HandlerParts;
  readonly #removeOnClose: () => void;
  readonly #alive: KeepAliveCount;
  #synchronization: Synchronization | undefined;

  /** @internal */
  constructor(parts: HandlerParts) {
    super();
    const { dispatcher, listener, clsid, verbs } = parts;
    this.clsid = clsid;
    this.#parts = parts;
    this.#alive = new KeepAliveCount({
      keepAlive(alive) {
        verbs.keepAlive(alive);
        if (alive) listener.keep(dispatcher);
        else listener.release();
      },
    });
    this.#removeOnClose = endWithConnection(parts);
    collected.register(this, this.#removeOnClose, this);
  }

  /**
   * The `ISyncMgrSynchronizeCallback*` of the handler, for other native code in this process. Borrowed: call `AddRef` to keep it. Valid until the
   * handler is closed, and 0 then.
   */
  get callbackPointer(): bigint {
    return this.#parts.verbs.callbackPointer;
  }

  /** Returns the properties of the handler (`GetHandlerInfo`). */
  async info(options?: SyncManagerInfoOptions): Promise<SyncManagerHandlerInfo> {
    const { icon = false } = requireOptions(options);
    requireBoolean(icon, 'icon');
    const signal = requireSignalOf(options);
    const { calls, verbs } = this.#parts;
    const operation = 'ISyncMgrSynchronize.GetHandlerInfo';
    return toHandlerInfo(await calls.run(operation, () => verbs.getHandlerInfo(icon), signal));
  }

  /** Returns the items that the handler can synchronise now (`EnumSyncMgrItems`). */
  async items(options?: SyncManagerItemsOptions): Promise<SyncManagerItems> {
    const { icons = false } = requireOptions(options);
    requireBoolean(icons, 'icons');
    const signal = requireSignalOf(options);
    const { calls, verbs } = this.#parts;
    const operation = 'ISyncMgrSynchronize.EnumSyncMgrItems';
    return toSyncItems(await calls.run(operation, () => verbs.enumerateItems(icons), signal));
  }

  /**
   * Synchronises these items, or the checked ones, and reports progress (`PrepareForSync` and `Synchronize`). The synchronisation begins with the
   * first `next()` of the iterator. A slow consumer receives the latest report of each item; `folded` is the number of reports that were dropped for
   * it. Leaving the loop cancels all items, and does not wait for the handler's end. Without items the handler is not called, and the result is
   * `S_OK`.
   *
   * The iterator rejects with the result of `PrepareForSync` or `Synchronize` unless that is `S_OK`, such as `S_FALSE` from a handler that would have
   * to show a dialog; with `E_UNEXPECTED` while another synchronisation of the handler is under way; with `RPC_E_DISCONNECTED` when the handler or
   * the connection is closed; with `RPC_S_SERVER_UNAVAILABLE` or another RPC error when the handler's process ends, at most five seconds later. The
   * last event reports the result of the handler itself.
   * @throws {TypeError | RangeError} for wrong ids or options
   * @see https://learn.microsoft.com/windows/win32/api/mobsync/nf-mobsync-isyncmgrsynchronize-synchronize
   */
  synchronize(itemIds?: readonly string[], options?: SyncManagerSynchronizeOptions): SyncManagerEvents {
    const ids = itemIds === undefined ? null : requireItemIds(itemIds);
    const signal = requireSignal(requireOptions(options).signal);
    return new Synchronization({
      ...this.#parts,
      alive: this.#alive,
      itemIds: ids,
      signal,
      onBegin: (synchronization) => {
        this.#requireConnected(`ISyncMgrSynchronize.${ids === null ? 'EnumSyncMgrItems' : 'PrepareForSync'}`);
        if (this.#synchronization !== undefined) {
          throw new HResultError(hresults.E_UNEXPECTED, 'ISyncMgrSynchronize.PrepareForSync');
        }
        this.#synchronization = synchronization;
      },
      onEnd: () => {
        this.#synchronization = undefined;
      },
    });
  }

  /**
   * Cancels an item: until another synchronisation begins, the handler's reports of it return `S_SYNCMGR_CANCELITEM`, at once and without a call of
   * JavaScript. From `PrepareForSync` until the end of a synchronisation `SetItemStatus` is also called, and its failure is ignored.
   */
  async cancelItem(itemId: string, options?: SignalOptions): Promise<void> {
    const id = parseGuid(itemId, 'itemId');
    const { verbs } = this.#parts;
    requireSignalOf(options)?.throwIfAborted();
    this.#requireConnected('ISyncMgrSynchronize.SetItemStatus');
    (this.#synchronization ?? verbs).cancelItem(id);
    if (this.#synchronization?.isPrepared !== true) return;
    try {
      await this.setItemStatus(id, 'skipped', options);
    } catch (error) {
      if (isHResult(error, hresults.RPC_E_DISCONNECTED) || !(error instanceof HResultError)) throw error;
    }
  }

  /** Cancels all items: every report of the handler returns `S_SYNCMGR_CANCELALL`, in the same way. */
  async cancelAll(options?: SignalOptions): Promise<void> {
    requireSignalOf(options)?.throwIfAborted();
    this.#requireConnected('ISyncMgrSynchronizeCallback.Progress');
    (this.#synchronization ?? this.#parts.verbs).cancelAll();
  }

  /**
   * Requests a status of an item from the handler itself, for example to skip it (`SetItemStatus`). Handlers accept it only while they prepare or
   * synchronise.
   */
  async setItemStatus(itemId: string, status: SyncManagerStatus, options?: SignalOptions): Promise<void> {
    const id = parseGuid(itemId, 'itemId');
    const number = requireStatus(status);
    const signal = requireSignalOf(options);
    const { calls, verbs } = this.#parts;
    await calls.run('ISyncMgrSynchronize.SetItemStatus', () => verbs.setItemStatus(id, number), signal);
  }

  /**
   * Shows the properties of an item, or of the handler itself if it is omitted or null (`ShowProperties`). Resolves when the dialog has ended. Success codes
   * without a meaning count as `'done'`. This package cannot close a dialog: if the call is aborted, the dialog stays open, and until it has ended
   * another call rejects with `E_UNEXPECTED`.
   */
  async showProperties(itemId?: string | null, options?: SignalOptions): Promise<SyncManagerPropertiesResult> {
    const id = parseGuid(itemId ?? nullGuid, 'itemId');
    const { hresult } = await this.#show(requireSignalOf(options), {
      call: 'showProperties',
      operation: 'ISyncMgrSynchronize.ShowProperties',
      start: () => this.#parts.verbs.showProperties(id),
    });
    if (!succeeded(hresult)) throw new HResultError(hresult, 'ISyncMgrSynchronizeCallback.ShowPropertiesCompleted');
    return toPropertiesResult(hresult);
  }

  /**
   * Shows more about an error that was logged with `canShowError` (`ShowError`). Resolves when the dialog has ended. If the call is aborted, the
   * dialog stays open, like that of `showProperties()`.
   */
  async showError(errorId: string, options?: SignalOptions): Promise<SyncManagerShowErrorResult> {
    const id = parseGuid(errorId, 'errorId');
    const { hresult, itemIds } = await this.#show(requireSignalOf(options), {
      call: 'showError',
      operation: 'ISyncMgrSynchronize.ShowError',
      start: () => this.#parts.verbs.showError(id),
    });
    if (!succeeded(hresult)) throw new HResultError(hresult, 'ISyncMgrSynchronizeCallback.ShowErrorCompleted');
    return { retryItemIds: itemIds === null || itemIds.length === 0 ? null : itemIds };
  }

  /** Shows a dialog. Keeps the process alive until the dialog has ended, also after an abort. */
  async #show(signal: AbortSignal | undefined, later: Pick<LaterCall, 'call' | 'operation' | 'start'>) {
    return await untilAborted(signal, async () => {
      const release = this.#alive.hold();
      try {
        return await runToEnd({ ...this.#parts, ...later });
      } finally {
        release();
      }
    });
  }

  #requireConnected(operation: string): void {
    this.requireOpen(operation);
    if (this.#parts.calls.closed) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
  }

  /** @internal */
  protected override async release(): Promise<void> {
    const { calls, verbs, dispatcher } = this.#parts;
    this.#removeOnClose();
    collected.unregister(this);
    dispatcher.fail(disconnected());
    await calls.release('ISyncMgrSynchronize.SetProgressCallback', () => verbs.close());
  }
}

/** Ends the calls that are under way when the connection closes. The connection does not reference the handler. */
function endWithConnection({ calls, listener, clsid }: HandlerParts): () => void {
  const reportRevoked = reportRegistered('ISyncMgrSynchronizeCallback', clsid);
  const removeListener = listener.failOnClose(calls, disconnected);
  if (reportRevoked === undefined) return removeListener;
  const removeReport = calls.onClose(reportRevoked);
  return () => {
    reportRevoked();
    removeReport();
    removeListener();
  };
}

function disconnected(): HResultError {
  return new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSynchronizeCallback.SynchronizeCompleted');
}
