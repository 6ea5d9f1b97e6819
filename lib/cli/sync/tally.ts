import type { WinSyncListeners, WinSyncRecoverableError } from '../../index.js';

/** What an application learns of a session beside its progress. */
export interface TallyCounts {
  /** As the provider counts them; null where it has told nothing. */
  readonly changesApplied: number | null;
  readonly changesFailed: number | null;
  /** Each was answered with what the session does by default: it is deferred. */
  readonly conflicts: number;
  readonly recoverableErrors: number;
}

/** Counts what happens in a session. */
export class Tally {
  readonly listeners: WinSyncListeners;
  #changesApplied: number | null = null;
  #changesFailed: number | null = null;
  #conflicts = 0;
  #recoverableErrors = 0;

  /**
   * @param onSign called for everything that the provider says
   * @param onRecoverableError the latest of those that are folded into one
   */
  constructor(onSign: () => void, onRecoverableError: (error: WinSyncRecoverableError) => void) {
    const countTotals: WinSyncListeners['onChangeApplied'] = ({ changesApplied, changesFailed }) => {
      this.#changesApplied = changesApplied;
      this.#changesFailed = changesFailed;
      onSign();
    };
    this.listeners = {
      onProgress: onSign,
      onChange: onSign,
      onChangeApplied: countTotals,
      onChangeFailed: countTotals,
      onRecoverableError: (error) => {
        this.#recoverableErrors += 1 + error.folded;
        onSign();
        onRecoverableError(error);
      },
      onConflict: () => {
        this.#conflicts += 1;
        onSign();
        return 'defer';
      },
    };
  }

  get counts(): TallyCounts {
    return {
      changesApplied: this.#changesApplied,
      changesFailed: this.#changesFailed,
      conflicts: this.#conflicts,
      recoverableErrors: this.#recoverableErrors,
    };
  }
}
