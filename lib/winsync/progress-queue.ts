import { EventQueue } from '../com/event-queue.js';
import type { WinSyncProgress } from './progress.js';

/** The callbacks of a queue. */
export interface ProgressQueueOwner {
  /** Called when a consumer begins to wait for the next report, and when no consumer waits any more. */
  onWaiting(waiting: boolean): void;
  /** Called when the queue accepts no more reports. */
  onEnd(): void;
}

/**
 * The iterator of one listener. A slow consumer receives the latest report of each provider and stage, in the order of arrival, with the number of
 * reports that were dropped for it.
 */
export class ProgressQueue extends EventQueue<WinSyncProgress> {
  constructor(owner: ProgressQueueOwner) {
    super({
      keyOf: ({ provider, stage }) => `${provider} ${stage}`,
      fold: (earlier, later) => ({ ...later, folded: later.folded + earlier.folded + 1 }),
      onWaiting: (waiting) => owner.onWaiting(waiting),
      onEnd: () => owner.onEnd(),
    });
  }
}
