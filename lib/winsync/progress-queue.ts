import { EventQueue } from '../com/event-queue.js';
import type { WinSyncProgress } from './progress.js';

/** What a queue tells whoever made it. */
export interface ProgressQueueOwner {
  /** Somebody waits for the next report, or nobody does any more. */
  onWaiting(waiting: boolean): void;
  /** The queue takes no more reports. */
  onEnd(): void;
}

/**
 * The iterator of one listener. A consumer that is slow finds the latest report of each provider and stage, in the order in which those
 * came, with the number of those that it stands for.
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
