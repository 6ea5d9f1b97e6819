import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireDword, requireOptions, requirePointer, requireText } from '../com/arguments.js';
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
  /** Shown beside the item; at most 259 UTF-16 units. */
  readonly text?: string | undefined;
  readonly status: SyncCenterStatus;
  /** Steps done, as part of `maximumStep`; both are ignored in `'updatingIndeterminate'`. 0 to 2^32-1, 0 by default. */
  readonly currentStep?: number | undefined;
  readonly maximumStep?: number | undefined;
  /** The cancel request that goes in; `'continue'` (none) by default. */
  readonly request?: SyncCenterCancelRequest | undefined;
}

/** The progress of an item, as it was reported. */
export interface SyncCenterItemProgress extends ProgressEstimate {
  /** Null: not set. */
  readonly text: string | null;
  readonly status: SyncCenterStatus | number;
  readonly currentStep: number;
  readonly maximumStep: number;
  /** Mean over the last five seconds; null until there are two reports of different times, and in `'updatingIndeterminate'`. */
  readonly stepsPerSecond: number | null;
}

/** An event for Sync Center's list of results, which Windows keeps in memory until the user logs off. */
export interface SyncCenterEvent {
  /** The item that it is about; left out: the whole handler. */
  readonly itemId?: string | undefined;
  readonly level: SyncManagerLogLevel;
  readonly name: string;
  readonly description: string;
  readonly linkText?: string | undefined;
  readonly linkReference?: string | undefined;
  readonly context?: string | undefined;
}

/** What Sync Center wants synchronised beside the items of the session. */
export interface SyncCenterAdditionalItems {
  readonly itemIds: readonly string[];
  /** How many objects (`IUnknown`) came beside them. */
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
   * `ReportProgress`: reports the progress of an item, and returns whether to go on. After a request to cancel, report once more with
   * `'canceled'`.
   * @throws {HResultError} `E_ACCESSDENIED` for an item that has succeeded, failed or been cancelled, for any status but `'failed'`;
   * the item has failed then
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
      this.#items.set(
        id,
        this.#measure(id, { text: shown, status: toCenterStatus(number), currentStep: current, maximumStep: maximum }),
      );
      return toCancelRequest(answer);
    });
  }

  /** The progress of an item, by the latest report that Sync Center has accepted; null before the first. */
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

  /** `SetHandlerProgressText`: sets the text that is shown beside the handler; returns whether to go on. */
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

  /** `ReportEvent`: adds an event. Resolves to its id. */
  async reportEvent(event: SyncCenterEvent, options?: SignalOptions): Promise<string> {
    const { itemId, level, name, description, linkText, linkReference, context } = requireOptions(event, 'event');
    const record = {
      itemId: itemId === undefined ? null : requireId(itemId, 'itemId'),
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
   * `CanContinue`: whether an item, or the whole handler where it is left out, is to go on.
   * @throws {HResultError} `E_INVALIDARG` for an item that is not in the session
   */
  async canContinue(itemId?: string, options?: SignalOptions): Promise<boolean> {
    const id = itemId === undefined ? '' : requireId(itemId, 'itemId');
    return await this.#calls.run(
      'ISyncMgrSyncCallback.CanContinue',
      () => this.#verbs.canContinue(id),
      requireSignalOf(options),
    );
  }

  /** `QueryForAdditionalItems`: what the user has asked for since the session was opened. */
  async queryForAdditionalItems(options?: SignalOptions): Promise<SyncCenterAdditionalItems> {
    return await this.#calls.run(
      'ISyncMgrSyncCallback.QueryForAdditionalItems',
      () => this.#verbs.queryForAdditionalItems(),
      requireSignalOf(options),
    );
  }

  /** `AddItemToSession`: takes one more item into the session. */
  async addItemToSession(itemId: string, options?: SignalOptions): Promise<void> {
    const id = requireId(itemId, 'itemId');
    await this.#calls.run(
      'ISyncMgrSyncCallback.AddItemToSession',
      () => this.#verbs.addItemToSession(id),
      requireSignalOf(options),
    );
  }

  /** `AddIUnknownToSession`, with the `IUnknown*` at this address, which native code must keep until the call has ended. */
  async addIUnknownToSession(pointer: bigint, options?: SignalOptions): Promise<void> {
    const address = requirePointer(pointer);
    await this.#calls.run(
      'ISyncMgrSyncCallback.AddIUnknownToSession',
      () => this.#verbs.addIUnknownToSession(address),
      requireSignalOf(options),
    );
  }

  /** `ProposeItem`, with the `ISyncMgrSyncItem*` at this address: a new item, not yet in the handler's list. */
  async proposeItem(pointer: bigint, options?: SignalOptions): Promise<void> {
    const address = requirePointer(pointer);
    await this.#calls.run(
      'ISyncMgrSyncCallback.ProposeItem',
      () => this.#verbs.proposeItem(address),
      requireSignalOf(options),
    );
  }

  /** `CommitItem`: takes a proposed item into the list. */
  async commitItem(itemId: string, options?: SignalOptions): Promise<void> {
    const id = requireId(itemId, 'itemId');
    await this.#calls.run(
      'ISyncMgrSyncCallback.CommitItem',
      () => this.#verbs.commitItem(id),
      requireSignalOf(options),
    );
  }

  /** `ReportManualSync`: the user has started this synchronisation. */
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
