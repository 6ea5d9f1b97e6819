import type { SyncProgress } from './progress.js';

interface Waiting {
  resolve(result: IteratorResult<SyncProgress, undefined>): void;
  reject(reason: unknown): void;
}

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
export class ProgressQueue implements AsyncIterableIterator<SyncProgress, undefined, undefined> {
  readonly #owner: ProgressQueueOwner;
  /** By provider and stage. A report that takes the place of another moves to the end. */
  readonly #reports = new Map<string, SyncProgress>();
  readonly #waiting: Waiting[] = [];
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(owner: ProgressQueueOwner) {
    this.#owner = owner;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Takes a report for whoever waits, or for later. */
  put(report: SyncProgress): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      if (this.#waiting.length === 0) this.#owner.onWaiting(false);
      waiting.resolve({ done: false, value: report });
      return;
    }
    const key = `${report.provider} ${report.stage}`;
    const before = this.#reports.get(key);
    this.#reports.delete(key);
    this.#reports.set(key, before === undefined ? report : { ...report, folded: report.folded + before.folded + 1 });
  }

  /** No more reports come: what waits in the queue is still given. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#owner.onEnd();
    this.#release((waiting) => waiting.resolve({ done: true, value: undefined }));
  }

  /** Ends at once, and lets the consumer know why. */
  fail(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reports.clear();
    this.#owner.onEnd();
    if (this.#waiting.length === 0) this.#failure = { reason };
    this.#release((waiting) => waiting.reject(reason));
  }

  next(): Promise<IteratorResult<SyncProgress, undefined>> {
    const first = this.#reports.entries().next();
    if (first.done !== true) {
      const [key, value] = first.value;
      this.#reports.delete(key);
      return Promise.resolve({ done: false, value });
    }
    if (this.#failure !== undefined) {
      const { reason } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(reason);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#waiting.length === 1) this.#owner.onWaiting(true);
    });
  }

  return(): Promise<IteratorResult<SyncProgress, undefined>> {
    this.#reports.clear();
    this.#failure = undefined;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #release(end: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.splice(0);
    if (waiting.length > 0) this.#owner.onWaiting(false);
    for (const each of waiting) end(each);
  }
}
