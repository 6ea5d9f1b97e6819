import { type BitsVersion, bitsVersions } from '../bits/emulation/bits-version.js';
import type { StateErrorListener } from '../bits/emulation/persistence/errors.js';
import { type BitsPolicy, defaultPolicy, timeSlice } from '../bits/emulation/settings.js';
import {
  incompatibleOptions,
  requireBoolean,
  requireDword,
  requireFunction,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
} from '../com/arguments.js';
import { type PartialOf, withDefaults } from '../com/partial.js';
import type { ContentTransferPolicy } from '../ctm/emulation/content-transfer.js';
import { requirePolicy, type SyncManagerPolicy } from '../syncmgr/emulation/policy.js';
import type { WinSyncPolicy } from '../winsync/emulation/winsync-emulation.js';

export interface EmulationOptions {
  /** `'virtual'` (the default): time moves when a test moves it. `'real'`: the machine's. */
  readonly clock?: 'virtual' | 'real' | undefined;
  /** `'scripted'` (the default): a deterministic network and a disk in memory. `'http'`: real downloads, in real time. */
  readonly transport?: 'scripted' | 'http' | undefined;
  /**
   * A folder of its own in which jobs and groups outlive the process; for the http transport. It is created if it does not exist, and
   * made private (0700). Several processes may use it at once: each job belongs to one of them. A relative path is resolved at once.
   * `createEmulation()` throws a {@link StateDirectoryError} when it cannot be used.
   */
  readonly stateDirectory?: string | undefined;
  /**
   * Called with each file of the state directory that is refused or cannot be written. By default the error is a warning of the process
   * (`process.emitWarning`). What the function throws becomes an uncaught exception.
   */
  readonly onStateError?: StateErrorListener | undefined;
  /** False for a machine without the legacy class: `CLSID_BackgroundCopyQMgr` is not registered. */
  readonly queueManager?: boolean | undefined;
  /** True for a caller who is an administrator: no limits, and jobs of all users can be enumerated. */
  readonly administrator?: boolean | undefined;
  /** The version of BITS that the machine has, by default the newest: interfaces of later ones are `E_NOINTERFACE`. */
  readonly bitsVersion?: BitsVersion | undefined;
  /** The machine's group policy; what is left out is as on Windows. */
  readonly policy?: PartialOf<BitsPolicy> | undefined;
  /** Milliseconds that a background job transfers before another of its priority has its turn; 300 000 by default. */
  readonly timeSlice?: number | undefined;
  /** How the emulated Content Transfer Manager behaves; what is left out is strict. */
  readonly ctm?: PartialOf<ContentTransferPolicy> | undefined;
  /** What the machine has of Windows Sync; what is left out is as on Windows. */
  readonly winsync?: PartialOf<WinSyncPolicy> | undefined;
  /** What the machine has of Sync Manager and Sync Center, and how strict it is; what is left out is there, and strict. */
  readonly syncmgr?: PartialOf<SyncManagerPolicy> | undefined;
}

/** Options with nothing left open. */
export interface Settings {
  readonly clock: 'virtual' | 'real';
  readonly transport: 'scripted' | 'http';
  /** Not opened yet. */
  readonly stateDirectory: string | undefined;
  readonly onStateError: StateErrorListener | undefined;
  readonly queueManager: boolean;
  readonly administrator: boolean;
  readonly bitsVersion: BitsVersion;
  readonly policy: BitsPolicy;
  readonly timeSlice: number;
  readonly ctm: ContentTransferPolicy;
  readonly winsync: WinSyncPolicy;
  readonly syncmgr: SyncManagerPolicy;
}

/** @throws {TypeError | RangeError} for wrong options */
export function readOptions(options: EmulationOptions | undefined): Settings {
  const given = requireOptions(options);
  const clock = given.clock ?? 'virtual';
  const transport = given.transport ?? 'scripted';
  requireOneOf(clock, 'clock', ['virtual', 'real']);
  requireOneOf(transport, 'transport', ['scripted', 'http']);
  if (transport === 'http' && clock === 'virtual') throw incompatibleOptions("the http transport needs clock: 'real'");
  const { stateDirectory } = given;
  if (stateDirectory !== undefined) {
    requireText(stateDirectory, 'stateDirectory');
    if (transport !== 'http') throw incompatibleOptions("stateDirectory needs transport: 'http'");
  }
  return {
    clock,
    transport,
    stateDirectory,
    onStateError: requireFunction(given.onStateError, 'onStateError'),
    queueManager: requireBoolean(given.queueManager ?? true, 'queueManager'),
    administrator: requireBoolean(given.administrator ?? false, 'administrator'),
    bitsVersion: requireOneOf(given.bitsVersion ?? '10.3', 'bitsVersion', bitsVersions),
    policy: readPolicy(given.policy),
    timeSlice: requireInteger(given.timeSlice ?? timeSlice, 'timeSlice', 1, Number.MAX_SAFE_INTEGER),
    ctm: { strict: requireBoolean(requireOptions(given.ctm, 'ctm').strict ?? true, 'ctm.strict') },
    winsync: {
      registration: requireBoolean(
        requireOptions(given.winsync, 'winsync').registration ?? true,
        'winsync.registration',
      ),
    },
    syncmgr: requirePolicy(given.syncmgr),
  };
}

function readPolicy(given: PartialOf<BitsPolicy> | undefined): BitsPolicy {
  const { http, fileUrls, ...limits } = withDefaults(defaultPolicy, requireOptions(given, 'policy'));
  for (const [name, value] of Object.entries(limits)) requireDword(value, `policy.${name}`);
  requireOneOf(http, 'policy.http', ['strict', 'lenient']);
  return { ...limits, http, fileUrls: requireBoolean(fileUrls, 'policy.fileUrls') };
}
