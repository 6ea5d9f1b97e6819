import { HResultError } from '../../com/error.js';
import type { SyncManagerHandler, SyncManagerShowErrorResult } from '../handler.js';
import type { SyncManagerEvent } from '../sync-events.js';
import type { SyncManager } from '../sync-manager.js';

/**
 * A run of the emulated Sync Manager: it opens a handler for the event `'invoke'`, synchronises the items that are checked, and keeps the
 * handler until the run is closed, since errors can be shown as long as Sync Manager lists them.
 */
export class HandlerRun {
  readonly clsid: string;
  readonly #events: SyncManagerEvent[] = [];
  readonly #ended: Promise<void>;
  readonly #opening: Promise<SyncManagerHandler>;
  #failure: unknown;
  #running = true;

  /** @internal */
  constructor(manager: SyncManager, clsid: string, cookie: Uint8Array | null) {
    this.clsid = clsid;
    this.#opening = manager.openHandler(clsid, { event: 'invoke', ...(cookie !== null && { cookie }) });
    this.#ended = this.#run();
  }

  /** What the handler has told so far. */
  get events(): readonly SyncManagerEvent[] {
    return [...this.#events];
  }

  /** Whether the handler has not ended yet. */
  get running(): boolean {
    return this.#running;
  }

  /** Why the run ended without a `completed` event, such as an `HResultError` of `PrepareForSync`; undefined otherwise. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Settles when the handler has ended; never rejects. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** What a click on "Stop" does. */
  async cancel(): Promise<void> {
    await (await this.#opening).cancelAll();
  }

  /** What a click on an error does: shows it, and synchronises again what the handler wants. */
  async showError(errorId: string): Promise<SyncManagerShowErrorResult> {
    const handler = await this.#opening;
    const result = await handler.showError(errorId);
    if (result.retryItemIds !== null) await this.#follow(handler, result.retryItemIds);
    return result;
  }

  /** Lets the handler go. */
  async close(): Promise<void> {
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
    // As documented: Synchronize is not called where nothing is chosen.
    if (ids.length === 0) return;
    for await (const event of handler.synchronize(ids)) this.#events.push(event);
  }
}
