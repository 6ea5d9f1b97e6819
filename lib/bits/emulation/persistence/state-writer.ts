/** Returns the state of a job to write; null deletes its file. */
type Describe<State> = (() => State) | null;

/** Writes a state, or deletes it. */
type WriteState<State> = (id: string, state: State | null) => Promise<void>;

/** The number of concurrent writes: each waits for the disk most of the time. */
const parallelWrites = 8;

/** The delays before failed writes are retried, in milliseconds: doubled with each attempt, up to the longest. */
const shortestPause = 1000;
const longestPause = 30_000;

interface Waiting<State> {
  readonly describe: Describe<State>;
  readonly attempt: PromiseWithResolvers;
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/**
 * Writes states to the disk: the latest of each job, one write at a time for a job, several jobs concurrently. A failed write is reported
 * once, and retried after a delay, when the job changes, and by `flush()`. It does not delay other jobs.
 */
export class StateWriter<State> {
  readonly #write: WriteState<State>;
  readonly #report: (id: string, error: unknown) => void;
  readonly #waiting = new Map<string, Waiting<State>>();
  readonly #writing = new Map<string, Promise<void>>();
  readonly #failed = new Map<string, Describe<State>>();
  /** The error of a job's last write. */
  readonly #errors = new Map<string, unknown>();
  #scheduled = false;
  #pause = shortestPause;
  #retry: NodeJS.Timeout | undefined;

  constructor(write: WriteState<State>, report: (id: string, error: unknown) => void) {
    this.#write = write;
    this.#report = report;
  }

  /** Writes what the function returns at the time of the write; deletes the file for null. */
  change(id: string, describe: Describe<State>): void {
    this.#failed.delete(id);
    this.#waiting.set(id, { describe, attempt: this.#waiting.get(id)?.attempt ?? withResolvers() });
    if (this.#scheduled) return;
    this.#scheduled = true;
    // The state of a job often changes several times in one turn of the event loop.
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  /** Resolves after the pending write of a job; undefined if there is none. */
  written(id: string): Promise<void> | undefined {
    return this.#waiting.get(id)?.attempt.promise ?? this.#writing.get(id);
  }

  /** Resolves when no write is pending. Failed writes are retried once; resolves to those that fail again, by job. */
  async flush(): Promise<ReadonlyMap<string, unknown>> {
    this.#retryFailed();
    for (;;) {
      const attempts = [
        ...[...this.#waiting.values()].map(({ attempt }) => attempt.promise),
        ...this.#writing.values(),
      ];
      if (attempts.length === 0) return this.#errors;
      await Promise.all(attempts);
    }
  }

  /** Stops retrying failed writes. */
  stop(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#failed.clear();
  }

  #pump(): void {
    for (const [id, { describe, attempt }] of this.#waiting) {
      if (this.#writing.size >= parallelWrites) return;
      if (this.#writing.has(id)) continue;
      this.#waiting.delete(id);
      this.#writing.set(id, attempt.promise);
      void this.#attempt(id, describe).finally(() => {
        this.#writing.delete(id);
        attempt.resolve();
        this.#pump();
      });
    }
  }

  async #attempt(id: string, describe: Describe<State>): Promise<void> {
    try {
      await this.#write(id, describe?.() ?? null);
      this.#errors.delete(id);
      if (this.#errors.size === 0) this.#pause = shortestPause;
    } catch (error) {
      const known = this.#errors.has(id);
      this.#errors.set(id, error);
      if (!this.#waiting.has(id)) this.#failed.set(id, describe);
      this.#retryLater();
      if (!known) this.#report(id, error);
    }
  }

  /** Schedules a retry of the failed writes. It does not keep the process alive: `flush()` retries before the end, and reports what is lost. */
  #retryLater(): void {
    if (this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#pause = Math.min(this.#pause * 2, longestPause);
      this.#retryFailed();
    }, this.#pause).unref();
  }

  #retryFailed(): void {
    for (const [id, describe] of [...this.#failed]) this.change(id, describe);
  }
}

function withResolvers(): PromiseWithResolvers {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
