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
  /** The names of its exports; by default the documented names. */
  readonly exports?: PartialOf<ContentTransferExportNames> | undefined;
  /** Allows a success with counts below the totals, which the documentation recommends against; false by default. */
  readonly allowPartialSuccess?: boolean | undefined;
}

/** The parts that the objects of one connection share: the calls, the clock and the verbs. */
export interface ContentTransferContext {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly verbs: ContentTransferVerbs;
}

/** Implements `ContentTransfer.openNotifier()`. */
export async function openNotifier(
  context: ContentTransferContext,
  options: ContentTransferNotifierOptions,
): Promise<ContentTransferNotifier> {
  const { calls, clock } = context;
  const { library, exports, allowPartialSuccess = false } = requireOptions(options);
  const path = requireLibraryPath(library);
  const names = requireExports(exports);
  requireBoolean(allowPartialSuccess, 'allowPartialSuccess');
  const verbs = await calls.run(
    'LoadLibraryExW',
    () => context.verbs.openLibrary(path, names),
    requireSignalOf(options),
    (late) => late.close(),
  );
  return new ContentTransferNotifier({ calls, clock, verbs, library: path, allowPartialSuccess });
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

/**
 * Checks the name of an export. The names in an export table are bytes, and `GetProcAddress` reads an address below 65536 as an ordinal: only plain
 * names are allowed.
 */
function requireExportName(value: unknown, name: string): string {
  const text = requireText(value, name);
  if (!/^[\x21-\x7e]+$/.test(text)) throw wrongValue(`${name} must be a name of visible ASCII characters`);
  return text;
}
