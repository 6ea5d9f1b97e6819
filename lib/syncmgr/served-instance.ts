import { requireBoolean } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { toDiagnosticsError } from '../com/diagnostics/error.js';
import { observeSession } from '../com/diagnostics/sessions.js';
import { hresults } from '../com/hresult.js';
import { reportError } from '../com/listeners.js';
import { OpenQuestions } from '../com/questions.js';
import { failureOf, isAbortError, isComFailure } from '../com/thrown.js';
import { requireItemIds, requirePropertiesResult, SyncManagerCallback } from './callback.js';
import { itemStatuses, nullGuid } from './constants.js';
import { type RequiredDefinition, toInitialization, toItems } from './definition.js';
import { type ServedRun, SyncManagerHandlerSession } from './served-session.js';
import type {
  CallbackVerbs,
  EnumItemsEvent,
  InitializeEvent,
  ServedInstanceEvent,
  SetItemStatusEvent,
  StartedEvent,
} from './verbs.js';

/** The parts that the handlers of one class share. */
export interface ServedClassParts {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly definition: RequiredDefinition;
}

const stopped = itemStatuses.indexOf('stopped');
const skipped = itemStatuses.indexOf('skipped');

/** The handler of one client. */
export class ServedInstance {
  readonly #parts: ServedClassParts;
  readonly #questions = new OpenQuestions();
  readonly #runs = new Set<ServedRun>();
  /** The functions that report the end of each call under way to the client. */
  readonly #completions = new Set<(hresult: number) => Promise<void>>();
  #callback: SyncManagerCallback | undefined;
  /** The items that were prepared last, and their run. */
  #prepared: { readonly run: ServedRun; readonly itemIds: readonly string[] } | undefined;

  constructor(parts: ServedClassParts) {
    this.#parts = parts;
  }

  take(event: ServedInstanceEvent): void {
    switch (event.type) {
      case 'initialize':
        this.#initialize(event);
        return;
      case 'enumItems':
        this.#enumerate(event);
        return;
      case 'setProgressCallback':
        this.#setCallback(event.callback);
        return;
      case 'setItemStatus':
        this.#setItemStatus(event);
        return;
      case 'released':
        this.#release();
        return;
      default:
        this.#start(event);
    }
  }

  /** Ends the calls of the client that are under way with `E_ABORT`, because the class is no longer served. */
  end(): void {
    for (const complete of [...this.#completions]) void complete(hresults.E_ABORT);
    this.#release();
  }

  /** Cancels the open questions and removes the callback: the client waits for nothing any more. */
  #release(): void {
    this.#questions.cancel();
    this.#setCallback(null);
  }

  #initialize({ flags, cookie, answer }: InitializeEvent): void {
    const { initialize } = this.#parts.definition;
    this.#ask(
      'initialize',
      async () =>
        initialize === undefined ||
        requireBoolean(await initialize(toInitialization(flags, cookie)), 'the answer of initialize'),
      answer,
      () => answer(false),
    );
  }

  #enumerate({ answer }: EnumItemsEvent): void {
    const { items } = this.#parts.definition;
    this.#ask(
      'items',
      async () => toItems(typeof items === 'function' ? await items() : items),
      answer,
      () => answer(null),
    );
  }

  #ask<T>(name: string, ask: () => Promise<T>, settle: (answer: T) => void, refuse: () => void): void {
    const { clock, definition } = this.#parts;
    this.#questions.ask({
      clock,
      timeout: definition.answerTimeout,
      name,
      ask,
      settle,
      fail: (error) => {
        refuse();
        reportError(definition.onError, error);
      },
    });
  }

  /** Sets the callback of the client. Null aborts the runs, because the end of a call cannot be reported without a callback. */
  #setCallback(verbs: CallbackVerbs | null): void {
    const before = this.#callback;
    this.#callback = verbs === null ? undefined : new SyncManagerCallback(this.#parts.calls, verbs);
    // The process of the client has ended: its callback cannot be released there.
    before?.close().catch(() => {});
    if (verbs !== null) return;
    for (const run of this.#runs) run.abort();
    this.#prepared?.run.abort();
    this.#prepared = undefined;
  }

  #setItemStatus({ itemId, status }: SetItemStatusEvent): void {
    const run = this.#prepared?.run;
    if (itemId === nullGuid) {
      if (status === stopped) run?.abort();
    } else if (status === stopped || status === skipped) {
      run?.skip(itemId);
    }
  }

  #start({ type, itemIds, id }: StartedEvent): void {
    const { definition } = this.#parts;
    switch (type) {
      case 'prepareForSync': {
        const run = this.#begin();
        this.#prepared = { run, itemIds };
        this.#run(
          run,
          async () => {
            await definition.prepare?.(itemIds, run.session);
            return hresults.S_OK;
          },
          (callback, hresult) => callback.prepareForSyncCompleted(hresult),
        );
        return;
      }
      case 'synchronize': {
        const { run, itemIds: prepared } = this.#prepared ?? { run: this.#begin(), itemIds: [] };
        this.#prepared = { run, itemIds: prepared };
        this.#run(
          run,
          () => this.#synchronize(run, prepared),
          (callback, hresult) => callback.synchronizeCompleted(hresult),
        );
        return;
      }
      case 'showProperties': {
        const run = this.#begin();
        this.#run(
          run,
          async () =>
            requirePropertiesResult(
              (await definition.showProperties?.(id === nullGuid ? null : id, run.session)) ?? 'done',
            ),
          (callback, hresult) => callback.showPropertiesCompleted(hresult),
        );
        return;
      }
      case 'showError': {
        const run = this.#begin();
        let retry: string[] = [];
        this.#run(
          run,
          async () => {
            const { retryItemIds } = (await definition.showError?.(id, run.session)) ?? {};
            if (retryItemIds === undefined) return hresults.S_OK;
            retry = requireItemIds(retryItemIds, 'retryItemIds');
            return hresults.S_SYNCMGR_RETRYSYNC;
          },
          (callback, hresult) => callback.showErrorCompleted(hresult, retry),
        );
      }
    }
  }

  /** Calls the function of the definition, and reports the synchronisation to the diagnostics channels. */
  async #synchronize(run: ServedRun, itemIds: readonly string[]): Promise<number> {
    const { clock, definition } = this.#parts;
    const observed = observeSession(clock, 'syncmgr', 'handler', definition.clsid);
    run.observe(observed);
    try {
      await definition.synchronize(itemIds, run.session);
      observed?.end(run.session.signal.aborted ? 'canceled' : 'succeeded');
      return hresults.S_OK;
    } catch (error) {
      if (run.session.signal.aborted) observed?.end('canceled');
      else observed?.end('failed', toDiagnosticsError(error));
      throw error;
    }
  }

  #begin(): ServedRun {
    return SyncManagerHandlerSession.begin(() => this.#callback);
  }

  /**
   * Runs a function of the definition, and reports its end to the client, even if `onError` throws; that becomes an uncaught exception of the
   * process.
   */
  async #run(
    run: ServedRun,
    work: () => Promise<number>,
    complete: (callback: SyncManagerCallback, hresult: number) => Promise<void>,
  ): Promise<void> {
    const { onError } = this.#parts.definition;
    // The callback of this run: a later callback does not belong to it.
    const callback = this.#callback;
    this.#runs.add(run);
    const report = async (result: number) => {
      if (!this.#completions.delete(report) || callback === undefined || this.#callback !== callback) return;
      await complete(callback, result).catch((error: unknown) => {
        if (this.#callback === callback) reportError(onError, error);
      });
    };
    this.#completions.add(report);
    let hresult: number = hresults.S_OK;
    try {
      hresult = await work();
    } catch (error) {
      hresult = resultOf(error);
      if (!isComFailure(error) && !isAbortError(error)) reportError(onError, error);
    } finally {
      this.#runs.delete(run);
      await report(hresult);
    }
  }
}

/** Returns the HRESULT with which the failure of a function is completed: always a failure code. */
function resultOf(error: unknown): number {
  return isAbortError(error) ? hresults.E_ABORT : failureOf(error);
}
