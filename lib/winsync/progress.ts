import { RateMeter, secondsFor } from '../com/rate.js';
import { progressStages, providerRoles } from './constants.js';
import type { ProgressEvent } from './verbs.js';

/** `SYNC_PROVIDER_ROLE` in words: changes go from the source to the destination. */
export type WinSyncProviderRole = (typeof providerRoles)[number];

/** `SYNC_PROGRESS_STAGE` in words. */
export type WinSyncProgressStage = (typeof progressStages)[number];

/** What a provider reports. Work has no unit but the provider's own. */
export interface WinSyncProgressReport {
  /** Who reports. */
  readonly provider: WinSyncProviderRole;
  readonly stage: WinSyncProgressStage;
  /** 0 to 2^32-1. In `changeApplication`: what has been done since the last report, unless the session passes reports through. */
  readonly completedWork: number;
  /** 0 to 2^32-1. In `changeApplication`: what is left to be done, unless the session passes reports through. */
  readonly totalWork: number;
}

/** How far a stage is, as `ISyncCallback::OnProgress` tells the application. */
export interface WinSyncProgress extends WinSyncProgressReport {
  /** How much is done, as part of `totalWork`. */
  readonly completedWork: number;
  /** How much there is; 0 from providers that make no estimates. */
  readonly totalWork: number;
  /** 0 to 1; null while `totalWork` is 0. */
  readonly fraction: number | null;
  /** Measured over the last five seconds; null until two reports lie apart in time. */
  readonly workPerSecond: number | null;
  /** Null while the rate or the total is not known, or nothing moves. */
  readonly remainingSeconds: number | null;
  /** How many earlier reports of the same provider and stage this one stands for, beside itself: they came faster than they were read. */
  readonly folded: number;
}

/** Makes what people see of the events of one session. */
export class ProgressMeter {
  readonly #now: () => number;
  readonly #meters = new Map<string, RateMeter>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Null for a role or stage that nobody knows: our own callback refuses those. */
  measure({ provider, stage, completedWork, totalWork, folded }: ProgressEvent): WinSyncProgress | null {
    const role = providerRoles[provider];
    const word = progressStages[stage];
    if (role === undefined || word === undefined) return null;
    const workPerSecond = this.#meterOf(`${role} ${word}`).measure(this.#now(), BigInt(completedWork));
    return {
      provider: role,
      stage: word,
      completedWork,
      totalWork,
      fraction: totalWork === 0 ? null : Math.min(1, completedWork / totalWork),
      workPerSecond,
      remainingSeconds: totalWork === 0 ? null : secondsFor(totalWork - completedWork, workPerSecond),
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
