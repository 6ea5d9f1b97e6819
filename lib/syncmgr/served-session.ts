import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireOptions } from '../com/arguments.js';
import type { ObservedSession } from '../com/diagnostics/sessions.js';
import { HResultError } from '../com/error.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import type { SyncManagerAnswer, SyncManagerCallback, SyncManagerLogEntry } from './callback.js';
import type { SyncManagerItemReport } from './records.js';

/** The part of a run that the handler's functions and the handler share. */
export interface ServedRun {
  readonly session: SyncManagerHandlerSession;
  /** Marks an item as skipped (`SetItemStatus(SYNCMGRSTATUS_SKIPPED)`). */
  skip(itemId: string): void;
  /** Sets the observer that reports the run's synchronisation to the diagnostics channels. */
  observe(observed: ObservedSession | undefined): void;
  /** Aborts the run: the client no longer waits for it, or all items are cancelled. */
  abort(): void;
}

/**
 * The session in which a handler in JavaScript reports to its manager, and receives its answers, during one synchronisation or one dialog. Its
 * methods are those of `SyncManagerCallback`, and reject with `RPC_E_DISCONNECTED` after the manager has released it. They can be destructured.
 */
export class SyncManagerHandlerSession {
  readonly #callback: () => SyncManagerCallback | undefined;
  readonly #aborting = new AbortController();
  readonly #skipped = new Set<string>();
  #observed: ObservedSession | undefined;

  private constructor(callback: () => SyncManagerCallback | undefined) {
    this.#callback = callback;
    // The functions of a handler may destructure their session: synchronize(ids, { progress, signal, isSkipped }).
    this.isSkipped = this.isSkipped.bind(this);
    this.progress = this.progress.bind(this);
    this.logError = this.logError.bind(this);
    this.deleteLogError = this.deleteLogError.bind(this);
    this.enableModeless = this.enableModeless.bind(this);
    this.establishConnection = this.establishConnection.bind(this);
  }

  /** @internal Begins a run and creates its session. */
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
   * Aborted when all items are cancelled: by the answer to a report, by the manager's `SetItemStatus`, because the manager has released the handler,
   * or because the class is no longer served.
   */
  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  /** Whether to skip an item: by the answer to a report of it, or by the manager's `SetItemStatus`. */
  isSkipped(itemId: string): boolean {
    return this.#skipped.has(parseGuid(itemId, 'itemId'));
  }

  /** Reports the progress of an item, and returns whether to continue (`Progress`). */
  async progress(itemId: string, item: SyncManagerItemReport, options?: SignalOptions): Promise<SyncManagerAnswer> {
    const id = parseGuid(itemId, 'itemId');
    const { statusText, status, value, max } = requireOptions(item, 'item');
    return await untilAborted(requireSignalOf(options), async () => {
      const answer = await this.#require('Progress').progress(id, { statusText, status, value, max });
      this.#observed?.progress(id, toCount(value), toCount(max));
      if (answer === 'cancelItem') this.#skipped.add(id);
      if (answer === 'cancelAll') this.#aborting.abort();
      return answer;
    });
  }

  /** Adds an entry to the log (`LogError`). */
  async logError(entry: SyncManagerLogEntry, options?: SignalOptions): Promise<void> {
    await this.#require('LogError').logError(entry, options);
  }

  /** Deletes an entry of the log, or all entries of this handler if it is omitted or null (`DeleteLogError`). */
  async deleteLogError(errorId?: string | null, options?: SignalOptions): Promise<void> {
    await this.#require('DeleteLogError').deleteLogError(errorId, options);
  }

  /**
   * Requests a dialog (`true`), and returns whether it may be shown, or reports that it is closed (`false`), which must follow a request that was
   * granted (`EnableModeless`).
   */
  async enableModeless(enable: boolean, options?: SignalOptions): Promise<boolean> {
    return await this.#require('EnableModeless').enableModeless(enable, options);
  }

  /** Requests a network connection by its name, or the default one if it is omitted or null (`EstablishConnection`). */
  async establishConnection(name?: string | null, options?: SignalOptions): Promise<void> {
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
