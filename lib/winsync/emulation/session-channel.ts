import { EventBatches } from '../../emulation/event-batches.js';
import type { SessionEvent, SessionListener } from '../verbs.js';

/** An event without an answer, before it is merged with others. */
type Report = Exclude<SessionEvent, { answer(action: number): void }>;
type Unfolded<E> = E extends Report ? Omit<E, 'folded'> : never;
type Notice = Unfolded<SessionEvent>;

/** The number of changes, and of recoverable errors, that wait for the listener before the oldest are dropped and counted. */
const longestQueue = 1024;

/**
 * Delivers reports to the listener in a later turn. Waiting reports are merged as documented by `SessionListener`, so that their number is limited.
 */
export class SessionChannel {
  readonly #batches: EventBatches<string, SessionEvent>;
  /** The keys of the events that are delivered individually, by kind, oldest first. */
  #queues = { change: new Set<string>(), recoverableError: new Set<string>() };
  #sequence = 0;

  /** @param later calls a function in a later turn */
  constructor(listener: SessionListener, later: (deliver: () => void) => void) {
    this.#batches = new EventBatches((events) => {
      this.#queues = { change: new Set(), recoverableError: new Set() };
      if (events.length > 0) listener(events);
    }, later);
  }

  report(notice: Notice): void {
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
      case 'canceled':
        this.#batches.put(notice.type, notice);
        break;
      case 'change':
      case 'recoverableError':
        this.#enqueue(notice.type, { ...notice, folded: 0 });
        break;
    }
  }

  /** Asks the listener; resolves to `otherwise` if the channel is closed before the answer. */
  ask(make: (answer: (action: number) => void) => SessionEvent, otherwise: number): Promise<number> {
    return this.#batches.ask(this.#nextKey(), otherwise, make);
  }

  /** Stops accepting reports; waiting ones are still delivered. Pending questions resolve to the default answer. */
  close(): void {
    this.#batches.close();
  }

  /** Removes the listener at once. */
  drop(): void {
    this.#batches.drop();
  }

  /** Removes the waiting event of a key, and returns the number of events that it represents. */
  #take(key: string): number {
    const earlier = this.#batches.get(key);
    if (earlier === undefined || !('folded' in earlier)) return 0;
    this.#batches.remove(key);
    return earlier.folded + 1;
  }

  #enqueue(kind: 'change' | 'recoverableError', event: Report): void {
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
