import { estimateProgress, type ProgressEstimate, RateMeter } from '../com/rate.js';
import { progressStages, providerRoles } from './constants.js';
import type { ProgressEvent } from './verbs.js';

/** The names of the `SYNC_PROVIDER_ROLE` values: changes go from the source to the destination. */
export type WinSyncProviderRole = (typeof providerRoles)[number];

/** The names of the `SYNC_PROGRESS_STAGE` values. */
export type WinSyncProgressStage = (typeof progressStages)[number];

/** A report of a provider. Work is counted in a unit of the provider. */
export interface WinSyncProgressReport {
  /** The role of the provider that reports. */
  readonly provider: WinSyncProviderRole;
  readonly stage: WinSyncProgressStage;
  /** 0 to 2^32-1. In `changeApplication`: the work completed since the last report, unless the session passes reports through. */
  readonly completedWork: number;
  /** 0 to 2^32-1; null (or 0) while it is unknown. In `changeApplication`: the remaining work, unless the session passes reports through. */
  readonly totalWork: number | null;
}

/** The progress of a stage, as `ISyncCallback::OnProgress` reports it to the application. An unknown role or stage is returned as its number. */
export interface WinSyncProgress extends ProgressEstimate {
  readonly provider: WinSyncProviderRole | number;
  readonly stage: WinSyncProgressStage | number;
  /** The completed part of `totalWork`. */
  readonly completedWork: number;
  /** The total work; null for providers that make no estimates, which report 0. */
  readonly totalWork: number | null;
  /** Measured over the last five seconds; null until there are two reports of different times. */
  readonly workPerSecond: number | null;
  /** The number of earlier reports of the same provider and stage that were dropped for this one, because they arrived faster than they were read. */
  readonly folded: number;
}

/** Converts the events of one session to its public progress. */
export class ProgressMeter {
  readonly #now: () => number;
  readonly #meters = new Map<string, RateMeter>();

  constructor(now: () => number) {
    this.#now = now;
  }

  measure({ provider, stage, completedWork, totalWork, folded }: ProgressEvent): WinSyncProgress {
    const role = providerRoles[provider] ?? provider;
    const word = progressStages[stage] ?? stage;
    const workPerSecond = this.#meterOf(`${role} ${word}`).measure(this.#now(), BigInt(completedWork));
    return {
      provider: role,
      stage: word,
      completedWork,
      totalWork: totalWork === 0 ? null : totalWork,
      ...estimateProgress(completedWork, totalWork, workPerSecond),
      workPerSecond,
      folded,
    };
  }

  #meterOf(key: string): RateMeter {
    const known = this.#meters.get(key);
    if (known !== undefined) return known;
    const created = new RateMeter();
    this.#meters.set(key, created);
    return created;
  }
}
