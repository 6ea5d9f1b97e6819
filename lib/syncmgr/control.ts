import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { orNull, requireBoolean, requireOneOf, requireOptions, requirePointer, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { HResultError } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import { requireId, requireIds, type SyncCenterStatus, toCenterStatus } from './center-arguments.js';
import { controlFlags, ignoreIfAlreadySyncing, updateReasons } from './constants.js';
import type { ControlVerbs, SyncResultListener, SyncResultRecord } from './verbs.js';

/** The result of a synchronisation that was started through Sync Center. */
export interface SyncCenterResult {
  readonly status: SyncCenterStatus | number;
  readonly errors: number;
  readonly conflicts: number;
}

const abortActions = ['stop', 'leave'] as const;

/** The action for a synchronisation whose call is aborted. */
export type SyncCenterAbortAction = (typeof abortActions)[number];

export interface SyncCenterStartOptions extends SignalOptions {
  /**
   * The action when the signal is aborted: `'stop'` (the default) requests the handler to cancel the synchronisation after it has been started, as
   * `stopHandlerSync()` and `stopItemSync()` do; `'leave'` lets it continue. A failure to stop it is ignored.
   */
  readonly onAbort?: SyncCenterAbortAction | undefined;
  /** Does nothing if the handler or the item is already being synchronised; false by default. */
  readonly ignoreIfAlreadySyncing?: boolean | undefined;
}

export interface SyncCenterControlOptions extends SignalOptions {
  /** Waits until Sync Center has processed the request (`SYNCMGR_CF_WAIT`); false by default. */
  readonly wait?: boolean | undefined;
  /** Shows no user interface (`SYNCMGR_CF_NOUI`); false by default. */
  readonly noUserInterface?: boolean | undefined;
}

/** The names of the `SYNCMGR_UPDATE_REASON` values. */
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
   * Starts the synchronisation of a handler (`StartHandlerSync`). Resolves to the result that Sync Center reports to `ISyncMgrSyncResult` when the
   * synchronisation has ended.
   * @throws {HResultError} `RPC_E_DISCONNECTED`, operation `ISyncMgrSyncResult.Result`, if Sync Center releases it without a result
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

  /** Starts the synchronisation of some items of a handler in the same way (`StartItemSync`). */
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

  /** Starts the synchronisation of every handler (`StartSyncAll`). The result is not reported. */
  async startSyncAll(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.StartSyncAll', () => this.#verbs.startSyncAll(), signal);
  }

  /** Requests the handler to cancel (`StopHandlerSync`). */
  async stopHandlerSync(handlerId: string, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const id = requireId(handlerId, 'handlerId');
    await this.#calls.run('ISyncMgrControl.StopHandlerSync', () => this.#verbs.stopHandlerSync(id), signal);
  }

  /** Requests the handler to cancel some items (`StopItemSync`). */
  async stopItemSync(handlerId: string, itemIds: readonly string[], options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const id = requireId(handlerId, 'handlerId');
    const ids = requireIds(itemIds);
    await this.#calls.run('ISyncMgrControl.StopItemSync', () => this.#verbs.stopItemSync(id, ids), signal);
  }

  /** Requests every handler to cancel (`StopSyncAll`). */
  async stopSyncAll(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.StopSyncAll', () => this.#verbs.stopSyncAll(), signal);
  }

  /** Reports that the handlers of a collection have changed (`UpdateHandlerCollection`). */
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

  /** Reports that the properties of a handler have changed (`UpdateHandler`). */
  async updateHandler(handlerId: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.UpdateHandler', () => this.#verbs.updateHandler(id, flags), signal);
  }

  /** Reports that the properties of an item have changed (`UpdateItem`). */
  async updateItem(handlerId: string, itemId: string, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = requireId(itemId, 'itemId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.UpdateItem', () => this.#verbs.updateItem(id, item, flags), signal);
  }

  /** Reports that the events of an item, or of the whole handler if it is omitted or null, have changed (`UpdateEvents`). */
  async updateEvents(handlerId: string, itemId?: string | null, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = orNull(itemId, 'itemId', requireId);
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.UpdateEvents', () => this.#verbs.updateEvents(id, item, flags), signal);
  }

  /** Reports that one conflict of an item, or of the whole handler for `null`, was added, changed or removed: the `ISyncMgrConflict*` at this address (`UpdateConflict`). */
  async updateConflict(
    handlerId: string,
    itemId: string | null,
    pointer: bigint,
    reason: SyncCenterUpdateReason,
    options?: SignalOptions,
  ): Promise<void> {
    const signal = requireSignalOf(options);
    const id = requireId(handlerId, 'handlerId');
    const item = orNull(itemId, 'itemId', requireId);
    const address = requirePointer(pointer);
    const number = requireWord(reason, 'reason', updateReasons);
    await this.#calls.run(
      'ISyncMgrControl.UpdateConflict',
      () => this.#verbs.updateConflict(id, item, address, number),
      signal,
    );
  }

  /** Reports that the conflicts of an item, or of the whole handler if it is omitted or null, have changed (`UpdateConflicts`). */
  async updateConflicts(handlerId: string, itemId?: string | null, options?: SyncCenterControlOptions): Promise<void> {
    const id = requireId(handlerId, 'handlerId');
    const item = orNull(itemId, 'itemId', requireId);
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run(
      'ISyncMgrControl.UpdateConflicts',
      () => this.#verbs.updateConflicts(id, item, flags),
      signal,
    );
  }

  /** Activates or deactivates a handler (`ActivateHandler`): an inactive handler takes no part in Sync Center. */
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

  /** Enables or disables the synchronisation of a handler (`EnableHandler`). */
  async setHandlerEnabled(handlerId: string, enabled: boolean, options?: SyncCenterControlOptions): Promise<void> {
    requireBoolean(enabled, 'enabled');
    const id = requireId(handlerId, 'handlerId');
    const flags = requireControlFlags(options);
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrControl.EnableHandler', () => this.#verbs.enableHandler(enabled, id, flags), signal);
  }

  /** Enables or disables the synchronisation of an item (`EnableItem`). */
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
        // Sync Center also releases the listener if it refuses to start: the call then fails with the refusal.
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
      // After the start: Sync Center may process the requests of a busy handler one after the other.
      if (signal?.aborted === true && stopsOnAbort) started.then(() => (ended ? undefined : stop())).catch(() => {});
      throw error;
    }
  }
}

/** The operations that start a synchronisation and stop it again. */
interface StartedSync {
  readonly operation: string;
  readonly signal: AbortSignal | undefined;
  readonly stopsOnAbort: boolean;
  start(listener: SyncResultListener): Promise<void>;
  stop(): Promise<void>;
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
