import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { orNull, requireDword, requireOptions, requirePointer, requireText } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { Closable } from '../com/closable.js';
import { estimateProgress, type ProgressEstimate, RateMeter } from '../com/rate.js';
import {
  requireCancelRequest,
  requireCenterStatus,
  requireId,
  requireProgressText,
  type SyncCenterCancelRequest,
  type SyncCenterStatus,
  toCancelRequest,
  toCenterStatus,
} from './center-arguments.js';
import { requireLevel, type SyncManagerLogLevel } from './records.js';
import type { ReportVerbs } from './verbs.js';

/** A report of the progress of an item. */
export interface SyncCenterProgress {
  /** The text beside the item; at most 259 UTF-16 units. */
  readonly text?: string | undefined;
  readonly status: SyncCenterStatus;
  /** Completed steps of `maximumStep`; both are ignored in `'updatingIndeterminate'`. 0 to 2^32-1, 0 by default. */
  readonly currentStep?: number | undefined;
  readonly maximumStep?: number | undefined;
  /** The cancel request that is passed in; `'continue'` (none) by default. */
  readonly request?: SyncCenterCancelRequest | undefined;
}

/** The reported progress of an item. */
export interface SyncCenterItemProgress extends ProgressEstimate {
  /** Null if it is not set. */
  readonly text: string | null;
  readonly status: SyncCenterStatus | number;
  readonly currentStep: number;
  /** Null if it is not set, or 0. */
  readonly maximumStep: number | null;
  /** Mean over the last five seconds; null until there are two reports of different times, and in `'updatingIndeterminate'`. */
  readonly stepsPerSecond: number | null;
}

/** An event for Sync Center's list of results, which Windows keeps in memory until the user logs off. */
export interface SyncCenterEvent {
  /** The item of the event; the whole handler if it is omitted or null. */
  readonly itemId?: string | null | undefined;
  readonly level: SyncManagerLogLevel;
  readonly name: string;
  readonly description: string;
  readonly linkText?: string | undefined;
  readonly linkReference?: string | undefined;
  readonly context?: string | undefined;
}

/** The items that Sync Center wants to synchronise in addition to those of the session. */
export interface SyncCenterAdditionalItems {
  readonly itemIds: readonly string[];
  /** The number of objects (`IUnknown`) that are not items. */
  readonly objects: number;
}

/**
 * A report to Sync Center: `ISyncMgrSyncCallback`. Made by `syncmgr.openReport()`. After `close()` every method rejects with
 * `RPC_E_DISCONNECTED`.
 * Source: https://learn.microsoft.com/windows/win32/api/syncmgr/nn-syncmgr-isyncmgrsynccallback.
 */
export class SyncCenterReport extends Closable {
  readonly #items = new Map<string, SyncCenterItemProgress>();
  readonly #meters = new Map<string, RateMeter>();
  readonly #clock: Clock;
  readonly handlerId: string;
  /** The items that the session was opened for. */
  readonly itemIds: readonly string[];
  readonly #calls: Calls;
  readonly #verbs: ReportVerbs;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: ReportVerbs, handlerId: string, itemIds: readonly string[]) {
    super();
    this.handlerId = handlerId;
    this.itemIds = itemIds;
    this.#calls = calls;
    this.#clock = clock;
    this.#verbs = verbs;
  }

  /**
   * Reports the progress of an item, and returns whether to continue (`ReportProgress`). After a request to cancel, report once more with
   * `'canceled'`.
   * @throws {HResultError} `E_ACCESSDENIED` for an item that has succeeded, failed or been cancelled, for any status but `'failed'`; the item has
   * failed then
   * @see https://learn.microsoft.com/windows/win32/api/syncmgr/nf-syncmgr-isyncmgrsynccallback-reportprogress
   */
  async reportProgress(
    itemId: string,
    progress: SyncCenterProgress,
    options?: SignalOptions,
  ): Promise<SyncCenterCancelRequest | number> {
    const id = requireId(itemId, 'itemId');
    const {
      text,
      status,
      currentStep = 0,
      maximumStep = 0,
      request = 'continue',
    } = requireOptions(progress, 'progress');
    const shown = text === undefined ? null : requireProgressText(text);
    const number = requireCenterStatus(status);
    const current = requireDword(currentStep, 'currentStep');
    const maximum = requireDword(maximumStep, 'maximumStep');
    const asked = requireCancelRequest(request);
    return await untilAborted(requireSignalOf(options), async () => {
      const answer = await this.#calls.run('ISyncMgrSyncCallback.ReportProgress', () =>
        this.#verbs.reportProgress(id, shown, number, current, maximum, asked),
      );
      const counts = { currentStep: current, maximumStep: maximum === 0 ? null : maximum };
      this.#items.set(id, this.#measure(id, { text: shown, status: toCenterStatus(number), ...counts }));
      return toCancelRequest(answer);
    });
  }

  /** Returns the progress of an item according to the latest report that Sync Center has accepted; null before the first. */
  progress(itemId: string): SyncCenterItemProgress | null {
    return this.#items.get(requireId(itemId, 'itemId')) ?? null;
  }

  #measure(id: string, counts: Omit<SyncCenterItemProgress, keyof ProgressEstimate | 'stepsPerSecond'>) {
    const { status, currentStep, maximumStep } = counts;
    const meter = this.#meters.get(id) ?? new RateMeter();
    this.#meters.set(id, meter);
    const counted = status !== 'updatingIndeterminate';
    const stepsPerSecond = counted ? meter.measure(this.#clock.now(), BigInt(currentStep)) : null;
    return {
      ...counts,
      ...estimateProgress(currentStep, counted ? maximumStep : null, stepsPerSecond),
      stepsPerSecond,
    };
  }

  /** Sets the text that is shown beside the handler, and returns whether to continue (`SetHandlerProgressText`). */
  async setHandlerProgressText(
    text: string,
    options?: SignalOptions & { readonly request?: SyncCenterCancelRequest | undefined },
  ): Promise<SyncCenterCancelRequest | number> {
    const shown = requireProgressText(text);
    const { request = 'continue' } = requireOptions(options);
    const asked = requireCancelRequest(request);
    const answer = await this.#calls.run(
      'ISyncMgrSyncCallback.SetHandlerProgressText',
      () => this.#verbs.setHandlerProgressText(shown, asked),
      requireSignalOf(options),
    );
    return toCancelRequest(answer);
  }

  /** Adds an event and returns its id (`ReportEvent`). */
  async reportEvent(event: SyncCenterEvent, options?: SignalOptions): Promise<string> {
    const { itemId, level, name, description, linkText, linkReference, context } = requireOptions(event, 'event');
    const record = {
      itemId: orNull(itemId, 'itemId', requireId),
      level: requireLevel(level),
      flags: 0,
      name: requireText(name, 'name'),
      description: requireText(description, 'description'),
      linkText: linkText === undefined ? null : requireText(linkText, 'linkText'),
      linkReference: linkReference === undefined ? null : requireText(linkReference, 'linkReference'),
      context: context === undefined ? null : requireText(context, 'context'),
    };
    return await this.#calls.run(
      'ISyncMgrSyncCallback.ReportEvent',
      () => this.#verbs.reportEvent(record),
      requireSignalOf(options),
    );
  }

  /**
   * Returns whether an item, or the whole handler if it is omitted or null, may continue (`CanContinue`).
   * @throws {HResultError} `E_INVALIDARG` for an item that is not in the session
   */
  async canContinue(itemId?: string | null, options?: SignalOptions): Promise<boolean> {
    const id = orNull(itemId, 'itemId', requireId) ?? '';
    return await this.#calls.run(
      'ISyncMgrSyncCallback.CanContinue',
      () => this.#verbs.canContinue(id),
      requireSignalOf(options),
    );
  }

  /** Returns the items that the user has requested since the session was opened (`QueryForAdditionalItems`). */
  async queryForAdditionalItems(options?: SignalOptions): Promise<SyncCenterAdditionalItems> {
    return await this.#calls.run(
      'ISyncMgrSyncCallback.QueryForAdditionalItems',
      () => this.#verbs.queryForAdditionalItems(),
      requireSignalOf(options),
    );
  }

  /** Adds an item to the session (`AddItemToSession`). */
  async addItemToSession(itemId: string, options?: SignalOptions): Promise<void> {
    const id = requireId(itemId, 'itemId');
    await this.#calls.run(
      'ISyncMgrSyncCallback.AddItemToSession',
      () => this.#verbs.addItemToSession(id),
      requireSignalOf(options),
    );
  }

  /** Adds the `IUnknown*` at this address (`AddIUnknownToSession`). Native code must keep it until the call has ended. */
  async addIUnknownToSession(pointer: bigint, options?: SignalOptions): Promise<void> {
    const address = requirePointer(pointer);
    await this.#calls.run(
      'ISyncMgrSyncCallback.AddIUnknownToSession',
      () => this.#verbs.addIUnknownToSession(address),
      requireSignalOf(options),
    );
  }

  /** Proposes the `ISyncMgrSyncItem*` at this address (`ProposeItem`): a new item that is not in the handler's list yet. */
  async proposeItem(pointer: bigint, options?: SignalOptions): Promise<void> {
    const address = requirePointer(pointer);
    await this.#calls.run(
      'ISyncMgrSyncCallback.ProposeItem',
      () => this.#verbs.proposeItem(address),
      requireSignalOf(options),
    );
  }

  /** Adds a proposed item to the list (`CommitItem`). */
  async commitItem(itemId: string, options?: SignalOptions): Promise<void> {
    const id = requireId(itemId, 'itemId');
    await this.#calls.run(
      'ISyncMgrSyncCallback.CommitItem',
      () => this.#verbs.commitItem(id),
      requireSignalOf(options),
    );
  }

  /** Reports that the user has started this synchronisation (`ReportManualSync`). */
  async reportManualSync(options?: SignalOptions): Promise<void> {
    await this.#calls.run(
      'ISyncMgrSyncCallback.ReportManualSync',
      () => this.#verbs.reportManualSync(),
      requireSignalOf(options),
    );
  }

  /** @internal */
  protected override async release(): Promise<void> {
    await this.#calls.release('ISyncMgrSyncCallback.Release', () => this.#verbs.close());
  }
}
