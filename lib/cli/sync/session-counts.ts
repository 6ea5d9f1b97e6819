import type { WinSyncListeners, WinSyncRecoverableError } from '../../index.js';

/** The counts of a session. */
export interface SessionCounts {
  /** As reported by the provider; null until it reports them. */
  readonly changesApplied: number | null;
  readonly changesFailed: number | null;
  /** All of them are deferred, which is the default of a session. */
  readonly conflicts: number;
  readonly recoverableErrors: number;
}

/** Counts the events of a session. */
export class SessionCounter {
  readonly listeners: WinSyncListeners;
  #changesApplied: number | null = null;
  #changesFailed: number | null = null;
  #conflicts = 0;
  #recoverableErrors = 0;

  /**
   * @param onActivity called for every event of the provider
   * @param onRecoverableError called with each recoverable error; with the latest one if several are merged into one event
   */
  constructor(onActivity: () => void, onRecoverableError: (error: WinSyncRecoverableError) => void) {
    const countTotals: WinSyncListeners['onChangeApplied'] = ({ changesApplied, changesFailed }) => {
      this.#changesApplied = changesApplied;
      this.#changesFailed = changesFailed;
      onActivity();
    };
    this.listeners = {
      onProgress: onActivity,
      onChange: onActivity,
      onChangeApplied: countTotals,
      onChangeFailed: countTotals,
      onRecoverableError: (error) => {
        this.#recoverableErrors += 1 + error.folded;
        onActivity();
        onRecoverableError(error);
      },
      onConflict: () => {
        this.#conflicts += 1;
        onActivity();
        return 'defer';
      },
    };
  }

  get counts(): SessionCounts {
    return {
      changesApplied: this.#changesApplied,
      changesFailed: this.#changesFailed,
      conflicts: this.#conflicts,
      recoverableErrors: this.#recoverableErrors,
    };
  }
}
