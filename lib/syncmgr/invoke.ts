import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireBoolean, requireBytes, requireOptions } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { parseGuid } from '../com/guid.js';
import { invokeFlags } from './constants.js';
import type { SyncManagerVerbs } from './verbs.js';

export interface SyncManagerUpdateItemsOptions extends SignalOptions {
  /** Starts the synchronisation at once, without the dialog in which items are chosen; false by default. */
  readonly startSync?: boolean | undefined;
  /** Shows the progress minimised; false by default. */
  readonly minimized?: boolean | undefined;
  /** What the handler's `Initialize` is given. */
  readonly cookie?: Uint8Array | undefined;
}

/**
 * `ISyncMgrSynchronizeInvoke`: asks Sync Manager to run handlers in its own process. How that ends is not reported. On a machine without
 * the class every method rejects with `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronizeinvoke.
 */
export class SyncManagerInvoke {
  readonly #calls: Calls;
  readonly #verbs: Pick<SyncManagerVerbs, 'updateItems' | 'updateAll'>;

  /** @internal */
  constructor(calls: Calls, verbs: Pick<SyncManagerVerbs, 'updateItems' | 'updateAll'>) {
    this.#calls = calls;
    this.#verbs = verbs;
  }

  /** `UpdateItems`: one handler. */
  async updateItems(clsid: string, options?: SyncManagerUpdateItemsOptions): Promise<void> {
    const id = parseGuid(clsid, 'clsid');
    const { startSync = false, minimized = false, cookie } = requireOptions(options);
    const signal = requireSignalOf(options);
    const flags =
      (requireBoolean(startSync, 'startSync') ? invokeFlags.startSync : 0) |
      (requireBoolean(minimized, 'minimized') ? invokeFlags.minimized : 0);
    const bytes = cookie === undefined ? null : requireBytes(cookie, 'cookie');
    await this.#calls.run(
      'ISyncMgrSynchronizeInvoke.UpdateItems',
      () => this.#verbs.updateItems(flags, id, bytes),
      signal,
    );
  }

  /** `UpdateAll`: every handler. Returns at once. */
  async updateAll(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrSynchronizeInvoke.UpdateAll', () => this.#verbs.updateAll(), signal);
  }
}
