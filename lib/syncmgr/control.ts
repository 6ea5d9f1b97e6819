import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireBoolean, requireOneOf, requireOptions, requirePointer, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { HResultError } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { requireId, requireIds, type SyncCenterStatus, toCenterStatus } from './center-arguments.js';
import { controlFlags, ignoreIfAlreadySyncing, updateReasons } from './constants.js';
import type { ControlVerbs, SyncResultListener, SyncResultRecord } from './verbs.js';

/** How a synchronisation that was started through Sync Center has ended. */
export interface SyncCenterResult {
  readonly status: SyncCenterStatus | number;
  readonly errors: number;
  readonly conflicts: number;
}

const abortActions = ['stop', 'leave'] as const;

/** What becomes of a synchronisation whose call is aborted. */
export type SyncCenterAbortAction = (typeof abortActions)[number];

export interface SyncCenterStartOptions extends SignalOptions {
  /**
   * What becomes of the synchronisation when the signal is aborted: `'stop'` (the default) asks the handler to cancel it, as
   * `stopHandlerSync()` and `stopItemSync()` do, after it has been started; `'leave'` lets it go on. A failure to stop it is ignored.
   */
  readonly onAbort?: SyncCenterAbortAction | undefined;
  /** Does nothing where the handler or the item is being synchronised already; false by default. */
  readonly ignoreIfAlreadySyncing?: boolean | undefined;
}

export interface SyncCenterControlOptions extends SignalOptions {
  /** Waits until Sync Center has done it (`SYNCMGR_CF_WAIT`); false by default. */
  readonly wait?: boolean | undefined;
  /** Shows nothing (`SYNCMGR_CF_NOUI`); false by default. */
  readonly noUserInterface?: boolean | undefined;
}

/** `SYNCMGR_UPDATE_REASON` in words. */
export type SyncCenterUpdateReason = (typeof updateReasons)[number];

/**
 * `ISyncMgrControl`: starts and stops synchronisations in Sync Center, and reports changes to it. Sync Center queues the requests;
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
   * `StartHandlerSync`: resolves with what Sync Center reports to `ISyncMgrSyncResult` when the synchronisation has ended.
   * @throws {HResultError} `RPC_E_DISCONNECTED`, operation `ISyncMgrSyncResult.Result`, when Sync Center releases it without a result
   */
  async startHandlerSync(handlerId: string, options?: SyncCenterStartOptions): Promise<SyncCenterResult> {
    const id = requireId(handlerId, 'handlerId');
    const settings = requireStartSettings(options);
    return await this.#result({
      ...settings,
      operation: 'ISyncMgrControl.StartHandlerSync',
      start: (listener) => this.#verbs.startHandlerSync(id, settings.flags, listener),
      stop: () => this.stopHandlerSync(id),
    });
  }

  /** `StartItemSync`: the same for some items of a handler. */
  async startItemSync(
    handlerId: string,
    itemIds: readonly string[],
    options?: SyncCenterStartOptions,
  ): Promise<SyncCenterResult> {
    const id = requireId(handlerId, 'handlerId');
    const ids = requireIds(itemIds);
    const settings = requireStartSettings(options);
    return await this.#result({
      ...settings,
      operation: 'ISyncMgrControl.StartItemSync',
      start: (listener) => this.#verbs.startItemSync(id, ids, settings.flags, listener),
      stop: () => this.stopItemSync(id, ids),
    });
  }

  /** `StartSyncAll`: every handler. How it ends is not reported. */
  async startSyncAll(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.StartSyncAll', () => this.#verbs.startSyncAll(), signal);
  }

  /** `StopHandlerSync`: asks the handler to cancel. */
  async stopHandlerSync(handlerId: string, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const id = requireId(handlerId, 'handlerId');
    await this.#calls.run('ISyncMgrControl.StopHandlerSync', () => this.#verbs.stopHandlerSync(id), signal);
  }

  /** `StopItemSync`: asks the handler to cancel some items. */
  async stopItemSync(handlerId: string, itemIds: readonly string[], options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const id = requireId(handlerId, 'handlerId');
    const ids = requireIds(itemIds);
    await this.#calls.run('ISyncMgrControl.StopItemSync', () => this.#verbs.stopItemSync(id, ids), signal);
  }

  /** `StopSyncAll`. */
  async stopSyncAll(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.StopSyncAll', () => this.#verbs.stopSyncAll(), signal);
  }

  /** `UpdateHandlerCollection`: the handlers of a collection have changed. */
  async updateHandlerCollection(clsid: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = parseGuid(clsid, 'clsid');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run(
      'ISyncMgrControl.UpdateHandlerCollection',
      () => this.#verbs.updateHandlerCollection(id, flags),
      signal,
    );
  }

  /** `UpdateHandler`: the properties of a handler have changed. */
  async updateHandler(handlerId: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.UpdateHandler', () => this.#verbs.updateHandler(id, flags), signal);
  }

  /** `UpdateItem`: the properties of an item have changed. */
  async updateItem(handlerId: string, itemId: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireId(itemId, 'itemId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.UpdateItem', () => this.#verbs.updateItem(id, item, flags), signal);
  }

  /** `UpdateEvents`: the events of an item, or of the whole handler for `null`, have changed. */
  async updateEvents(handlerId: string, itemId: string | null, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireIdOrNull(itemId);
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.UpdateEvents', () => this.#verbs.updateEvents(id, item, flags), signal);
  }

  /** `UpdateConflict`, with the `ISyncMgrConflict*` at this address: one conflict has been added, changed or removed. */
  async updateConflict(
    handlerId: string,
    itemId: string | null,
    pointer: bigint,
    reason: SyncCenterUpdateReason,
    options?: SignalOptions,
  ): Promise<void> {
    const signal = requireSignalOf(options);
    const id = requireId(handlerId, 'handlerId');
    const item = requireIdOrNull(itemId);
    const address = requirePointer(pointer);
    const number = requireWord(reason, 'reason', updateReasons);
    await this.#calls.run(
      'ISyncMgrControl.UpdateConflict',
      () => this.#verbs.updateConflict(id, item, address, number),
      signal,
    );
  }

  /** `UpdateConflicts`: the conflicts of an item, or of the whole handler for `null`, have changed. */
  async updateConflicts(handlerId: string, itemId: string | null, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireIdOrNull(itemId);
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run(
      'ISyncMgrControl.UpdateConflicts',
      () => this.#verbs.updateConflicts(id, item, flags),
      signal,
    );
  }

  /** `ActivateHandler`: whether a handler takes part in Sync Center at all. */
  async setHandlerActive(handlerId: string, active: boolean, options?: SyncCenterControlOptions): Promise<void> {
    requireBoolean(active, 'active');
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run(
      'ISyncMgrControl.ActivateHandler',
      () => this.#verbs.activateHandler(active, id, flags),
      signal,
    );
  }

  /** `EnableHandler`: whether a handler is synchronised. */
  async setHandlerEnabled(handlerId: string, enabled: boolean, options?: SyncCenterControlOptions): Promise<void> {
    requireBoolean(enabled, 'enabled');
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.EnableHandler', () => this.#verbs.enableHandler(enabled, id, flags), signal);
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
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.EnableItem', () => this.#verbs.enableItem(enabled, id, item, flags), signal);
  }

  async #result({ operation, signal, stopsOnAbort, start, stop }: StartedSync): Promise<SyncCenterResult> {
    let report: SyncResultListener = () => {};
    const reported = new Promise<SyncResultRecord | null>((resolve) => {
      report = resolve;
    });
    signal?.throwIfAborted();
    const stopListening = this.#calls.onClose(() => report(null));
    let started = Promise.resolve();
    let ended = false;
    const end = async () => {
      try {
        started = this.#calls.run(operation, () => start(report));
        const record = await Promise.race([reported, started.then(() => reported)]);
        if (record !== null) return record;
        // Sync Center also releases the listener when it refuses to start: then the refusal counts.
        await started;
        throw new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSyncResult.Result');
      } finally {
        ended = true;
        stopListening();
      }
    };
    try {
      const { status, errors, conflicts } = await untilAborted(signal, end);
      return { status: toCenterStatus(status), errors, conflicts };
    } catch (error) {
      // Once it has been started: Sync Center may take requests of a busy handler one after the other.
      if (signal?.aborted === true && stopsOnAbort) started.then(() => (ended ? undefined : stop())).catch(() => {});
      throw error;
    }
  }
}

/** What is needed to start a synchronisation and to stop it again. */
interface StartedSync {
  readonly operation: string;
  readonly signal: AbortSignal | undefined;
  readonly stopsOnAbort: boolean;
  start(listener: SyncResultListener): Promise<void>;
  stop(): Promise<void>;
}

function requireIdOrNull(value: unknown): string | null {
  return value === null ? null : requireId(value, 'itemId');
}

function requireStartSettings(options: SyncCenterStartOptions | undefined) {
  const { ignoreIfAlreadySyncing: ignore = false, onAbort = 'stop' } = requireOptions(options);
  return {
    flags: requireBoolean(ignore, 'ignoreIfAlreadySyncing') ? ignoreIfAlreadySyncing : 0,
    stopsOnAbort: requireOneOf(onAbort, 'onAbort', abortActions) === 'stop',
    signal: requireSignalOf(options),
  };
}

function requireControlFlags(options: SyncCenterControlOptions | undefined): number {
  const { wait = false, noUserInterface = false } = requireOptions(options);
  return (
    (requireBoolean(wait, 'wait') ? controlFlags.wait : 0) |
    (requireBoolean(noUserInterface, 'noUserInterface') ? controlFlags.noUserInterface : 0)
  );
}
