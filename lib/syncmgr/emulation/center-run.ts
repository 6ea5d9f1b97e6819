import type { SyncCenterStatus } from '../center-arguments.js';
import type { SyncCenterReport } from '../report.js';

/** How a synchronisation of Sync Center has ended. */
export interface SyncCenterOutcome {
  readonly status: SyncCenterStatus;
  readonly errors: number;
  readonly conflicts: number;
}

/** A synchronisation that Sync Center has started, as its handler sees it. */
export interface CenterRun {
  readonly handlerId: string;
  /** What is to be synchronised; the handler's own items where nobody chose. */
  readonly itemIds: readonly string[];
  /** Aborted when all of it is stopped. */
  readonly signal: AbortSignal;
  /** Aborted when this item is stopped, or all of it. */
  signalOf(itemId: string): AbortSignal;
  /** Opens the run's session, to report to Sync Center. It is closed with the run. */
  openReport(): Promise<SyncCenterReport>;
}
