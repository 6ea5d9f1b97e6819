import {
  orNull,
  requireBigInt,
  requireBoolean,
  requireBytes,
  requireDword,
  requireOptions,
  requireResult,
  requireText,
  requireWord,
} from '../com/arguments.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import {
  changeFlags,
  type fullEnumerationActions,
  progressStages,
  providerRoles,
  type resolveActions,
} from './constants.js';
import type { WinSyncProgressStage, WinSyncProviderRole } from './progress.js';
import type { ChangeRecord, ConflictRecord, RecoverableErrorRecord, VersionRecord } from './verbs.js';

/** The names of the `SYNC_RESOLVE_ACTION` values. */
export type WinSyncResolveAction = (typeof resolveActions)[number];

/** The names of the `SYNC_FULL_ENUMERATION_ACTION` values. */
export type WinSyncFullEnumerationAction = (typeof fullEnumerationActions)[number];

/** `SYNC_VERSION`: the replica that made a version, and the time by its own clock. */
export interface WinSyncVersion {
  /** 0 to 2^32-1. */
  readonly replicaKey: number;
  /** 0 to 2^64-1. */
  readonly tickCount: bigint;
}

/** The properties of an `ISyncChange`; null if its method fails. */
export interface WinSyncChange {
  readonly ownerReplicaId: Uint8Array | null;
  readonly rootItemId: Uint8Array | null;
  readonly changeVersion: WinSyncVersion | null;
  readonly creationVersion: WinSyncVersion | null;
  /** Null if the change does not return its flags. */
  readonly deleted: boolean | null;
  readonly doesNotExist: boolean | null;
  readonly ghost: boolean | null;
  /** In the provider's unit of work; 0 to 2^32-1. */
  readonly workEstimate: number | null;
}

/** The changes of an `IChangeConflict`; null if there is none. */
export interface WinSyncConflict {
  readonly destinationChange: WinSyncChange | null;
  readonly sourceChange: WinSyncChange | null;
}

/** Running totals of a session: items and change units together. */
export interface WinSyncChangeTotals {
  readonly changesApplied: number;
  readonly changesFailed: number;
  /** The number of earlier totals that were dropped for these. */
  readonly folded: number;
}

/** The properties of an `IRecoverableError`; null if its method fails, or for the HRESULT `S_OK`. An unknown role or stage is returned as its number. */
export interface WinSyncRecoverableError {
  readonly stage: WinSyncProgressStage | number | null;
  readonly provider: WinSyncProviderRole | number | null;
  readonly change: WinSyncChange | null;
  readonly error: HResultError | null;
  readonly itemDisplayName: string | null;
  readonly errorDescription: string | null;
  /** The number of earlier errors that were dropped before this one. */
  readonly folded: number;
}

/** A report of an error; omitted properties are not reported. */
export interface WinSyncRecoverableErrorReport {
  readonly stage?: WinSyncProgressStage | null | undefined;
  readonly provider?: WinSyncProviderRole | null | undefined;
  readonly change?: WinSyncChangeReport | null | undefined;
  readonly hresult?: number | null | undefined;
  readonly itemDisplayName?: string | null | undefined;
  readonly errorDescription?: string | null | undefined;
}

/** A report of a change; omitted properties are not reported. */
export interface WinSyncChangeReport {
  readonly ownerReplicaId?: Uint8Array | null | undefined;
  readonly rootItemId?: Uint8Array | null | undefined;
  readonly changeVersion?: WinSyncVersion | null | undefined;
  readonly creationVersion?: WinSyncVersion | null | undefined;
  readonly deleted?: boolean | null | undefined;
  readonly doesNotExist?: boolean | null | undefined;
  readonly ghost?: boolean | null | undefined;
  readonly workEstimate?: number | null | undefined;
}

/** The two sides of a conflict; either may be omitted. */
export interface WinSyncConflictReport {
  readonly destinationChange?: WinSyncChangeReport | null | undefined;
  readonly sourceChange?: WinSyncChangeReport | null | undefined;
}

export function toChange(record: ChangeRecord): WinSyncChange {
  const { flags } = record;
  const flag = (bit: number) => (flags === null ? null : (flags & bit) !== 0);
  return {
    ownerReplicaId: record.ownerReplicaId,
    rootItemId: record.rootItemId,
    changeVersion: record.changeVersion,
    creationVersion: record.creationVersion,
    deleted: flag(changeFlags.deleted),
    doesNotExist: flag(changeFlags.doesNotExist),
    ghost: flag(changeFlags.ghost),
    workEstimate: record.workEstimate,
  };
}

export function toConflict({ destinationChange, sourceChange }: ConflictRecord): WinSyncConflict {
  return {
    destinationChange: destinationChange === null ? null : toChange(destinationChange),
    sourceChange: sourceChange === null ? null : toChange(sourceChange),
  };
}

export function toRecoverableError(record: RecoverableErrorRecord, folded: number): WinSyncRecoverableError {
  const { stage, provider, change, hresult } = record;
  return {
    stage: stage === null ? null : (progressStages[stage] ?? stage),
    provider: provider === null ? null : (providerRoles[provider] ?? provider),
    change: change === null ? null : toChange(change),
    error:
      hresult === null || hresult === hresults.S_OK
        ? null
        : new HResultError(hresult, 'ISyncCallback.OnRecoverableError'),
    itemDisplayName: record.itemDisplayName,
    errorDescription: record.errorDescription,
    folded,
  };
}

/** Reads a change. @throws {TypeError | RangeError} for a wrong change */
export function requireChange(value: WinSyncChangeReport | undefined, name = 'change'): ChangeRecord {
  const change = requireOptions(value, name);
  return {
    ownerReplicaId: orNull(change.ownerReplicaId, `${name}.ownerReplicaId`, requireBytes),
    rootItemId: orNull(change.rootItemId, `${name}.rootItemId`, requireBytes),
    changeVersion: orNull(change.changeVersion, `${name}.changeVersion`, requireVersion),
    creationVersion: orNull(change.creationVersion, `${name}.creationVersion`, requireVersion),
    flags: requireFlags(change, name),
    workEstimate: orNull(change.workEstimate, `${name}.workEstimate`, requireDword),
  };
}

/** Reads a conflict. @throws {TypeError | RangeError} for a wrong conflict */
export function requireConflict(value: WinSyncConflictReport | undefined): ConflictRecord {
  const { destinationChange, sourceChange } = requireOptions(value, 'conflict');
  return {
    destinationChange: orNull(destinationChange, 'conflict.destinationChange', requireChangeOf),
    sourceChange: orNull(sourceChange, 'conflict.sourceChange', requireChangeOf),
  };
}

/** Reads a recoverable error. @throws {TypeError | RangeError} for a wrong error */
export function requireRecoverableError(value: WinSyncRecoverableErrorReport | undefined): RecoverableErrorRecord {
  const error = requireOptions(value, 'error');
  return {
    stage: orNull(error.stage, 'error.stage', (stage, name) => requireWord(stage, name, progressStages)),
    provider: orNull(error.provider, 'error.provider', (role, name) => requireWord(role, name, providerRoles)),
    change: orNull(error.change, 'error.change', requireChangeOf),
    hresult: orNull(error.hresult, 'error.hresult', requireResult),
    itemDisplayName: orNull(error.itemDisplayName, 'error.itemDisplayName', (text, name) => requireText(text, name)),
    errorDescription: orNull(error.errorDescription, 'error.errorDescription', (text, name) => requireText(text, name)),
  };
}

function requireChangeOf(value: WinSyncChangeReport, name: string): ChangeRecord {
  return requireChange(value, name);
}

function requireVersion(value: WinSyncVersion, name: string): VersionRecord {
  const { replicaKey, tickCount } = requireOptions(value, name);
  return {
    replicaKey: requireDword(replicaKey, `${name}.replicaKey`),
    tickCount: requireBigInt(tickCount, `${name}.tickCount`),
  };
}

/** Returns the flags of a change, or null if none of them is given. */
function requireFlags(change: WinSyncChangeReport, name: string): number | null {
  let flags: number | null = null;
  for (const flag of ['deleted', 'doesNotExist', 'ghost'] as const) {
    const value = change[flag];
    if (value === undefined || value === null) continue;
    flags = (flags ?? 0) | (requireBoolean(value, `${name}.${flag}`) ? changeFlags[flag] : 0);
  }
  return flags;
}
