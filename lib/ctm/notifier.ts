import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireOptions } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { Closable } from '../com/closable.js';
import { functionNames } from './constants.js';
import { ContentTransferJob, type ContentTransferJobOptions } from './job.js';
import { KnownTotals } from './known-totals.js';
import {
  type ContentTransferErrorNotification,
  type ContentTransferProgressNotification,
  type ContentTransferSuccessNotification,
  requireAddress,
  requireComplete,
  requireCounts,
  requireFailure,
  requireProgressType,
} from './notifications.js';
import type { NotifierVerbs } from './verbs.js';

/** What a notifier is made of. */
export interface NotifierParts {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: NotifierVerbs;
  readonly library: string;
  readonly allowPartialSuccess: boolean;
}

/**
 * The three functions of one library. What breaks a documented rule is refused with a RangeError before anything is sent; any answer
 * but `S_OK` is an `HResultError` whose operation is the function's name. `close()` unloads the library after the calls that are under way,
 * and waits for at most half a second for a call that hangs in the library, which is unloaded when that call returns. Calls after `close()`,
 * of the notifier or of the connection, reject with `RPC_E_DISCONNECTED`.
 */
export class ContentTransferNotifier extends Closable {
  /** The path of the library. */
  readonly library: string;
  readonly #parts: NotifierParts;
  readonly #totals = new KnownTotals();
  readonly #closed = new AbortController();

  /** @internal */
  constructor(parts: NotifierParts) {
    super();
    this.library = parts.library;
    this.#parts = parts;
  }

  /**
   * `SendNotifyProgressToCTM`: a change of status, or counts that moved.
   * @throws {RangeError} for an unknown progress type, more transferred than a known total, or a known total that goes back to 0
   */
  async notifyProgress(notification: ContentTransferProgressNotification, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const { progressType = null, ...rest } = requireOptions(notification, 'notification');
    const type = progressType === null || progressType === '' ? progressType : requireProgressType(progressType);
    const { endpoint, id, clientData } = requireAddress(rest);
    const counts = requireCounts(rest);
    this.#totals.record(id, counts);
    const { bytesTotal, bytesTransferred, filesTotal, filesTransferred } = counts;
    const { calls, verbs } = this.#parts;
    await calls.run(
      functionNames.progress,
      () =>
        verbs.sendProgress(
          type,
          endpoint,
          id,
          clientData,
          bytesTotal.toString(),
          bytesTransferred.toString(),
          filesTotal,
          filesTransferred,
        ),
      signal,
    );
  }

  /**
   * `SendNotifySuccessToCTM`: the job is done.
   * @throws {RangeError} as progress does, and when not all is transferred, unless `allowPartialSuccess` was asked for
   */
  async notifySuccess(notification: ContentTransferSuccessNotification, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const given = requireOptions(notification, 'notification');
    const { endpoint, id, clientData } = requireAddress(given);
    const counts = requireCounts(given);
    const { calls, verbs, allowPartialSuccess } = this.#parts;
    if (!allowPartialSuccess) requireComplete(counts);
    this.#totals.record(id, counts);
    const { bytesTotal, bytesTransferred, filesTotal, filesTransferred } = counts;
    await calls.run(
      functionNames.success,
      () =>
        verbs.sendSuccess(
          endpoint,
          id,
          clientData,
          bytesTotal.toString(),
          bytesTransferred.toString(),
          filesTotal,
          filesTransferred,
        ),
      signal,
    );
    this.#totals.remove(id);
  }

  /**
   * `SendNotifyErrorToCTM`: the job has failed.
   * @throws {RangeError} for a code that is not a failure
   */
  async notifyError(notification: ContentTransferErrorNotification, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const given = requireOptions(notification, 'notification');
    const { endpoint, id, clientData } = requireAddress(given);
    const { hresult, message } = requireFailure(given);
    const { calls, verbs } = this.#parts;
    await calls.run(functionNames.error, () => verbs.sendError(endpoint, id, clientData, hresult, message), signal);
    this.#totals.remove(id);
  }

  /**
   * One job of Content Transfer Manager, which knows what to report and when.
   * @throws {TypeError | RangeError} for wrong options
   */
  job(options: ContentTransferJobOptions): ContentTransferJob {
    const { calls, clock, allowPartialSuccess } = this.#parts;
    return new ContentTransferJob(
      { notifier: this, calls, clock, closed: this.#closed.signal, allowPartialSuccess },
      options,
    );
  }

  /** @internal */
  protected override async release(): Promise<void> {
    const { calls, verbs } = this.#parts;
    this.#closed.abort();
    await calls.release('FreeLibrary', () => verbs.close());
  }
}
