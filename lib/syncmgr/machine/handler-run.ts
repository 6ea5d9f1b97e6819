import { Closable } from '../../com/closable.js';
import { HResultError } from '../../com/error.js';
import type { SyncManagerHandler, SyncManagerShowErrorResult } from '../handler.js';
import { openHandler, type SyncManagerContext } from '../open.js';
import type { SyncManagerEvent } from '../sync-events.js';

/**
 * A run of the emulated Sync Manager: opens a handler for the event `'invoke'`, synchronises the checked items, and keeps the handler open until the
 * run is closed, because errors can be shown as long as Sync Manager lists them. `close()` closes the handler.
 */
export class HandlerRun extends Closable {
  readonly clsid: string;
  readonly #events: SyncManagerEvent[] = [];
  readonly #ended: Promise<void>;
  readonly #opening: Promise<SyncManagerHandler>;
  #failure: unknown;
  #running = true;

  /** @internal */
  constructor(context: SyncManagerContext, clsid: string, cookie: Uint8Array | null) {
    super();
    this.clsid = clsid;
    this.#opening = openHandler(context, clsid, { event: 'invoke', ...(cookie !== null && { cookie }) });
    this.#ended = this.#run();
  }

  /** The events of the handler so far. */
  get events(): readonly SyncManagerEvent[] {
    return [...this.#events];
  }

  /** Whether the handler is still synchronising. */
  get running(): boolean {
    return this.#running;
  }

  /** The error that ended the run without a `completed` event, such as an `HResultError` of `PrepareForSync`; undefined otherwise. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Resolves when the run has ended; never rejects. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Cancels all items, like a click on "Stop". */
  async cancel(): Promise<void> {
    await (await this.#opening).cancelAll();
  }

  /** Shows an error, like a click on it, and synchronises the items that the handler wants to retry. */
  async showError(errorId: string): Promise<SyncManagerShowErrorResult> {
    const handler = await this.#opening;
    const result = await handler.showError(errorId);
    if (result.retryItemIds !== null) await this.#follow(handler, result.retryItemIds);
    return result;
  }

  /** @internal */
  protected override async release(): Promise<void> {
    try {
      await (await this.#opening).close();
    } catch (error) {
      if (!(error instanceof HResultError)) throw error;
    }
  }

  async #run(): Promise<void> {
    try {
      await this.#follow(await this.#opening);
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#running = false;
    }
  }

  async #follow(handler: SyncManagerHandler, itemIds?: readonly string[]): Promise<void> {
    const ids = itemIds ?? (await handler.items()).items.filter(({ checked }) => checked).map(({ id }) => id);
    // According to the documentation, Synchronize is not called without items.
    if (ids.length === 0) return;
    for await (const event of handler.synchronize(ids)) this.#events.push(event);
  }
}
