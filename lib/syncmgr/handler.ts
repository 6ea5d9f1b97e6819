import { requireBoolean, requireOptions, requireSignal } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { Closable } from '../com/closable.js';
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
import { runToEnd, Synchronization } from './synchronization.js';
import type { HandlerVerbs } from './verbs.js';
import type { WeakListener } from './weak-listener.js';

export interface SyncManagerSynchronizeOptions {
  /**
   * Cancels all: the handler's next report is answered so. The events go on until the handler has ended, and then the iterator rejects
   * with the signal's reason.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What has come of showing an error. */
export interface SyncManagerShowErrorResult {
  /** The items that the handler wants to be synchronised again (`S_SYNCMGR_RETRYSYNC`): `synchronize(retryItemIds)`. Null: none. */
  readonly retryItemIds: readonly string[] | null;
}

/** Handlers that are dropped without `close()` leave nothing behind in their connection. */
const collected = new FinalizationRegistry<() => void>((forgetClose) => forgetClose());

/** What a handler is made of. */
export interface HandlerParts {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: HandlerVerbs;
  readonly dispatcher: HandlerDispatcher;
  readonly listener: WeakListener;
  readonly clsid: string;
}

/**
 * A registered handler that this process manages: `ISyncMgrSynchronize`. Made by `syncmgr.openHandler()`. It keeps the process alive
 * while it synchronises or shows something. `close()` calls `SetProgressCallback(NULL)` and releases the handler; a synchronisation that
 * has not ended rejects. After `close()` every method rejects with `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronize.
 */
export class SyncManagerHandler extends Closable {
  /** In braces and upper case. */
  readonly clsid: string;
  readonly #parts: HandlerParts;
  readonly #forgetClose: () => void;
  readonly #alive: KeepAliveCount;
  #synchronization: Synchronization | undefined;

  /** @internal */
  constructor(parts: HandlerParts) {
    super();
    const { calls, dispatcher, listener, clsid, verbs } = parts;
    this.clsid = clsid;
    this.#parts = parts;
    this.#alive = new KeepAliveCount({
      keepAlive(alive) {
        verbs.keepAlive(alive);
        if (alive) listener.keep(dispatcher);
        else listener.release();
      },
    });
    this.#forgetClose = listener.failOnClose(calls, disconnected);
    collected.register(this, this.#forgetClose, this);
  }

  /**
   * The `ISyncMgrSynchronizeCallback*` that the handler was given, for other native code in this process. It is borrowed: who keeps it
   * calls `AddRef`. Good until the handler is closed, and 0 then.
   */
  get callbackPointer(): bigint {
    return this.#parts.verbs.callbackPointer;
  }

  /** `GetHandlerInfo`. */
  async info(options?: { readonly icon?: boolean | undefined }): Promise<SyncManagerHandlerInfo> {
    const { icon = false } = requireOptions(options);
    requireBoolean(icon, 'icon');
    const { calls, verbs } = this.#parts;
    return toHandlerInfo(await calls.run('ISyncMgrSynchronize.GetHandlerInfo', () => verbs.getHandlerInfo(icon)));
  }

  /** `EnumSyncMgrItems`: what the handler can synchronise now. */
  async items(options?: { readonly icons?: boolean | undefined }): Promise<SyncManagerItems> {
    const { icons = false } = requireOptions(options);
    requireBoolean(icons, 'icons');
    const { calls, verbs } = this.#parts;
    return toSyncItems(await calls.run('ISyncMgrSynchronize.EnumSyncMgrItems', () => verbs.enumerateItems(icons)));
  }

  /**
   * `PrepareForSync` and `Synchronize`: synchronises these items, or those that are checked, and tells how that goes. It begins with the
   * first `next()` of the iterator. A consumer that is slow gets the latest of each item; `folded` says for how many reports it stands.
   * Leaving the loop cancels all, and does not wait for the handler's end.
   *
   * The iterator rejects with what `PrepareForSync` or `Synchronize` gives unless that is `S_OK`, such as `S_FALSE` from a handler that
   * would have to show a dialog; with `E_UNEXPECTED` while another synchronisation of the handler goes on; with `RPC_E_DISCONNECTED` when
   * handler or connection are closed; with `RPC_S_SERVER_UNAVAILABLE` or another result of RPC's when the handler's process ends, at most five
   * seconds later. How the handler itself has ended is told by the last event.
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
   * From now on the handler's reports of this item are answered with `S_SYNCMGR_CANCELITEM`, at once and without a trip to JavaScript;
   * until another synchronisation begins. While one goes on the handler is told by `SetItemStatus`, too, whose failure is ignored.
   */
  async cancelItem(itemId: string): Promise<void> {
    const id = parseGuid(itemId, 'itemId');
    const { verbs } = this.#parts;
    this.#requireConnected('ISyncMgrSynchronize.SetItemStatus');
    verbs.cancelItem(id);
    if (this.#synchronization === undefined) return;
    try {
      await this.setItemStatus(id, 'skipped');
    } catch (error) {
      if (isHResult(error, hresults.RPC_E_DISCONNECTED) || !(error instanceof HResultError)) throw error;
    }
  }

  /** From now on every report of the handler is answered with `S_SYNCMGR_CANCELALL`, in the same way. */
  async cancelAll(): Promise<void> {
    this.#requireConnected('ISyncMgrSynchronizeCallback.Progress');
    this.#parts.verbs.cancelAll();
  }

  /** `SetItemStatus`: asks the handler itself, such as to skip an item. Handlers take it only while they prepare or synchronise. */
  async setItemStatus(itemId: string, status: SyncManagerStatus): Promise<void> {
    const id = parseGuid(itemId, 'itemId');
    const number = requireStatus(status);
    const { calls, verbs } = this.#parts;
    await calls.run('ISyncMgrSynchronize.SetItemStatus', () => verbs.setItemStatus(id, number));
  }

  /**
   * `ShowProperties`: of an item, or of the handler itself where it is left out. Resolves when the dialog has ended. Success codes without
   * a meaning count as `'done'`.
   */
  async showProperties(itemId?: string): Promise<SyncManagerPropertiesResult> {
    const id = itemId === undefined ? nullGuid : parseGuid(itemId, 'itemId');
    const operation = 'ISyncMgrSynchronize.ShowProperties';
    const { hresult } = await this.#show({
      call: 'showProperties',
      operation,
      start: () => this.#parts.verbs.showProperties(id),
    });
    if (!succeeded(hresult)) throw new HResultError(hresult, 'ISyncMgrSynchronizeCallback.ShowPropertiesCompleted');
    return toPropertiesResult(hresult);
  }

  /** `ShowError`: more of an error that was logged with `canShowError`. Resolves when the dialog has ended. */
  async showError(errorId: string): Promise<SyncManagerShowErrorResult> {
    const id = parseGuid(errorId, 'errorId');
    const operation = 'ISyncMgrSynchronize.ShowError';
    const { hresult, itemIds } = await this.#show({
      call: 'showError',
      operation,
      start: () => this.#parts.verbs.showError(id),
    });
    if (!succeeded(hresult)) throw new HResultError(hresult, 'ISyncMgrSynchronizeCallback.ShowErrorCompleted');
    return { retryItemIds: itemIds };
  }

  async #show(later: Pick<Parameters<typeof runToEnd>[0], 'call' | 'operation' | 'start'>) {
    const letGo = this.#alive.hold();
    try {
      return await runToEnd({ ...this.#parts, ...later });
    } finally {
      letGo();
    }
  }

  #requireConnected(operation: string): void {
    this.requireOpen(operation);
    if (this.#parts.calls.closed) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
  }

  /** @internal */
  protected override async release(): Promise<void> {
    const { calls, verbs, dispatcher } = this.#parts;
    this.#forgetClose();
    collected.unregister(this);
    dispatcher.fail(disconnected());
    await calls.release('ISyncMgrSynchronize.SetProgressCallback', () => verbs.close());
  }
}

function disconnected(): HResultError {
  return new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSynchronizeCallback.SynchronizeCompleted');
}
