import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { DeferredModule } from '../com/deferred-module.js';
import type { ContentTransferNotifier } from './notifier.js';
import type { ContentTransferContext, ContentTransferNotifierOptions } from './open.js';
import type { ContentTransferVerbs } from './verbs.js';

/** The calls of {@link ContentTransfer}, loaded at the first call. */
export const contentTransferCalls = new DeferredModule(() => import('./open.js'));

/**
 * Configuration Manager's Content Transfer Manager, as an alternate content provider calls it.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/alternate-content-provider-classes.
 */
export class ContentTransfer {
  readonly #context: ContentTransferContext;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: ContentTransferVerbs) {
    this.#context = { calls, clock, verbs };
  }

  /**
   * Loads the library and binds its functions. A library that is loaded after the signal was aborted is unloaded.
   * @throws {TypeError | RangeError} for wrong options, such as a path that is relative, on a network share, or a device path
   * @throws {HResultError} with operation `LoadLibraryExW`: `ERROR_MOD_NOT_FOUND`, `ERROR_BAD_EXE_FORMAT`; with `GetProcAddress`:
   * `ERROR_PROC_NOT_FOUND`. `context` contains the reason
   */
  async openNotifier(options: ContentTransferNotifierOptions): Promise<ContentTransferNotifier> {
    const { openNotifier } = contentTransferCalls.loaded ?? (await contentTransferCalls.load());
    return await openNotifier(this.#context, options);
  }
}
