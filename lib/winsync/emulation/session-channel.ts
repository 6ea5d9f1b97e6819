import type { SessionEvent, SessionListener } from '../verbs.js';

/** An event without an answer, before it is folded with others. */
type Report = Exclude<SessionEvent, { answer(action: number): void }>;
type Unfolded<E> = E extends Report ? Omit<E, 'folded'> : never;
type Notice = Unfolded<SessionEvent>;

/** The number of changes, and of recoverable errors, that wait for the listener before the oldest are folded. */
const longestQueue = 1024;

/**
 * Delivers reports to the listener in a later turn. Waiting reports are folded as documented by `SessionListener`, so that their number is
 * bounded.
 */
export class SessionChannel {
  readonly #listener: SessionListener;
  readonly #later: (deliver: () => void) => void;
  /** The waiting events in the order of delivery. An event with the key of an earlier one replaces it, and moves to the end. */
  #waiting = new Map<string, SessionEvent>();
  /** The keys of the events that are delivered individually, by kind, oldest first. */
  #queues = { change: new Set<string>(), recoverableError: new Set<string>() };
  readonly #questions = new Set<() => void>();
  #sequence = 0;
  #scheduled = false;
  #closed = false;
  #dropped = false;

  /** @param later calls a function in a later turn */
  constructor(listener: SessionListener, later: (deliver: () => void) => void) {
    this.#listener = listener;
    this.#later = later;
  }

  report(notice: Notice): void {
    if (this.#closed) return;
    switch (notice.type) {
      case 'progress': {
        const key = `progress ${notice.provider} ${notice.stage}`;
        this.#put(key, { ...notice, folded: this.#take(key) });
        break;
      }
      case 'changeApplied':
      case 'changeFailed':
        this.#put(notice.type, { ...notice, folded: this.#take(notice.type) });
        break;
      case 'change':
      case 'recoverableError':
        this.#enqueue(notice.type, { ...notice, folded: 0 });
        break;
    }
  }

  /** Asks the listener; resolves to `otherwise` if it cannot be asked any more. */
  ask(make: (answer: (action: number) => void) => SessionEvent, otherwise: number): Promise<number> {
    return new Promise((resolve) => {
      if (this.#closed) {
        resolve(otherwise);
        return;
      }
      const giveUp = () => resolve(otherwise);
      this.#questions.add(giveUp);
      const event = make((action) => {
        this.#questions.delete(giveUp);
        resolve(action);
      });
      this.#put(this.#nextKey(), event);
    });
  }

  /** Accepts no more reports; waiting ones are still delivered. Pending questions resolve with the default answer. */
  close(): void {
    this.#closed = true;
    for (const giveUp of this.#questions) giveUp();
    this.#questions.clear();
  }

  /** Removes the listener at once. */
  drop(): void {
    this.close();
    this.#dropped = true;
    this.#waiting.clear();
  }

  /** Removes the waiting event of a key, and returns how many events it stood for. */
  #take(key: string): number {
    const earlier = this.#waiting.get(key);
    if (earlier === undefined || !('folded' in earlier)) return 0;
    this.#waiting.delete(key);
    return earlier.folded + 1;
  }

  #enqueue(kind: 'change' | 'recoverableError', event: Report): void {
    const queue = this.#queues[kind];
    const key = this.#nextKey();
    queue.add(key);
    this.#put(key, event);
    if (queue.size <= longestQueue) return;
    const [oldest, next] = queue;
    if (oldest === undefined || next === undefined) return;
    queue.delete(oldest);
    const folded = this.#take(oldest);
    const heir = this.#waiting.get(next);
    if (heir !== undefined && 'folded' in heir) this.#waiting.set(next, { ...heir, folded: heir.folded + folded });
  }

  #nextKey(): string {
    this.#sequence += 1;
    return `single ${this.#sequence}`;
  }

  #put(key: string, event: SessionEvent): void {
    this.#waiting.set(key, event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#later(() => this.#deliver());
  }

  #deliver(): void {
    this.#scheduled = false;
    const events = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#queues = { change: new Set(), recoverableError: new Set() };
    if (!this.#dropped && events.length > 0) this.#listener(events);
  }
}
