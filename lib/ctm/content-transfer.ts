import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireBoolean, requireOptions, requireText, wrongValue } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import type { PartialOf } from '../com/partial.js';
import { functionNames } from './constants.js';
import { requireLibraryPath } from './library-path.js';
import { ContentTransferNotifier } from './notifier.js';
import type { ContentTransferExportNames, ContentTransferVerbs } from './verbs.js';

export interface ContentTransferNotifierOptions extends SignalOptions {
  /** The absolute local path of the library that exports the three functions. Microsoft does not document its name. */
  readonly library: string;
  /** Under which names it exports them; the documented names where left out. */
  readonly exports?: PartialOf<ContentTransferExportNames> | undefined;
  /** Allows a success whose counts are below the totals, which the documentation only recommends against; false by default. */
  readonly allowPartialSuccess?: boolean | undefined;
}

/**
 * Configuration Manager's Content Transfer Manager, as an alternate content provider speaks to it.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/alternate-content-provider-classes.
 */
export class ContentTransfer {
  readonly #calls: Calls;
  readonly #clock: Clock;
  readonly #verbs: ContentTransferVerbs;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: ContentTransferVerbs) {
    this.#calls = calls;
    this.#clock = clock;
    this.#verbs = verbs;
  }

  /**
   * Loads the library and binds its functions. A library that is loaded after the signal was aborted is unloaded.
   * @throws {TypeError | RangeError} for wrong options, such as a path that is relative, on a network share, or a device path
   * @throws {HResultError} with operation `LoadLibraryExW`: `ERROR_MOD_NOT_FOUND`, `ERROR_BAD_EXE_FORMAT`; with `GetProcAddress`:
   * `ERROR_PROC_NOT_FOUND`. `context` says what is wrong
   */
  async openNotifier(options: ContentTransferNotifierOptions): Promise<ContentTransferNotifier> {
    const { library, exports, allowPartialSuccess = false } = requireOptions(options);
    const path = requireLibraryPath(library);
    const names = requireExports(exports);
    requireBoolean(allowPartialSuccess, 'allowPartialSuccess');
    const verbs = await this.#calls.run(
      'LoadLibraryExW',
      () => this.#verbs.openLibrary(path, names),
      requireSignalOf(options),
      (late) => late.close(),
    );
    return new ContentTransferNotifier({
      calls: this.#calls,
      clock: this.#clock,
      verbs,
      library: path,
      allowPartialSuccess,
    });
  }
}

function requireExports(exports: PartialOf<ContentTransferExportNames> | undefined): ContentTransferExportNames {
  const {
    progress = functionNames.progress,
    success = functionNames.success,
    error = functionNames.error,
  } = requireOptions(exports, 'exports');
  return {
    progress: requireExportName(progress, 'exports.progress'),
    success: requireExportName(success, 'exports.success'),
    error: requireExportName(error, 'exports.error'),
  };
}

/** The names in an export table are bytes, and `GetProcAddress` takes an address below 65536 for an ordinal: only plain names go. */
function requireExportName(value: unknown, name: string): string {
  const text = requireText(value, name);
  if (!/^[\x21-\x7e]+$/.test(text)) throw wrongValue(`${name} must be a name of visible ASCII characters`);
  return text;
}
