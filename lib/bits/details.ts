import { toDate } from '../com/file-time.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import {
  authenticationTargets,
  disableBranchCache,
  fileAclFlags,
  helperTokenFlags,
  integrityLevels,
  jobPriorities,
} from './constants.js';
import { type BitsHttpDetails, toHttpDetails } from './http-settings.js';
import { type BitsJobType, typeOf } from './job-list.js';
import { type BitsNotifyCommandInfo, type BitsNotifyFlag, toNotifyCommand, toNotifyFlags } from './notify-command.js';
import { type BitsReadProxySettings, toProxy } from './proxy.js';
import type { BitsFileAclPart, BitsHelperTokenUse, BitsJobPriority } from './settings.js';
import { type BitsReadTransferPolicy, toTransferPolicy } from './transfer-policy.js';
import type { JobDetail, JobDetailsRecord, JobTimesRecord } from './verbs.js';
import { wordFor, wordOf, wordsOfFlags } from './words.js';

/** `SECURITY_MANDATORY_…_RID`. */
export type BitsIntegrityLevel = keyof typeof integrityLevels;

/**
 * When a job was created, was changed last, and was transferred.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_job_times.
 */
export interface BitsJobTimes {
  readonly created: Date;
  /** A setting, a file, a call of `resume()` or `suspend()`, or a change of the state. */
  readonly modified: Date;
  /** When all files were transferred; null until then. */
  readonly transferred: Date | null;
}

/** The owner of a job: the user that created it, or that took the ownership. */
export interface BitsJobOwner {
  /** The security identifier, such as `'S-1-5-21-…'`. */
  readonly sid: string;
  /** Whether the job was created by an elevated process; null before BITS 3.0. Processes that are not elevated may only read such a job. */
  readonly elevated: boolean | null;
  /** The mandatory integrity level; null before BITS 3.0. An unknown level is a number. */
  readonly integrityLevel: BitsIntegrityLevel | number | null;
}

/** The helper token of a job. */
export interface BitsHelperToken {
  /** The security identifier of the user; null when the job has no helper token. */
  readonly sid: string | null;
  /** What it is used for. Unknown flags are combined in one number at the end. */
  readonly usedFor: readonly (BitsHelperTokenUse | number)[];
}

/**
 * The properties of a job in addition to its state: all that `bitsadmin /info /verbose` lists, and more. Null for those that this version of BITS
 * does not have. Unknown values are numbers. Passwords and the values of headers are not included.
 */
export interface BitsJobDetails extends JsonSerializable {
  readonly id: string;
  readonly type: BitsJobType | number | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly priority: BitsJobPriority | number | null;
  readonly owner: BitsJobOwner | null;
  readonly times: BitsJobTimes | null;
  /** How often the job has been in `transientError` or `error` since it was created. */
  readonly errorCount: number | null;
  /** Seconds. */
  readonly minimumRetryDelay: number | null;
  /** Seconds. */
  readonly noProgressTimeout: number | null;
  /** Seconds. */
  readonly maximumDownloadTime: number | null;
  readonly transferPolicy: BitsReadTransferPolicy | null;
  readonly dynamicContent: boolean | null;
  /** In bytes. */
  readonly maximumDownloadSize: bigint | null;
  readonly highPerformance: boolean | null;
  /** Milliseconds. */
  readonly notificationInterval: number | null;
  readonly onDemand: boolean | null;
  readonly http: BitsHttpDetails;
  readonly proxy: BitsReadProxySettings | null;
  /** `'none'` when the stored credentials are not used. */
  readonly useStoredCredentials: 'proxy' | 'server' | 'none' | number | null;
  readonly notifyFlags: readonly (BitsNotifyFlag | number)[] | null;
  /** Null also if there is none. */
  readonly notifyCommand: BitsNotifyCommandInfo | null;
  /** Null also if there is none. */
  readonly replyPath: string | null;
  readonly keepFromSource: readonly (BitsFileAclPart | number)[] | null;
  readonly branchCache: boolean | null;
  /** Null also if there is none. */
  readonly notificationClsid: string | null;
  readonly helperToken: BitsHelperToken | null;
}

/** Returns the word for a `BG_JOB_PRIORITY`; an unknown number is returned unchanged. */
export function priorityOf(priority: number): BitsJobPriority | number {
  return wordOf(jobPriorities, priority);
}

type Details = { readonly [Name in JobDetail]: JobDetailsRecord[Name] | null };

const noClass = '{00000000-0000-0000-0000-000000000000}';

export function toTimes({ creation, modification, transferCompletion }: JobTimesRecord): BitsJobTimes {
  return {
    created: toDate(creation),
    modified: toDate(modification),
    transferred: transferCompletion === 0n ? null : toDate(transferCompletion),
  };
}

export function toOwner(sid: string, elevated: boolean | null, integrityLevel: number | null): BitsJobOwner {
  return {
    sid,
    elevated,
    integrityLevel: integrityLevel === null ? null : wordFor(integrityLevels, integrityLevel),
  };
}

export function toHelperToken(flags: number, sid: string | null): BitsHelperToken {
  return { sid, usedFor: wordsOfFlags(flags, helperTokenFlags) };
}

/** Returns the word for a `BG_AUTH_TARGET`, which begins at 1; `'none'` for 0, and an unknown number unchanged. */
export function toStoredCredentials(target: number): 'proxy' | 'server' | 'none' | number {
  return target === 0 ? 'none' : (authenticationTargets[target - 1] ?? target);
}

/** Applies a function to a value; returns null for null. */
function map<T, Result>(value: T | null, convert: (value: T) => Result): Result | null {
  return value === null ? null : convert(value);
}

export function toDetails(id: string, details: Details): BitsJobDetails {
  return serializable({
    id,
    type: map(details.type, typeOf),
    name: details.displayName,
    description: details.description,
    priority: map(details.priority, priorityOf),
    owner: map(details.owner, (sid) => toOwner(sid, details.ownerElevated, details.ownerIntegrityLevel)),
    times: map(details.times, toTimes),
    errorCount: details.errorCount,
    minimumRetryDelay: details.minimumRetryDelay,
    noProgressTimeout: details.noProgressTimeout,
    maximumDownloadTime: details.maximumDownloadTime,
    transferPolicy: map(details.costFlags, toTransferPolicy),
    dynamicContent: details.dynamicContent,
    maximumDownloadSize: details.maximumDownloadSize,
    highPerformance: details.highPerformance,
    notificationInterval: details.minimumNotificationInterval,
    onDemand: details.onDemandMode,
    http: toHttpDetails(details),
    proxy: map(details.proxy, toProxy),
    useStoredCredentials: map(details.useStoredCredentials, toStoredCredentials),
    notifyFlags: map(details.notifyFlags, toNotifyFlags),
    notifyCommand: map(details.notifyCommand, toNotifyCommand),
    replyPath: details.replyFileName,
    keepFromSource: map(details.fileAclFlags, (flags) => wordsOfFlags(flags, fileAclFlags)),
    branchCache: map(details.peerCachingFlags, (flags) => (flags & disableBranchCache) === 0),
    notificationClsid: details.notificationClsid === noClass ? null : details.notificationClsid,
    helperToken: map(details.helperTokenFlags, (flags) => toHelperToken(flags, details.helperTokenSid)),
  });
}
