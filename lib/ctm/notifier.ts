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

// Not imported: `import` would read all exports of the module.
const { setMaxListeners } = process.getBuiltinModule('node:events');

/** The parts of a notifier. */
export interface NotifierParts {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: NotifierVerbs;
  readonly library: string;
  readonly allowPartialSuccess: boolean;
}

/**
 * The three functions of one library. A notification that breaks a documented rule is rejected with a RangeError before anything is sent; any result
 * except `S_OK` is an `HResultError` with the name of the function as its operation. `close()` unloads the library after the calls that are under
 * way, and waits for at most half a second for a call that hangs in the library, which is unloaded when that call returns. Calls after `close()`, of
 * the notifier or of the connection, reject with `RPC_E_DISCONNECTED`.
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
    // Any number of jobs may wait for the end of the notifier; more than ten listeners of a signal would be reported as a leak.
    setMaxListeners(0, this.#closed.signal);
  }

  /**
   * Reports a change of status, or changed counts (`SendNotifyProgressToCTM`).
   * @throws {RangeError} for an unknown progress type, a transferred count above a known total, or a known total that returns to 0
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
   * Reports the success of a job (`SendNotifySuccessToCTM`).
   * @throws {RangeError} for counts that `notifyProgress()` rejects, and if not everything is transferred, unless `allowPartialSuccess` is set
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

  /** Reports the failure of a job (`SendNotifyErrorToCTM`). @throws {RangeError} for a code that is not a failure */
  async notifyError(notification: ContentTransferErrorNotification, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const given = requireOptions(notification, 'notification');
    const { endpoint, id, clientData } = requireAddress(given);
    const { hresult, message } = requireFailure(given);
    const { calls, verbs } = this.#parts;
    await calls.run(functionNames.error, () => verbs.sendError(endpoint, id, clientData, hresult, message), signal);
    this.#totals.remove(id);
  }

  /** Returns a job of Content Transfer Manager, which determines what is reported and when. @throws {TypeError | RangeError} for wrong options */
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
