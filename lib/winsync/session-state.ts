import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireBoolean, requireBytes, requireDword, requireOptions, requireWord } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { Closable } from '../com/closable.js';
import { readBuffer } from './buffer.js';
import { progressStages, providerRoles } from './constants.js';
import type { WinSyncProgressReport } from './progress.js';
import type { SessionStateVerbs } from './verbs.js';

/** The range of items that a recovery of forgotten knowledge has to process. Both bounds are inclusive. */
export interface WinSyncRange {
  /** An item id, in the format of the provider's item ids. */
  readonly lowerBound: Uint8Array;
  readonly upperBound: Uint8Array;
}

/**
 * `ISyncSessionState` and `ISyncSessionState2`, with which a provider reads from its session and reports to it. `winsync.attach()` makes one for a
 * state of other native code; a {@link WinSyncSession} is one of this package. After `close()` every method rejects with `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isyncsessionstate.
 */
export class WinSyncSessionState extends Closable {
  readonly #calls: Calls;
  readonly #verbs: SessionStateVerbs;

  /** @internal */
  constructor(calls: Calls, verbs: SessionStateVerbs) {
    super();
    this.#calls = calls;
    this.#verbs = verbs;
  }

  /**
   * Reports progress (`OnProgress`), which the application receives through its callback.
   * @throws {TypeError | RangeError} for a wrong report
   * @throws {HResultError} `E_ABORT` after the session has been cancelled, from a state of this package
   * @see https://learn.microsoft.com/windows/win32/api/winsync/nf-winsync-isyncsessionstate-onprogress
   */
  async onProgress(report: WinSyncProgressReport, options?: SignalOptions): Promise<void> {
    const { provider, stage, completedWork, totalWork } = requireReport(report);
    await this.run(
      'ISyncSessionState.OnProgress',
      () => this.#verbs.onProgress(provider, stage, completedWork, totalWork),
      options,
    );
  }

  /** Returns whether the session has been cancelled, so that a provider should stop (`IsCanceled`). */
  async isCanceled(options?: SignalOptions): Promise<boolean> {
    return await this.run('ISyncSessionState.IsCanceled', () => this.#verbs.isCanceled(), options);
  }

  /** Returns the serialised data of the change applier for {@link loadInfoFromChangeApplication} (`GetInfoForChangeApplication`). */
  async getInfoForChangeApplication(options?: SignalOptions): Promise<Uint8Array> {
    const operation = 'ISyncSessionState.GetInfoForChangeApplication';
    return await this.run(
      operation,
      () => readBuffer(operation, (capacity) => this.#verbs.getInfoForChangeApplication(capacity)),
      options,
    );
  }

  /**
   * Loads the data that another state has serialised (`LoadInfoFromChangeApplication`).
   * @throws {HResultError} `SYNC_E_DESERIALIZATION` for other bytes, `E_INVALIDARG` for no bytes
   */
  async loadInfoFromChangeApplication(bytes: Uint8Array, options?: SignalOptions): Promise<void> {
    const copy = requireBytes(bytes, 'bytes');
    await this.run(
      'ISyncSessionState.LoadInfoFromChangeApplication',
      () => this.#verbs.loadInfoFromChangeApplication(copy),
      options,
    );
  }

  /** Returns the recovery range, or null if there is none (`GetForgottenKnowledgeRecoveryRangeStart` and `…End`). */
  async getForgottenKnowledgeRecoveryRange(options?: SignalOptions): Promise<WinSyncRange | null> {
    const start = 'ISyncSessionState.GetForgottenKnowledgeRecoveryRangeStart';
    const end = 'ISyncSessionState.GetForgottenKnowledgeRecoveryRangeEnd';
    const lowerBound = await this.run(
      start,
      () => readBuffer(start, (capacity) => this.#verbs.getForgottenKnowledgeRecoveryRangeStart(capacity)),
      options,
    );
    const upperBound = await this.run(
      end,
      () => readBuffer(end, (capacity) => this.#verbs.getForgottenKnowledgeRecoveryRangeEnd(capacity)),
      options,
    );
    return lowerBound.length === 0 && upperBound.length === 0 ? null : { lowerBound, upperBound };
  }

  /**
   * Sets the recovery range (`SetForgottenKnowledgeRecoveryRange`).
   * @throws {HResultError} `SYNC_E_ID_FORMAT_MISMATCH` for a bound that is not an item id of the session
   */
  async setForgottenKnowledgeRecoveryRange(range: WinSyncRange, options?: SignalOptions): Promise<void> {
    const { lowerBound, upperBound } = requireOptions(range, 'range');
    const lower = requireBytes(lowerBound, 'range.lowerBound');
    const upper = requireBytes(upperBound, 'range.upperBound');
    await this.run(
      'ISyncSessionState.SetForgottenKnowledgeRecoveryRange',
      () => this.#verbs.setForgottenKnowledgeRecoveryRange(lower, upper),
      options,
    );
  }

  /**
   * Sets the provider that has failed (`ISyncSessionState2::SetProviderWithError`). The destination provider calls it when it handles a batch of
   * changes.
   * @param self true: the caller itself; false: the other provider
   * @throws {HResultError} `SYNC_E_INVALID_OPERATION` if no session runs; `E_NOINTERFACE` if the state does not have `ISyncSessionState2`
   */
  async setProviderWithError(self: boolean, options?: SignalOptions): Promise<void> {
    requireBoolean(self, 'self');
    await this.run('ISyncSessionState2.SetProviderWithError', () => this.#verbs.setProviderWithError(self), options);
  }

  /**
   * Returns the error status of the session (`ISyncSessionState2::GetSessionErrorStatus`): an HRESULT, as an unsigned number.
   * @throws {HResultError} `E_NOINTERFACE` if the state does not have `ISyncSessionState2`
   */
  async getSessionErrorStatus(options?: SignalOptions): Promise<number> {
    return await this.run(
      'ISyncSessionState2.GetSessionErrorStatus',
      () => this.#verbs.getSessionErrorStatus(),
      options,
    );
  }

  /** @internal Runs a call, unless the state has been closed. */
  protected async run<T>(operation: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
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
    await this.#calls.release('ISyncSessionState.Release', () => this.#verbs.close());
  }
}

/** Converts a report to COM's numbers. @throws {TypeError | RangeError} for a wrong report */
export function requireReport(report: WinSyncProgressReport): {
  readonly provider: number;
  readonly stage: number;
  readonly completedWork: number;
  readonly totalWork: number;
} {
  const { provider, stage, completedWork, totalWork } = requireOptions(report, 'report');
  return {
    provider: requireWord(provider, 'provider', providerRoles),
    stage: requireWord(stage, 'stage', progressStages),
    completedWork: requireDword(completedWork, 'completedWork'),
    totalWork: requireDword(totalWork === null ? 0 : totalWork, 'totalWork'),
  };
}
