import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { toDiagnosticsError } from '../com/diagnostics/error.js';
import { type ObservedSession, observeSession } from '../com/diagnostics/sessions.js';
import { HResultError, isHResult } from '../com/error.js';
import { EventQueue } from '../com/event-queue.js';
import { hresults, succeeded } from '../com/hresult.js';
import type { CallUnderWay, EventTaker, HandlerDispatcher } from './dispatcher.js';
import { ItemsProgress } from './item-progress.js';
import type { KeepAliveCount } from './keep-alive-count.js';
import { type SyncManagerEvent, type SyncManagerMessageEvent, toCompleted } from './sync-events.js';
import type { HandlerCall, HandlerVerbs, ItemProgressEvent } from './verbs.js';

/** The parts of a synchronisation. */
export interface SynchronizationParts {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: HandlerVerbs;
  readonly dispatcher: HandlerDispatcher;
  readonly clsid: string;
  /** The items to synchronise; null for the checked ones. */
  readonly itemIds: readonly string[] | null;
  readonly signal: AbortSignal | undefined;
  readonly alive: KeepAliveCount;
  /** Called when the synchronisation begins. Throws if another one is under way. */
  onBegin(synchronization: Synchronization): void;
  /** Called when the handler has ended. */
  onEnd(synchronization: Synchronization): void;
}

/** The number of messages that are kept for a slow consumer. */
const keptMessages = 4096;

/**
 * One synchronisation of a handler, as the iterator of its events. It begins with the first `next()`, and runs to its end whether or not its events
 * are read.
 */
export class Synchronization implements AsyncIterableIterator<SyncManagerEvent>, EventTaker {
  readonly #parts: SynchronizationParts;
  readonly #items: ItemsProgress;
  readonly #queue: EventQueue<SyncManagerEvent>;
  #state: 'waiting' | 'running' | 'ended' = 'waiting';
  #left = false;
  #dropped = 0;
  #releaseHold = () => {};
  /** The cancellations before `PrepareForSync`, which it resets; undefined once it has been called. */
  #cancels: (() => void)[] | undefined = [];
  #observed: ObservedSession | undefined;

  /** @internal */
  constructor(parts: SynchronizationParts) {
    this.#parts = parts;
    this.#items = new ItemsProgress(() => parts.clock.now());
    this.#queue = new EventQueue<SyncManagerEvent>({
      keyOf: (event) => (event.type === 'progress' ? event.itemId : null),
      fold: (earlier, later) =>
        earlier.type === 'progress' && later.type === 'progress'
          ? { ...later, folded: later.folded + earlier.folded + 1 }
          : later,
      capacity: keptMessages,
      onDrop: (event) => {
        if (isMessage(event)) this.#dropped += 1 + event.dropped;
      },
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether `PrepareForSync` has been called, so that `SetItemStatus` may be. */
  get isPrepared(): boolean {
    return this.#cancels === undefined;
  }

  /** Cancels an item, also if its synchronisation has not been prepared yet. */
  cancelItem(itemId: string): void {
    this.#cancel(() => this.#parts.verbs.cancelItem(itemId));
  }

  /** Cancels all items in the same way. */
  cancelAll(): void {
    this.#cancel(() => this.#parts.verbs.cancelAll());
  }

  takeProgress(event: ItemProgressEvent): void {
    const item = this.#items.merge(event);
    this.#observed?.progress(event.itemId, toCount(item.value), toCount(item.max));
    this.#queue.put({ type: 'progress', itemId: event.itemId, item, folded: event.folded });
  }

  takeMessage(event: SyncManagerMessageEvent): void {
    this.#queue.put(event);
  }

  async next(): Promise<IteratorResult<SyncManagerEvent, undefined>> {
    if (this.#state === 'waiting') this.#begin();
    const result = await this.#queue.next();
    if (result.done === true || !isMessage(result.value) || this.#dropped === 0) return result;
    const dropped = result.value.dropped + this.#dropped;
    this.#dropped = 0;
    return { done: false, value: { ...result.value, dropped } };
  }

  /** Cancels all items and ends the iteration at once; the handler continues until its next report. */
  async return(): Promise<IteratorResult<SyncManagerEvent, undefined>> {
    if (this.#state === 'running') {
      this.#left = true;
      this.#parts.verbs.cancelAll();
      this.#releaseHold();
    }
    if (this.#state === 'waiting') this.#state = 'ended';
    return await this.#queue.return();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #begin(): void {
    const { signal, verbs, dispatcher, alive, onBegin, onEnd } = this.#parts;
    this.#state = 'ended';
    if (signal?.aborted === true) {
      this.#queue.fail(signal.reason);
      return;
    }
    try {
      onBegin(this);
    } catch (error) {
      this.#queue.fail(error);
      return;
    }
    this.#state = 'running';
    dispatcher.taker = this;
    this.#releaseHold = alive.hold();
    this.#observed = observeSession(this.#parts.clock, 'syncmgr', 'manager', this.#parts.clsid);
    const cancel = () => verbs.cancelAll();
    signal?.addEventListener('abort', cancel);
    const end = () => {
      this.#state = 'ended';
      signal?.removeEventListener('abort', cancel);
      dispatcher.taker = undefined;
      this.#releaseHold();
      onEnd(this);
    };
    this.#run().then(
      (hresult) => {
        // Before the last event: its reader may begin another synchronisation at once.
        end();
        this.#reportResult(hresult);
        if (hresult !== null) this.#queue.put(toCompleted(hresult));
        if (signal?.aborted === true) this.#queue.endWith(signal.reason);
        else this.#queue.end();
      },
      (error: unknown) => {
        end();
        this.#reportFailure(error);
        // A handler may report a cancellation by a failure of the call itself.
        this.#queue.endWith(signal?.aborted === true ? signal.reason : error);
      },
    );
  }

  /**
   * Makes the calls in the documented order. Returns the result of the handler, or null if everything was cancelled before `Synchronize` was called,
   * so that nothing is synchronised.
   */
  async #run(): Promise<number | null> {
    const { verbs, itemIds } = this.#parts;
    const ids = itemIds ?? (await this.#checkedItems());
    if (this.#canceled()) return null;
    // According to the documentation, Synchronize is not called without items.
    if (ids.length === 0) return hresults.S_OK;
    const prepared = await runToEnd({
      ...this.#parts,
      call: 'prepareForSync',
      operation: 'ISyncMgrSynchronize.PrepareForSync',
      start: () => this.#prepare(ids),
    });
    if (prepared.hresult !== hresults.S_OK) return prepared.hresult;
    if (this.#canceled()) return null;
    const synchronized = await runToEnd({
      ...this.#parts,
      call: 'synchronize',
      operation: 'ISyncMgrSynchronize.Synchronize',
      start: () => verbs.synchronize(),
    });
    return synchronized.hresult;
  }

  #cancel(cancel: () => void): void {
    this.#cancels?.push(cancel);
    cancel();
  }

  #prepare(itemIds: readonly string[]): Promise<number> {
    const cancels = this.#cancels ?? [];
    this.#cancels = undefined;
    const prepared = this.#parts.verbs.prepareForSync(itemIds);
    for (const cancel of cancels) cancel();
    return prepared;
  }

  /** Reports the end to the diagnostics channels. @param hresult null if the handler was not called */
  #reportResult(hresult: number | null): void {
    if (this.#canceled() || hresult === null) this.#observed?.end('canceled');
    else if (succeeded(hresult)) this.#observed?.end('succeeded');
    else this.#reportFailure(new HResultError(hresult, 'ISyncMgrSynchronizeCallback.SynchronizeCompleted'));
  }

  #reportFailure(error: unknown): void {
    if (this.#canceled()) this.#observed?.end('canceled');
    else if (isHResult(error, hresults.RPC_E_DISCONNECTED)) this.#observed?.end('closed');
    else this.#observed?.end('failed', toDiagnosticsError(error));
  }

  #canceled(): boolean {
    return this.#left || this.#parts.signal?.aborted === true;
  }

  async #checkedItems(): Promise<string[]> {
    const { calls, verbs } = this.#parts;
    const { items } = await calls.run('ISyncMgrSynchronize.EnumSyncMgrItems', () => verbs.enumerateItems(false));
    return items.filter(({ checked }) => checked).map(({ itemId }) => itemId);
  }
}

function toCount(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

function isMessage(event: SyncManagerEvent): event is SyncManagerMessageEvent {
  return event.type !== 'progress' && event.type !== 'completed';
}

/** A call that a handler ends later. */
export interface LaterCall {
  readonly calls: Calls;
  readonly dispatcher: HandlerDispatcher;
  readonly call: HandlerCall;
  readonly operation: string;
  start(): Promise<number>;
}

/**
 * Makes a call, and waits until the handler has ended it.
 * @throws {HResultError} the result of the call unless that is `S_OK`, even if the call was ended before; `E_UNEXPECTED` while another is under way
 */
export async function runToEnd({ calls, dispatcher, call, operation, start }: LaterCall) {
  const underWay: CallUnderWay = dispatcher.begin(call);
  try {
    const hresult = await calls.run(operation, start);
    if (hresult !== hresults.S_OK) throw new HResultError(hresult, operation);
    return await calls.wait(operation, () => underWay.completed);
  } finally {
    underWay.stop();
  }
}
