import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireBoolean, requireBytes, requireOptions } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { parseGuid } from '../com/guid.js';
import { invokeFlags } from './constants.js';
import type { SyncManagerVerbs } from './verbs.js';

export interface SyncManagerUpdateItemsOptions extends SignalOptions {
  /** Starts the synchronisation at once, without the dialog for choosing items; false by default. */
  readonly startSync?: boolean | undefined;
  /** Shows the progress minimised; false by default. */
  readonly minimized?: boolean | undefined;
  /** Data for the handler's `Initialize`. No bytes are no cookie. */
  readonly cookie?: Uint8Array | undefined;
}

/**
 * `ISyncMgrSynchronizeInvoke`: requests Sync Manager to run handlers in its own process. The result is not reported. On a machine without the class
 * every method rejects with `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`.
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

  /** Runs one handler (`UpdateItems`). */
  async updateItems(clsid: string, options?: SyncManagerUpdateItemsOptions): Promise<void> {
    const id = parseGuid(clsid, 'clsid');
    const { startSync = false, minimized = false, cookie } = requireOptions(options);
    const signal = requireSignalOf(options);
    const flags =
      (requireBoolean(startSync, 'startSync') ? invokeFlags.startSync : 0) |
      (requireBoolean(minimized, 'minimized') ? invokeFlags.minimized : 0);
    const bytes = requireInitializeCookie(cookie);
    await this.#calls.run(
      'ISyncMgrSynchronizeInvoke.UpdateItems',
      () => this.#verbs.updateItems(flags, id, bytes),
      signal,
    );
  }

  /** Runs every handler (`UpdateAll`). Does not wait for them. */
  async updateAll(options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    await this.#calls.run('ISyncMgrSynchronizeInvoke.UpdateAll', () => this.#verbs.updateAll(), signal);
  }
}

/** Reads the cookie of `Initialize`. COM does not distinguish no bytes from a null pointer. @throws {TypeError} for other values */
export function requireInitializeCookie(cookie: unknown): Uint8Array | null {
  if (cookie === undefined) return null;
  const bytes = requireBytes(cookie, 'cookie');
  return bytes.length === 0 ? null : bytes;
}
