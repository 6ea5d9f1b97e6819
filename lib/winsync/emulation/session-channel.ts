import type { SessionEvent, SessionListener } from '../verbs.js';

/** An event that needs no answer, before it is known how many it stands for. */
type Told = Exclude<SessionEvent, { answer(action: number): void }>;
type Unfolded<E> = E extends Told ? Omit<E, 'folded'> : never;
export type Notice = Unfolded<SessionEvent>;

/** How many changes, and how many recoverable errors, wait for the listener before the oldest are folded. */
const longestQueue = 1024;

/**
 * Carries what is reported to the listener, in a later turn. What waits is folded as `SessionListener` says, so that its size is bounded
 * however much is reported.
 */
export class Channel {
  readonly #listener: SessionListener;
  readonly #later: (deliver: () => void) => void;
  /** What waits, in the order of delivery: a key that comes again moves to the end. */
  #waiting = new Map<string, SessionEvent>();
  /** The keys of what is kept singly, by kind, the oldest first. */
  #queues = { change: new Set<string>(), recoverableError: new Set<string>() };
  readonly #questions = new Set<() => void>();
  #sequence = 0;
  #scheduled = false;
  #closed = false;
  #dropped = false;

  /** @param later calls back in a later turn */
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

  /** Asks the listener; what cannot be asked any more answers `otherwise`. */
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

  /** Takes nothing more; what was told before is still delivered. Who waits for an answer gets the one that nobody gives. */
  close(): void {
    this.#closed = true;
    for (const giveUp of this.#questions) giveUp();
    this.#questions.clear();
  }

  /** Takes the listener away at once. */
  drop(): void {
    this.close();
    this.#dropped = true;
    this.#waiting.clear();
  }

  /** Removes what waits under a key, and counts it with what it stood for. */
  #take(key: string): number {
    const earlier = this.#waiting.get(key);
    if (earlier === undefined || !('folded' in earlier)) return 0;
    this.#waiting.delete(key);
    return earlier.folded + 1;
  }

  #enqueue(kind: 'change' | 'recoverableError', event: Told): void {
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
