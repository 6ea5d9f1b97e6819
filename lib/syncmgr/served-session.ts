import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import type { ObservedSession } from '../com/diagnostics/sessions.js';
import { HResultError } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import type { SyncManagerAnswer, SyncManagerCallback, SyncManagerLogEntry } from './callback.js';
import { nullGuid } from './constants.js';
import type { SyncManagerItemReport } from './records.js';

/** What a run of a handler in JavaScript shares with the handler's functions. */
export interface ServedRun {
  readonly session: SyncManagerHandlerSession;
  /** `SetItemStatus(SYNCMGRSTATUS_SKIPPED)`. */
  skip(itemId: string): void;
  /** Reports the synchronisation that the run makes to the diagnostics channels. */
  observe(observed: ObservedSession | undefined): void;
  /** The client no longer waits for the run, or all of it is cancelled. */
  abort(): void;
}

/**
 * What a handler in JavaScript says to its manager, and learns from it, during one synchronisation or one dialog. Its methods are those of
 * `SyncManagerCallback`, and reject with `RPC_E_DISCONNECTED` when the manager has released it. They can be destructured.
 */
export class SyncManagerHandlerSession {
  readonly #callback: () => SyncManagerCallback | undefined;
  readonly #aborting = new AbortController();
  readonly #skipped = new Set<string>();
  #observed: ObservedSession | undefined;

  private constructor(callback: () => SyncManagerCallback | undefined) {
    this.#callback = callback;
    // The functions of a handler may take their session apart: synchronize(ids, { progress, signal, isSkipped }).
    this.isSkipped = this.isSkipped.bind(this);
    this.progress = this.progress.bind(this);
    this.logError = this.logError.bind(this);
    this.deleteLogError = this.deleteLogError.bind(this);
    this.enableModeless = this.enableModeless.bind(this);
    this.establishConnection = this.establishConnection.bind(this);
  }

  /** @internal */
  static begin(callback: () => SyncManagerCallback | undefined): ServedRun {
    const session = new SyncManagerHandlerSession(callback);
    return {
      session,
      skip: (itemId) => void session.#skipped.add(itemId),
      observe: (observed) => {
        session.#observed = observed;
      },
      abort: () => session.#aborting.abort(),
    };
  }

  /**
   * Aborted when all is to be cancelled: a report was answered so, the manager has said so by `SetItemStatus`, it has let the handler go, or
   * the class is not served any more.
   */
  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  /** Whether an item is to be left out: a report of it was answered so, or the manager has said so by `SetItemStatus`. */
  isSkipped(itemId: string): boolean {
    return this.#skipped.has(parseGuid(itemId, 'itemId'));
  }

  /** `Progress`: reports how far an item is, and returns whether to go on. */
  async progress(itemId: string, item: SyncManagerItemReport, options?: SignalOptions): Promise<SyncManagerAnswer> {
    return await untilAborted(requireSignalOf(options), async () => {
      const answer = await this.#require('Progress').progress(itemId, item);
      const { value, max } = item;
      this.#observed?.progress(parseGuid(itemId, 'itemId'), toCount(value), toCount(max));
      if (answer === 'cancelItem') this.#skipped.add(parseGuid(itemId, 'itemId'));
      if (answer === 'cancelAll') this.#aborting.abort();
      return answer;
    });
  }

  /** `LogError`. */
  async logError(entry: SyncManagerLogEntry, options?: SignalOptions): Promise<void> {
    await this.#require('LogError').logError(entry, options);
  }

  /** `DeleteLogError`: one entry, or all that this handler has written. */
  async deleteLogError(errorId: string = nullGuid, options?: SignalOptions): Promise<void> {
    await this.#require('DeleteLogError').deleteLogError(errorId, options);
  }

  /** `EnableModeless`: `true` asks whether a dialog may be shown; `false` must follow when one that was allowed is gone. */
  async enableModeless(enable: boolean, options?: SignalOptions): Promise<boolean> {
    return await this.#require('EnableModeless').enableModeless(enable, options);
  }

  /** `EstablishConnection`: one of this name, or the default one. */
  async establishConnection(name?: string, options?: SignalOptions): Promise<void> {
    await this.#require('EstablishConnection').establishConnection(name, options);
  }

  #require(method: string): SyncManagerCallback {
    const callback = this.#callback();
    if (callback !== undefined) return callback;
    throw new HResultError(hresults.RPC_E_DISCONNECTED, `ISyncMgrSynchronizeCallback.${method}`);
  }
}

function toCount(value: number | undefined): bigint | null {
  return value === undefined ? null : BigInt(value);
}
