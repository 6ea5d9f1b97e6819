import { requireBoolean, requireOptions, requireWord } from '../../com/arguments.js';
import type { PartialOf } from '../../com/partial.js';

/** The behavior for something unknown. */
export type UnknownPolicy = 'refuse' | 'accept';

/**
 * The parts of the emulated machine, and its behavior if the documentation does not define it. By default it is strict, so that mistakes are
 * detected; `'accept'` tests a program against a machine that is not.
 */
export interface SyncManagerPolicy {
  /** Whether `CLSID_SyncMgr` is registered; true by default. */
  readonly syncManager: boolean;
  /** Whether `CLSID_SyncMgrClient` and `CLSID_SyncMgrControl` are registered; true by default. */
  readonly syncCenter: boolean;
  /** Whether `UpdateItems` (with `startSync`) and `UpdateAll` run the handlers that Sync Manager lists; true by default. */
  readonly runsHandlers: boolean;
  /** `Progress` of an item that was neither enumerated nor prepared: `E_INVALIDARG` (the default), or reported like any other. */
  readonly unknownItems: UnknownPolicy;
  /** `…Completed` of a call that is not under way: `E_UNEXPECTED` (the default), or `S_OK` without an effect. */
  readonly unexpectedCompletions: UnknownPolicy;
  /** Sessions and control of a handler that Sync Center does not know: `ERROR_NOT_FOUND` (the default), or as for a known one. */
  readonly unknownHandlers: UnknownPolicy;
  /** A report or event of an item that is not in the session: `E_INVALIDARG` (the default), or the item is added. */
  readonly unknownSessionItems: UnknownPolicy;
}

const words: readonly UnknownPolicy[] = ['refuse', 'accept'];

/** Reads the policy and fills in the defaults. @throws {TypeError | RangeError} for a wrong policy */
export function requirePolicy(given: PartialOf<SyncManagerPolicy> | undefined): SyncManagerPolicy {
  const policy = requireOptions(given, 'syncmgr');
  const wordOf = (name: 'unknownItems' | 'unexpectedCompletions' | 'unknownHandlers' | 'unknownSessionItems') =>
    words[requireWord(policy[name] ?? 'refuse', `syncmgr.${name}`, words)] ?? 'refuse';
  return {
    syncManager: requireBoolean(policy.syncManager ?? true, 'syncmgr.syncManager'),
    syncCenter: requireBoolean(policy.syncCenter ?? true, 'syncmgr.syncCenter'),
    runsHandlers: requireBoolean(policy.runsHandlers ?? true, 'syncmgr.runsHandlers'),
    unknownItems: wordOf('unknownItems'),
    unexpectedCompletions: wordOf('unexpectedCompletions'),
    unknownHandlers: wordOf('unknownHandlers'),
    unknownSessionItems: wordOf('unknownSessionItems'),
  };
}
