import { EventBatches } from '../../emulation/event-batches.js';
import type { SessionEvent, SessionListener } from '../verbs.js';

/** An event that needs no answer, before it is known how many it stands for. */
type Told = Exclude<SessionEvent, { answer(action: number): void }>;
type Untold<E> = E extends Told ? Omit<E, 'folded'> : never;
export type Notice = Untold<SessionEvent>;

/** How many changes, and how many recoverable errors, wait for the listener before the oldest are folded. */
const longestQueue = 1024;

/**
 * Delivers what is reported to the listener, in a later turn. What waits is folded as `SessionListener` documents, so that its size is
 * bounded however much is reported.
 */
export class Channel {
  readonly #batches: EventBatches<string, SessionEvent>;
  /** The keys of what is kept singly, by kind, the oldest first. */
  #queues = { change: new Set<string>(), recoverableError: new Set<string>() };
  #sequence = 0;

  /** @param later calls back in a later turn */
  constructor(listener: SessionListener, later: (deliver: () => void) => void) {
    this.#batches = new EventBatches((events) => {
      this.#queues = { change: new Set(), recoverableError: new Set() };
      if (events.length > 0) listener(events);
    }, later);
  }

  tell(notice: Notice): void {
    if (this.#batches.closed) return;
    switch (notice.type) {
      case 'progress': {
        const key = `progress ${notice.provider} ${notice.stage}`;
        this.#batches.put(key, { ...notice, folded: this.#take(key) });
        break;
      }
      case 'changeApplied':
      case 'changeFailed':
        this.#batches.put(notice.type, { ...notice, folded: this.#take(notice.type) });
        break;
      case 'change':
      case 'recoverableError':
        this.#enqueue(notice.type, { ...notice, folded: 0 });
        break;
    }
  }

  /** Asks the listener. Resolves to `otherwise` if the channel is closed before the answer. */
  ask(make: (answer: (action: number) => void) => SessionEvent, otherwise: number): Promise<number> {
    return this.#batches.ask(this.#nextKey(), otherwise, make);
  }

  /** Takes nothing more; what was reported before is still delivered. Open questions get their default answers. */
  close(): void {
    this.#batches.close();
  }

  /** Takes the listener away at once. */
  drop(): void {
    this.#batches.drop();
  }

  /** Removes what waits under a key. Returns how many reports are dropped with it. */
  #take(key: string): number {
    const earlier = this.#batches.get(key);
    if (earlier === undefined || !('folded' in earlier)) return 0;
    this.#batches.remove(key);
    return earlier.folded + 1;
  }

  #enqueue(kind: 'change' | 'recoverableError', event: Told): void {
    const queue = this.#queues[kind];
    const key = this.#nextKey();
    queue.add(key);
    this.#batches.put(key, event);
    if (queue.size <= longestQueue) return;
    const [oldest, next] = queue;
    if (oldest === undefined || next === undefined) return;
    queue.delete(oldest);
    const folded = this.#take(oldest);
    const heir = this.#batches.get(next);
    if (heir !== undefined && 'folded' in heir) this.#batches.replace(next, { ...heir, folded: heir.folded + folded });
  }

  #nextKey(): string {
    this.#sequence += 1;
    return `single ${this.#sequence}`;
  }
}
