import { requireBoolean, requireOptions, requirePointer, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { HResultError } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { requireId, requireIds, type SyncCenterStatus, toCenterStatus } from './center-arguments.js';
import { controlFlags, ignoreIfAlreadySyncing, updateReasons } from './constants.js';
import type { ControlVerbs, SyncResultListener, SyncResultRecord } from './verbs.js';

/** How a synchronisation ended that Sync Center was asked to start. */
export interface SyncCenterResult {
  readonly status: SyncCenterStatus | number;
  readonly errors: number;
  readonly conflicts: number;
}

export interface SyncCenterStartOptions {
  /** Does nothing where the handler or the item is being synchronised already; false by default. */
  readonly ignoreIfAlreadySyncing?: boolean | undefined;
}

export interface SyncCenterControlOptions {
  /** Waits until Sync Center has done it (`SYNCMGR_CF_WAIT`); false by default. */
  readonly wait?: boolean | undefined;
  /** Shows nothing (`SYNCMGR_CF_NOUI`); false by default. */
  readonly noUserInterface?: boolean | undefined;
}

/** `SYNCMGR_UPDATE_REASON` in words. */
export type SyncCenterUpdateReason = (typeof updateReasons)[number];

/**
 * `ISyncMgrControl`: starts and stops synchronisations in Sync Center, and tells it what has changed. Sync Center queues the requests;
 * calls can be slow. On a machine without the class every method rejects with `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`.
 * Source: https://learn.microsoft.com/windows/win32/api/syncmgr/nn-syncmgr-isyncmgrcontrol.
 */
export class SyncCenterControl {
  readonly #calls: Calls;
  readonly #verbs: ControlVerbs;

  /** @internal */
  constructor(calls: Calls, verbs: ControlVerbs) {
    this.#calls = calls;
    this.#verbs = verbs;
  }

  /**
   * `StartHandlerSync`: resolves when the synchronisation has ended and `ISyncMgrSyncResult` was told how.
   * @throws {HResultError} `RPC_E_DISCONNECTED`, operation `ISyncMgrSyncResult.Result`, when Sync Center lets it go untold
   */
  async startHandlerSync(handlerId: string, options?: SyncCenterStartOptions): Promise<SyncCenterResult> {
    const id = requireId(handlerId, 'handlerId');
    const flags = requireStartFlags(options);
    return await this.#result('ISyncMgrControl.StartHandlerSync', (listener) =>
      this.#verbs.startHandlerSync(id, flags, listener),
    );
  }

  /** `StartItemSync`: the same for some items of a handler. */
  async startItemSync(
    handlerId: string,
    itemIds: readonly string[],
    options?: SyncCenterStartOptions,
  ): Promise<SyncCenterResult> {
    const id = requireId(handlerId, 'handlerId');
    const ids = requireIds(itemIds);
    const flags = requireStartFlags(options);
    return await this.#result('ISyncMgrControl.StartItemSync', (listener) =>
      this.#verbs.startItemSync(id, ids, flags, listener),
    );
  }

  /** `StartSyncAll`: every handler. Nobody tells how it ends. */
  async startSyncAll(): Promise<void> {
    await this.#calls.run('ISyncMgrControl.StartSyncAll', () => this.#verbs.startSyncAll());
  }

  /** `StopHandlerSync`: asks the handler to cancel. */
  async stopHandlerSync(handlerId: string): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    await this.#calls.run('ISyncMgrControl.StopHandlerSync', () => this.#verbs.stopHandlerSync(id));
  }

  /** `StopItemSync`: asks the handler to cancel some items. */
  async stopItemSync(handlerId: string, itemIds: readonly string[]): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const ids = requireIds(itemIds);
    await this.#calls.run('ISyncMgrControl.StopItemSync', () => this.#verbs.stopItemSync(id, ids));
  }

  /** `StopSyncAll`. */
  async stopSyncAll(): Promise<void> {
    await this.#calls.run('ISyncMgrControl.StopSyncAll', () => this.#verbs.stopSyncAll());
  }

  /** `UpdateHandlerCollection`: the handlers of a collection have changed. */
  async updateHandlerCollection(clsid: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = parseGuid(clsid, 'clsid');
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.UpdateHandlerCollection', () =>
      this.#verbs.updateHandlerCollection(id, flags),
    );
  }

  /** `UpdateHandler`: what a handler tells about itself has changed. */
  async updateHandler(handlerId: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.UpdateHandler', () => this.#verbs.updateHandler(id, flags));
  }

  /** `UpdateItem`: what an item tells about itself has changed. */
  async updateItem(handlerId: string, itemId: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireId(itemId, 'itemId');
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.UpdateItem', () => this.#verbs.updateItem(id, item, flags));
  }

  /** `UpdateEvents`: the events of an item, or of the whole handler for `null`, have changed. */
  async updateEvents(handlerId: string, itemId: string | null, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireIdOrNull(itemId);
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.UpdateEvents', () => this.#verbs.updateEvents(id, item, flags));
  }

  /** `UpdateConflict`, with the `ISyncMgrConflict*` at this address: one conflict has been added, changed or removed. */
  async updateConflict(
    handlerId: string,
    itemId: string | null,
    pointer: bigint,
    reason: SyncCenterUpdateReason,
  ): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireIdOrNull(itemId);
    const address = requirePointer(pointer);
    const number = requireWord(reason, 'reason', updateReasons);
    await this.#calls.run('ISyncMgrControl.UpdateConflict', () =>
      this.#verbs.updateConflict(id, item, address, number),
    );
  }

  /** `UpdateConflicts`: the conflicts of an item, or of the whole handler for `null`, have changed. */
  async updateConflicts(handlerId: string, itemId: string | null, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireIdOrNull(itemId);
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.UpdateConflicts', () => this.#verbs.updateConflicts(id, item, flags));
  }

  /** `ActivateHandler`: whether a handler takes part in Sync Center at all. */
  async setHandlerActive(handlerId: string, active: boolean, options?: SyncCenterControlOptions): Promise<void> {
    requireBoolean(active, 'active');
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.ActivateHandler', () => this.#verbs.activateHandler(active, id, flags));
  }

  /** `EnableHandler`: whether a handler is synchronised. */
  async setHandlerEnabled(handlerId: string, enabled: boolean, options?: SyncCenterControlOptions): Promise<void> {
    requireBoolean(enabled, 'enabled');
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.EnableHandler', () => this.#verbs.enableHandler(enabled, id, flags));
  }

  /** `EnableItem`: whether an item is synchronised. */
  async setItemEnabled(
    handlerId: string,
    itemId: string,
    enabled: boolean,
    options?: SyncCenterControlOptions,
  ): Promise<void> {
    requireBoolean(enabled, 'enabled');
    const id = requireId(handlerId, 'handlerId');
    const item = requireId(itemId, 'itemId');
    const flags = requireControlFlags(options);
    await this.#calls.run('ISyncMgrControl.EnableItem', () => this.#verbs.enableItem(enabled, id, item, flags));
  }

  async #result(operation: string, start: (listener: SyncResultListener) => Promise<void>): Promise<SyncCenterResult> {
    let tell: SyncResultListener = () => {};
    const told = new Promise<SyncResultRecord | null>((resolve) => {
      tell = resolve;
    });
    const forgetClose = this.#calls.onClose(() => tell(null));
    try {
      const started = this.#calls.run(operation, () => start(tell));
      const record = await Promise.race([told, started.then(() => told)]);
      if (record === null) {
        // Sync Center also lets it go when it refuses to start: then the refusal counts.
        await started;
        throw new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSyncResult.Result');
      }
      const { status, errors, conflicts } = record;
      return { status: toCenterStatus(status), errors, conflicts };
    } finally {
      forgetClose();
    }
  }
}

function requireIdOrNull(value: unknown): string | null {
  return value === null ? null : requireId(value, 'itemId');
}

function requireStartFlags(options: SyncCenterStartOptions | undefined): number {
  const { ignoreIfAlreadySyncing: ignore = false } = requireOptions(options);
  return requireBoolean(ignore, 'ignoreIfAlreadySyncing') ? ignoreIfAlreadySyncing : 0;
}

function requireControlFlags(options: SyncCenterControlOptions | undefined): number {
  const { wait = false, noUserInterface = false } = requireOptions(options);
  return (
    (requireBoolean(wait, 'wait') ? controlFlags.wait : 0) |
    (requireBoolean(noUserInterface, 'noUserInterface') ? controlFlags.noUserInterface : 0)
  );
}
