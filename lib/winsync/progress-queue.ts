import { EventQueue } from '../com/event-queue.js';
import type { WinSyncProgress } from './progress.js';

/** The callbacks of a queue. */
export interface ProgressQueueOwner {
  /** Called when a consumer begins to wait for the next report, and when none waits any more. */
  onWaiting(waiting: boolean): void;
  /** Called when the queue takes no more reports. */
  onEnd(): void;
}

/**
 * The iterator of one listener. A consumer that is slow finds the latest report of each provider and stage, in the order in which those
 * came, with the number of those that were dropped for it.
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
