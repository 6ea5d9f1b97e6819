import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireDword, requireOptions } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { Closable } from '../com/closable.js';
import { fullEnumerationActions, resolveActions } from './constants.js';
import type { WinSyncProgressReport } from './progress.js';
import {
  requireChange,
  requireConflict,
  requireRecoverableError,
  type WinSyncChangeReport,
  type WinSyncConflictReport,
  type WinSyncFullEnumerationAction,
  type WinSyncRecoverableErrorReport,
  type WinSyncResolveAction,
} from './records.js';
import { requireReport } from './session-state.js';
import type { CallbackVerbs } from './verbs.js';

/** Running totals of a session that a provider reports. */
export interface WinSyncTotalsReport {
  /** 0 to 2^32-1, like `changesFailed`. */
  readonly changesApplied: number;
  readonly changesFailed: number;
}

/**
 * `ISyncCallback` and `ISyncCallback2`, as a provider calls them on an application: a callback of other native code, or that of a session of this
 * package. Made by `winsync.attachCallback()`. Every method rejects with the HRESULT that the application returns if it is a failure. After
 * `close()`: `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isynccallback.
 */
export class WinSyncCallback extends Closable {
  readonly #calls: Calls;
  readonly #verbs: CallbackVerbs;

  /** @internal */
  constructor(calls: Calls, verbs: CallbackVerbs) {
    super();
    this.#calls = calls;
    this.#verbs = verbs;
  }

  /** Reports progress (`OnProgress`). The numbers are passed unchanged: only the session state adds them up. */
  async onProgress(report: WinSyncProgressReport, options?: SignalOptions): Promise<void> {
    const { provider, stage, completedWork, totalWork } = requireReport(report);
    await this.#run(
      'ISyncCallback.OnProgress',
      () => this.#verbs.onProgress(provider, stage, completedWork, totalWork),
      options,
    );
  }

  /** Reports a change with these fields (`OnChange`). */
  async onChange(change: WinSyncChangeReport, options?: SignalOptions): Promise<void> {
    const record = requireChange(change);
    await this.#run('ISyncCallback.OnChange', () => this.#verbs.onChange(record), options);
  }

  /** Reports a conflict (`OnConflict`). Resolves to the action that the application has set; `'defer'` if it has set none. */
  async onConflict(conflict: WinSyncConflictReport, options?: SignalOptions): Promise<WinSyncResolveAction | number> {
    const record = requireConflict(conflict);
    const action = await this.#run('ISyncCallback.OnConflict', () => this.#verbs.onConflict(record), options);
    return resolveActions[action] ?? action;
  }

  /** Reports an error with these fields (`OnRecoverableError`). */
  async onRecoverableError(error: WinSyncRecoverableErrorReport, options?: SignalOptions): Promise<void> {
    const record = requireRecoverableError(error);
    await this.#run('ISyncCallback.OnRecoverableError', () => this.#verbs.onRecoverableError(record), options);
  }

  /** Reports that a full enumeration is needed (`OnFullEnumerationNeeded`). Resolves to the action that the application chooses. */
  async onFullEnumerationNeeded(options?: SignalOptions): Promise<WinSyncFullEnumerationAction | number> {
    const action = await this.#run(
      'ISyncCallback.OnFullEnumerationNeeded',
      () => this.#verbs.onFullEnumerationNeeded(),
      options,
    );
    return fullEnumerationActions[action] ?? action;
  }

  /**
   * Reports applied changes (`ISyncCallback2::OnChangeApplied`).
   * @throws {HResultError} `E_NOINTERFACE` if the callback does not have `ISyncCallback2`
   */
  async onChangeApplied(totals: WinSyncTotalsReport, options?: SignalOptions): Promise<void> {
    const { changesApplied, changesFailed } = requireTotals(totals);
    await this.#run(
      'ISyncCallback2.OnChangeApplied',
      () => this.#verbs.onChangeApplied(changesApplied, changesFailed),
      options,
    );
  }

  /**
   * Reports failed changes (`ISyncCallback2::OnChangeFailed`).
   * @throws {HResultError} `E_NOINTERFACE` if the callback does not have `ISyncCallback2`
   */
  async onChangeFailed(totals: WinSyncTotalsReport, options?: SignalOptions): Promise<void> {
    const { changesApplied, changesFailed } = requireTotals(totals);
    await this.#run(
      'ISyncCallback2.OnChangeFailed',
      () => this.#verbs.onChangeFailed(changesApplied, changesFailed),
      options,
    );
  }

  async #run<T>(operation: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
    return await this.#calls.run(
      operation,
      () => {
        this.requireOpen(operation);
        return invoke();
      },
      requireSignalOf(options),
    );
  }

  /** @internal */
  protected override async release(): Promise<void> {
    await this.#calls.release('ISyncCallback.Release', () => this.#verbs.close());
  }
}

function requireTotals(totals: WinSyncTotalsReport): WinSyncTotalsReport {
  const { changesApplied, changesFailed } = requireOptions(totals, 'totals');
  return {
    changesApplied: requireDword(changesApplied, 'changesApplied'),
    changesFailed: requireDword(changesFailed, 'changesFailed'),
  };
}
