import {
  incompatibleOptions,
  requireBigInt,
  requireBoolean,
  requireDword,
  requireFilledText,
  requireOneOf,
  requireOptions,
  requireText,
  requireWord,
} from '../com/arguments.js';
import { parseGuid } from '../com/guid.js';
import { hresults } from '../com/hresult.js';
import {
  authenticationTargets,
  disableBranchCache,
  fileAclFlags,
  helperTokenFlags,
  jobPriorities,
  limits,
  notify,
} from './constants.js';
import { type BitsCredentials, requireCredentialsList } from './credentials.js';
import { type BitsHttpSettings, requireHttpSettings } from './http-settings.js';
import {
  type BitsNotifyCommand,
  type BitsNotifyFlag,
  requireNotifyCommand,
  requireNotifyFlags,
} from './notify-command.js';
import { type PartialFlags, withFlags } from './partial-flags.js';
import { type BitsProxySettings, requireProxy } from './proxy.js';
import { type BitsTransferPolicy, requireTransferPolicy } from './transfer-policy.js';
import type { JobSettingsRecord, JobVerbs, SuccessCodeRecord } from './verbs.js';
import { requireFlags } from './words.js';

/** `BG_JOB_PRIORITY`. */
export type BitsJobPriority = (typeof jobPriorities)[number];

/** `BG_COPY_FILE_…`: the owner, the group, the discretionary and the system access control list of a file. */
export type BitsFileAclPart = keyof typeof fileAclFlags;

/** `BG_TOKEN_…`: what a helper token is used for. */
export type BitsHelperTokenUse = keyof typeof helperTokenFlags;

/** A setter of BITS that succeeded, but not with `S_OK`. */
export interface BitsSettingNote {
  /** Interface and method, such as `'IBackgroundCopyJob4.SetPeerCachingFlags'`. */
  readonly operation: string;
  /** `'BG_S_OVERRIDDEN_BY_POLICY'`: a policy of the machine overrides the setting. Another success code is a number. */
  readonly outcome: 'BG_S_OVERRIDDEN_BY_POLICY' | number;
}

/** The result of `job.configure()` and of the setters of single settings. */
export interface BitsSettingsResult {
  /** The setters that returned another success code than `S_OK`, in the order of the calls; usually empty. */
  readonly notes: readonly BitsSettingNote[];
}

export function toSettingNotes(codes: readonly SuccessCodeRecord[]): BitsSettingNote[] {
  return codes.map(({ operation, hresult }) => ({
    operation,
    outcome: hresult === hresults.BG_S_OVERRIDDEN_BY_POLICY ? 'BG_S_OVERRIDDEN_BY_POLICY' : hresult,
  }));
}

/**
 * The settings of a job, for `createJob()` and `job.configure()`. Settings that are omitted are not changed; a new job has the defaults of BITS. A
 * setting that the BITS of this machine does not have rejects with an `HResultError` that names the interface and the version of Windows.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob and the pages of `IBackgroundCopyJob2` to
 * `IBackgroundCopyJob5`.
 */
export interface BitsJobSettings {
  /** `'normal'` by default. */
  readonly priority?: BitsJobPriority | undefined;
  /** At most 1024 characters. */
  readonly description?: string | undefined;
  /** Seconds before a transient error is retried; 600 by default. BITS raises a value below 5 to 5. */
  readonly minimumRetryDelay?: number | undefined;
  /** Seconds without progress after which a transient error becomes final; 1 209 600 (14 days) by default, 0 for at once. */
  readonly noProgressTimeout?: number | undefined;
  /** Seconds that the job may be `connecting` and `transferring` since its last `resume()`; 7 776 000 (90 days) by default. Needs BITS 3.0. */
  readonly maximumDownloadTime?: number | undefined;
  /** On which networks the job is transferred. May change while it is transferred. Needs BITS 5.0. */
  readonly transferPolicy?: BitsTransferPolicy | undefined;
  /**
   * True for a server that does not support HEAD, sends no length, or does not support ranges: the whole file is downloaded in one response.
   * Downloads only, before the first `resume()`. Needs BITS 5.0.
   */
  readonly dynamicContent?: boolean | undefined;
  /** Bytes that the job may download in all. Downloads only, before the first `resume()`. Needs BITS 5.0. */
  readonly maximumDownloadSize?: bigint | undefined;
  /** True to use the network without yielding to other traffic. Downloads only, before the first file is added. Needs BITS 5.0. */
  readonly highPerformance?: boolean | undefined;
  /** Milliseconds between two notifications; 500 by default. Needs BITS 10.1. */
  readonly notificationInterval?: number | undefined;
  /** True to download only ranges that are requested by `BitsFile.requestRanges()`. Downloads only. Needs BITS 10.1. */
  readonly onDemand?: boolean | undefined;
  readonly http?: BitsHttpSettings | undefined;
  readonly proxy?: BitsProxySettings | undefined;
  /** One or several: BITS keeps one for each server and scheme. */
  readonly credentials?: BitsCredentials | readonly BitsCredentials[] | undefined;
  /** `'proxy'` to use the credentials for proxies that Windows stores for the owner of the job; null for none. Needs BITS 5.0. */
  readonly useStoredCredentials?: 'proxy' | null | undefined;
  /** Null removes the command. */
  readonly notifyCommand?: BitsNotifyCommand | null | undefined;
  /** The events of which BITS notifies; `transferred` and `error` by default. Listeners add theirs while they are registered. */
  readonly notifyFlags?: readonly BitsNotifyFlag[] | undefined;
  /** The full path of the file to which the reply is written. Only for `uploadReply`, before the first `resume()`. */
  readonly replyPath?: string | undefined;
  /** What a file keeps of the access control of its source, for sources on a share. Downloads only. An empty array keeps nothing. */
  readonly keepFromSource?: readonly BitsFileAclPart[] | undefined;
  /** False to disable BranchCache. Needs BITS 3.0. */
  readonly branchCache?: boolean | undefined;
  /** The class of a local server that BITS activates for notifications (`IBackgroundCopyCallback`); null removes it. Needs BITS 5.0. */
  readonly notificationClsid?: string | null | undefined;
  /** What the helper token is used for; see `setHelperToken()`. Needs BITS 4.0. */
  readonly helperTokenFlags?: readonly BitsHelperTokenUse[] | undefined;
}

/** The values of the record of which a setting changes only some flags. */
type FlagsName = 'securityFlags' | 'notifyFlags' | 'peerCachingFlags';

/** Settings that have been checked. */
export interface CheckedSettings {
  readonly record: JobSettingsRecord;
  readonly flags: { readonly [Name in FlagsName]?: PartialFlags };
}

const noClass = '{00000000-0000-0000-0000-000000000000}';

/** The flags of a new job. */
const flagsOfNewJob = {
  securityFlags: 0,
  notifyFlags: notify.jobTransferred | notify.jobError,
  peerCachingFlags: 0,
} as const;

/** The conversion of each setting for the backend, except for those that change only some flags of a value. */
const converters: Readonly<Record<string, (value: unknown, name: string) => JobSettingsRecord>> = {
  priority: (value, name) => ({ priority: requireWord(value, name, jobPriorities) }),
  description: (value, name) => ({ description: requireText(value, name, limits.description) }),
  minimumRetryDelay: (value, name) => ({ minimumRetryDelay: requireDword(value, name) }),
  noProgressTimeout: (value, name) => ({ noProgressTimeout: requireDword(value, name) }),
  maximumDownloadTime: (value, name) => ({ maximumDownloadTime: requireDword(value, name) }),
  transferPolicy: (value, name) => ({ costFlags: requireTransferPolicy(value, name) }),
  dynamicContent: (value, name) => ({ dynamicContent: requireBoolean(value, name) }),
  maximumDownloadSize: (value, name) => ({ maximumDownloadSize: requireBigInt(value, name) }),
  highPerformance: (value, name) => ({ highPerformance: requireBoolean(value, name) }),
  notificationInterval: (value, name) => ({ minimumNotificationInterval: requireDword(value, name) }),
  onDemand: (value, name) => ({ onDemandMode: requireBoolean(value, name) }),
  proxy: (value, name) => ({ proxy: requireProxy(value, name) }),
  credentials: (value, name) => ({ credentials: requireCredentialsList(value, name) }),
  useStoredCredentials: (value, name) => ({
    useStoredCredentials: value === null ? 0 : authenticationTargets.indexOf(requireOneOf(value, name, ['proxy'])) + 1,
  }),
  replyPath: (value, name) => ({ replyFileName: requireFilledText(value, name) }),
  keepFromSource: (value, name) => ({ fileAclFlags: requireFlags(value, name, fileAclFlags) }),
  notificationClsid: (value, name) => ({ notificationClsid: value === null ? noClass : parseGuid(value, name) }),
  helperTokenFlags: (value, name) => ({ helperTokenFlags: requireFlags(value, name, helperTokenFlags) }),
} satisfies { readonly [Key in keyof BitsJobSettings]: (value: unknown, name: string) => JobSettingsRecord };

/**
 * Checks settings.
 * @throws {TypeError | RangeError} for wrong settings, before anything changes
 */
export function requireSettings(settings: BitsJobSettings | undefined, name = 'settings'): CheckedSettings {
  const given: Readonly<Record<string, unknown>> = { ...requireOptions(settings, name) };
  const prefix = name === 'options' ? '' : `${name}.`;
  let record: JobSettingsRecord = {};
  for (const [setting, convert] of Object.entries(converters)) {
    const value = given[setting];
    if (value !== undefined) record = { ...record, ...convert(value, `${prefix}${setting}`) };
  }
  const flags: { [Name in FlagsName]?: PartialFlags } = {};
  if (given.http !== undefined) {
    const http = requireHttpSettings(given.http, `${prefix}http`);
    record = { ...record, ...http.record };
    if (http.securityFlags !== null) flags.securityFlags = http.securityFlags;
  }
  if (given.branchCache !== undefined) {
    const enabled = requireBoolean(given.branchCache, `${prefix}branchCache`);
    flags.peerCachingFlags = { mask: disableBranchCache, value: enabled ? 0 : disableBranchCache };
  }
  if (given.notifyFlags !== undefined) {
    record = { ...record, notifyFlags: requireNotifyFlags(given.notifyFlags, `${prefix}notifyFlags`) };
  }
  if (given.notifyCommand === null) record = { ...record, notifyCommand: null };
  else if (given.notifyCommand !== undefined) {
    const command = requireNotifyCommand(given.notifyCommand, `${prefix}notifyCommand`);
    record = { ...record, notifyCommand: command.record };
    if (command.notifyFlags !== null) {
      if (given.notifyFlags !== undefined) {
        throw incompatibleOptions(`${prefix}notifyFlags and ${prefix}notifyCommand.on exclude each other`);
      }
      flags.notifyFlags = command.notifyFlags;
    }
  }
  return { record, flags };
}

/** Returns the settings of a job that does not exist yet. */
export function settingsOfNewJob({ record, flags }: CheckedSettings): JobSettingsRecord {
  return { ...record, ...mergedFlags(flags, (name) => flagsOfNewJob[name]) };
}

/** Returns the settings of an existing job. A value of which only some flags are given is read first. */
export async function settingsOf(job: JobVerbs, { record, flags }: CheckedSettings): Promise<JobSettingsRecord> {
  const names = flagsNames.filter((name) => flags[name] !== undefined);
  const before = new Map(
    await Promise.all(names.map(async (name): Promise<[FlagsName, number]> => [name, await job.detail(name)])),
  );
  return { ...record, ...mergedFlags(flags, (name) => before.get(name) ?? flagsOfNewJob[name]) };
}

const flagsNames = ['securityFlags', 'notifyFlags', 'peerCachingFlags'] as const;

function mergedFlags(flags: CheckedSettings['flags'], before: (name: FlagsName) => number): JobSettingsRecord {
  const merged: { [Name in FlagsName]?: number } = {};
  for (const name of flagsNames) {
    const given = flags[name];
    if (given !== undefined) merged[name] = withFlags(before(name), given);
  }
  return merged;
}
