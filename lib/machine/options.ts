import { type BitsVersion, bitsVersions } from '../bits/emulation/bits-version.js';
import type { StateErrorListener } from '../bits/emulation/persistence/state-errors.js';
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
import type { ContentTransferPolicy } from '../ctm/emulation/content-transfer-emulation.js';
import { requirePolicy, type SyncManagerPolicy } from '../syncmgr/emulation/policy.js';
import type { WinSyncPolicy } from '../winsync/emulation/winsync-emulation.js';

export interface EmulationOptions {
  /** `'virtual'` (the default): time advances only when the program advances it. `'real'`: the time of the host. */
  readonly clock?: 'virtual' | 'real' | undefined;
  /** `'scripted'` (the default): a deterministic network and a disk in memory. `'http'`: real downloads, in real time. */
  readonly transport?: 'scripted' | 'http' | undefined;
  /**
   * A folder in which jobs and groups outlive the process, for the http transport. It must not hold other files. It is created if it does
   * not exist, and made private (0700). Several processes may use it at once: each job belongs to one of them. A relative path is resolved
   * at once. `createEmulation()` throws a {@link StateDirectoryError} if the folder cannot be used.
   */
  readonly stateDirectory?: string | undefined;
  /**
   * Called with the error for each file of the state directory that is refused or cannot be written. By default the error is emitted as a
   * process warning (`process.emitWarning`). An exception of the function becomes an uncaught exception.
   */
  readonly onStateError?: StateErrorListener | undefined;
  /**
   * False for a program that only lists or controls the jobs of a state directory: nothing is transferred, so that a job in the queue stays `queued`
   * and no request is sent, except to cancel the session of an upload that is cancelled. True by default.
   */
  readonly transfers?: boolean | undefined;
  /** False for a machine without the legacy class: `CLSID_BackgroundCopyQMgr` is not registered. */
  readonly queueManager?: boolean | undefined;
  /** True for an administrator: no limits, and the jobs of all users can be enumerated. */
  readonly administrator?: boolean | undefined;
  /** The version of BITS of the machine, by default the newest. Interfaces of later versions return `E_NOINTERFACE`. */
  readonly bitsVersion?: BitsVersion | undefined;
  /** The group policy of the machine. Defaults are those of Windows. */
  readonly policy?: PartialOf<BitsPolicy> | undefined;
  /** Milliseconds that a background job transfers before another job of its priority has its turn; 300 000 by default. */
  readonly timeSlice?: number | undefined;
  /** The behavior of the emulated Content Transfer Manager; strict by default. */
  readonly ctm?: PartialOf<ContentTransferPolicy> | undefined;
  /** The parts of Windows Sync that the machine has. Defaults are those of Windows. */
  readonly winsync?: PartialOf<WinSyncPolicy> | undefined;
  /** The parts of Sync Manager and Sync Center that the machine has, and how strict they are. By default all parts, and strict. */
  readonly syncmgr?: PartialOf<SyncManagerPolicy> | undefined;
}

/** The options with defaults filled in. */
export interface Settings {
  readonly clock: 'virtual' | 'real';
  readonly transport: 'scripted' | 'http';
  /** Not opened yet. */
  readonly stateDirectory: string | undefined;
  readonly onStateError: StateErrorListener | undefined;
  readonly transfers: boolean;
  readonly queueManager: boolean;
  readonly administrator: boolean;
  readonly bitsVersion: BitsVersion;
  readonly policy: BitsPolicy;
  readonly timeSlice: number;
  readonly ctm: ContentTransferPolicy;
  readonly winsync: WinSyncPolicy;
  readonly syncmgr: SyncManagerPolicy;
}

/** Reads the options and fills in the defaults. @throws {TypeError | RangeError} for wrong options */
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
    transfers: requireBoolean(given.transfers ?? true, 'transfers'),
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
