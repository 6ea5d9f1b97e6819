import type { Clock } from '../../com/clock.js';
import type { Job } from './job.js';
import { isActive, isRunnable, jobPriority } from './states.js';

/**
 * Who has transfer time: all foreground jobs at once; otherwise one background job of the highest priority that waits, in turn with
 * the others of its priority. Lower priorities wait until the higher ones are transferred or in an error.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ne-bits-bg_job_priority.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #jobs: () => Iterable<Job>;
  readonly #timeSlice: number;
  #turn: Job | null = null;
  #cancelSlice: (() => void) | null = null;
  #deciding = false;
  #decideAgain = false;
  #awake = false;

  constructor(clock: Clock, timeSlice: number, jobs: () => Iterable<Job>) {
    this.#clock = clock;
    this.#timeSlice = timeSlice;
    this.#jobs = jobs;
  }

  get awake(): boolean {
    return this.#awake;
  }

  /** Begins to give transfer time, or stops: the jobs that had some are queued then. */
  setAwake(awake: boolean): void {
    this.#awake = awake;
    this.reconsider();
  }

  /** Looks at all jobs again; what changes on the way is looked at in another round. */
  reconsider(): void {
    this.#decideAgain = true;
    if (this.#deciding) return;
    this.#deciding = true;
    try {
      while (this.#decideAgain) {
        this.#decideAgain = false;
        this.#decide();
      }
    } finally {
      this.#deciding = false;
    }
  }

  #decide(): void {
    const runnable = this.#awake ? [...this.#jobs()].filter((job) => isRunnable(job.state)) : [];
    const chosen = this.#choose(runnable);
    for (const job of this.#jobs()) {
      if (isActive(job.state) && !chosen.has(job)) job.preempt();
    }
    for (const job of chosen) {
      if (!isActive(job.state)) job.start();
    }
  }

  #choose(runnable: Job[]): Set<Job> {
    const priority = Math.min(jobPriority.low, ...runnable.map((job) => job.priority));
    const candidates = runnable.filter((job) => job.priority === priority);
    if (priority === jobPriority.foreground || candidates.length === 0) {
      this.#giveTurn(null);
      return new Set(candidates);
    }
    if (this.#turn === null || !candidates.includes(this.#turn)) {
      this.#giveTurn(candidates.reduce((first, job) => (job.waitingSince < first.waitingSince ? job : first)));
    }
    return new Set(this.#turn === null ? [] : [this.#turn]);
  }

  #giveTurn(job: Job | null): void {
    this.#turn = job;
    this.#cancelSlice?.();
    this.#cancelSlice = job === null ? null : this.#clock.schedule(() => this.#endTurn(), this.#timeSlice);
  }

  #endTurn(): void {
    this.#turn?.waitBehind();
    this.#turn = null;
    this.reconsider();
  }
}
