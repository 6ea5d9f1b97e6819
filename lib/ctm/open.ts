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

/** What the objects of one connection share: the gate to the backend, its clock and the verbs. */
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

/** The names in an export table are bytes, and `GetProcAddress` takes an address below 65536 for an ordinal: only plain names go. */
function requireExportName(value: unknown, name: string): string {
  const text = requireText(value, name);
  if (!/^[\x21-\x7e]+$/.test(text)) throw wrongValue(`${name} must be a name of visible ASCII characters`);
  return text;
}
