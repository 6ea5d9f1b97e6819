import { estimateProgress, type ProgressEstimate, RateMeter } from '../com/rate.js';
import { progressStages, providerRoles } from './constants.js';
import type { ProgressEvent } from './verbs.js';

/** `SYNC_PROVIDER_ROLE` in words: changes go from the source to the destination. */
export type WinSyncProviderRole = (typeof providerRoles)[number];

/** `SYNC_PROGRESS_STAGE` in words. */
export type WinSyncProgressStage = (typeof progressStages)[number];

/** What a provider reports. Work is counted in a unit of the provider's own. */
export interface WinSyncProgressReport {
  /** The role of the provider that reports. */
  readonly provider: WinSyncProviderRole;
  readonly stage: WinSyncProgressStage;
  /** 0 to 2^32-1. In `changeApplication`: what has been done since the last report, unless the session passes reports through. */
  readonly completedWork: number;
  /** 0 to 2^32-1. In `changeApplication`: what is left to be done, unless the session passes reports through. */
  readonly totalWork: number;
}

/** The progress of a stage, as `ISyncCallback::OnProgress` reports it to the application. A role or stage that is not known here stays a number. */
export interface WinSyncProgress extends ProgressEstimate {
  readonly provider: WinSyncProviderRole | number;
  readonly stage: WinSyncProgressStage | number;
  /** How much is done, as part of `totalWork`. */
  readonly completedWork: number;
  /** How much there is; 0 from providers that make no estimates. */
  readonly totalWork: number;
  /** Measured over the last five seconds; null until two reports lie apart in time. */
  readonly workPerSecond: number | null;
  /** How many earlier reports of the same provider and stage were dropped for this one, because they came faster than they were read. */
  readonly folded: number;
}

/** Makes the public progress of the events of one session. */
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
      totalWork,
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
