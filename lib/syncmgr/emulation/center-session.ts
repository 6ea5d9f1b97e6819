import { randomUUID } from 'node:crypto';
import { hresults } from '../../com/hresult.js';
import { cancelRequests, logLevels, reportStatuses } from '../constants.js';
import type { ReportedEventRecord } from '../verbs.js';
import type { CenterStore } from './center-store.js';
import type { SyncManagerPolicy } from './policy.js';

const updatingIndeterminate = reportStatuses.indexOf('updatingIndeterminate') + 1;
const failed = reportStatuses.indexOf('failed') + 1;
/** Statuses after which an item may only change to failed. `disconnected` is not one of them. */
const ends: readonly number[] = ['succeeded' as const, 'failed' as const, 'canceled' as const].map(
  (word) => reportStatuses.indexOf(word) + 1,
);
const cancelItem = cancelRequests.indexOf('cancelItem');
const cancelAll = cancelRequests.indexOf('cancelAll');

/** A session of Sync Center, with the rules of `ISyncMgrSyncCallback`. The methods return HRESULTs. */
export class CenterSession {
  readonly handlerId: string;
  readonly #center: CenterStore;
  readonly #policy: SyncManagerPolicy;
  readonly #now: () => number;
  readonly #items = new Set<string>();
  readonly #proposed = new Set<string>();
  readonly #canceled = new Set<string>();
  #allCanceled = false;
  #errors = 0;

  constructor(
    center: CenterStore,
    policy: SyncManagerPolicy,
    now: () => number,
    handlerId: string,
    itemIds: readonly string[],
  ) {
    this.handlerId = handlerId;
    this.#center = center;
    this.#policy = policy;
    this.#now = now;
    for (const itemId of itemIds) this.addItem(itemId);
    center.openSession(this);
  }

  get itemIds(): readonly string[] {
    return [...this.#items];
  }

  /** The number of reported events with the level `error`. */
  get errors(): number {
    return this.#errors;
  }

  /** Requests the cancellation of an item; of all items for null. */
  requestCancel(itemId: string | null): void {
    if (itemId === null) this.#allCanceled = true;
    else this.#canceled.add(itemId);
  }

  /** Returns the `SYNCMGR_CANCEL_REQUEST` of an item; of the whole handler for an empty string. */
  requestOf(itemId: string): number {
    if (this.#allCanceled) return cancelAll;
    return this.#canceled.has(itemId) ? cancelItem : 0;
  }

  reportProgress(itemId: string, text: string | null, status: number, current: number, maximum: number): number {
    if (!this.#takes(itemId) || status < 1 || status > reportStatuses.length) return hresults.E_INVALIDARG;
    const before = this.#center.item(this.handlerId, itemId);
    if (before === undefined) return hresults.E_INVALIDARG;
    if (ends.includes(before.status) && status !== failed) {
      this.#center.setItem({ ...before, status: failed });
      return hresults.E_ACCESSDENIED;
    }
    const steps = status === updatingIndeterminate ? {} : { currentStep: current, maximumStep: maximum };
    this.#center.setItem({ ...before, ...steps, status, text: text ?? before.text });
    return hresults.S_OK;
  }

  /** Applies the cancel request that the caller passes in, and returns the present one. */
  exchangeRequest(itemId: string, request: number): number {
    if (request === cancelItem && itemId !== '') this.requestCancel(itemId);
    if (request === cancelAll) this.requestCancel(null);
    return this.requestOf(itemId);
  }

  /** Returns the result with the id of the event. */
  reportEvent(event: ReportedEventRecord): { readonly hresult: number; readonly id: string } {
    const id = `{${randomUUID().toUpperCase()}}`;
    const isKnown = event.itemId === null || this.#takes(event.itemId);
    if (!isKnown || event.flags !== 0 || event.level < 1 || event.level > logLevels.length) {
      return { hresult: hresults.E_INVALIDARG, id };
    }
    this.#center.addEvent({ ...event, id, handlerId: this.handlerId, time: this.#now() });
    if (event.level === logLevels.indexOf('error') + 1) this.#errors += 1;
    return { hresult: hresults.S_OK, id };
  }

  canContinue(itemId: string): number {
    if (itemId !== '' && !this.#items.has(itemId)) return hresults.E_INVALIDARG;
    return this.requestOf(itemId) === 0 ? hresults.S_OK : hresults.S_FALSE;
  }

  addItem(itemId: string): number {
    if (itemId === '') return hresults.E_INVALIDARG;
    if (this.#items.has(itemId)) return hresults.S_OK;
    this.#items.add(itemId);
    this.#center.beginItem(this.handlerId, itemId);
    return hresults.S_OK;
  }

  proposeItem(itemId: string): number {
    this.#proposed.add(itemId);
    return hresults.S_OK;
  }

  /** Adds an item that was proposed before. */
  commitItem(itemId: string): number {
    return this.#proposed.delete(itemId) ? this.addItem(itemId) : hresults.E_INVALIDARG;
  }

  close(): void {
    this.#center.closeSession(this);
  }

  #takes(itemId: string): boolean {
    if (this.#items.has(itemId)) return true;
    return this.#policy.unknownSessionItems === 'accept' && this.addItem(itemId) === hresults.S_OK;
  }
}
