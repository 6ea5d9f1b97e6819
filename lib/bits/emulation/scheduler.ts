import type { Clock } from '../../com/clock.js';
import { Heap, type HeapEntry } from './heap.js';
import { isActive, isRunnable, type JobState, jobPriority, jobState } from './states.js';

/** A job as the scheduler needs it. */
export interface ScheduledJob {
  readonly state: JobState;
  readonly priority: number;
  readonly waitingSince: number;
  /** It gets no transfer time, in whatever state it is. */
  readonly held: boolean;
  /** The scheduler's own notes. */
  scheduled: Scheduled | null;
  schedulerSet: Set<ScheduledJob> | null;
  /** Gives it transfer time. */
  start(): void;
  /** Takes its transfer time away. */
  preempt(): void;
  /** Others of the same priority are first now. */
  waitBehind(): void;
}

/** Where a background job waits for transfer time, or has it. */
export interface Scheduled {
  readonly priority: number;
  readonly entry: HeapEntry<ScheduledJob>;
}

/**
 * Decides which jobs have transfer time: all foreground jobs at once; otherwise one background job of the highest priority that waits,
 * in turn with the others of its priority. Lower priorities wait until the higher ones are transferred or in an error. The cost of a
 * change grows with the logarithm of the number of jobs.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ne-bits-bg_job_priority.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #timeSlice: number;
  /** The runnable background jobs of each priority, the one that has waited longest first. That of foreground jobs, which all run, is empty. */
  readonly #queues: readonly Heap<ScheduledJob>[];
  /** Foreground jobs without transfer time. */
  readonly #starting = new Set<ScheduledJob>();
  readonly #activeForeground = new Set<ScheduledJob>();
  /** Background jobs with transfer time: one, or more for the moment after a change of priority. */
  readonly #activeBackground = new Set<ScheduledJob>();
  #turn: ScheduledJob | null = null;
  #cancelSlice: (() => void) | null = null;
  #deciding = false;
  #decideAgain = false;
  #awake = false;

  constructor(clock: Clock, timeSlice: number) {
    this.#clock = clock;
    this.#timeSlice = timeSlice;
    this.#queues = Array.from({ length: jobPriority.low + 1 }, () => new Heap<ScheduledJob>());
  }

  get awake(): boolean {
    return this.#awake;
  }

  /** Starts or stops giving transfer time; with a stop, the jobs that had some are queued. */
  setAwake(awake: boolean): void {
    this.#awake = awake;
    this.#reconsider();
  }

  /** A job's state, priority or place among those that wait has changed. */
  update(job: ScheduledJob): void {
    this.#sort(job);
    this.#reconsider();
  }

  #sort(job: ScheduledJob): void {
    const { priority, state, held } = job;
    const foreground = priority === jobPriority.foreground;
    const set = held ? null : this.#setOf(state, foreground);
    if (job.schedulerSet !== set) {
      job.schedulerSet?.delete(job);
      set?.add(job);
      job.schedulerSet = set;
    }
    this.#queue(job, !held && !foreground && isRunnable(state));
  }

  #setOf(state: JobState, foreground: boolean): Set<ScheduledJob> | null {
    if (isActive(state)) return foreground ? this.#activeForeground : this.#activeBackground;
    return foreground && state === jobState.queued ? this.#starting : null;
  }

  #queue(job: ScheduledJob, runnable: boolean): void {
    const { scheduled, priority, waitingSince } = job;
    if (scheduled !== null) {
      if (runnable && scheduled.priority === priority && scheduled.entry.key === waitingSince) return;
      this.#queues[scheduled.priority]?.remove(scheduled.entry);
      job.scheduled = null;
    }
    const entry = runnable ? this.#queues[priority]?.add(job, waitingSince) : undefined;
    if (entry !== undefined) job.scheduled = { priority, entry };
  }

  /** What changes on the way is looked at in another round. */
  #reconsider(): void {
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
    const foreground = this.#awake && (this.#starting.size > 0 || this.#activeForeground.size > 0);
    const highest = this.#queues.find((queue) => queue.first !== undefined);
    this.#chooseTurn(foreground || !this.#awake ? undefined : highest);
    this.#preempt(this.#activeBackground);
    if (!foreground) this.#preempt(this.#activeForeground);
    else for (const job of this.#starting) job.start();
    if (this.#turn !== null && !isActive(this.#turn.state)) this.#turn.start();
  }

  /** The job that has its turn keeps it while it is in the queue; otherwise the one that has waited longest is next. */
  #chooseTurn(queue: Heap<ScheduledJob> | undefined): void {
    const { scheduled = null } = this.#turn ?? {};
    if (scheduled !== null && this.#queues[scheduled.priority] === queue) return;
    const next = queue?.first?.value ?? null;
    if (next !== null || this.#turn !== null) this.#giveTurn(next);
  }

  #preempt(jobs: Iterable<ScheduledJob>): void {
    for (const job of jobs) if (job !== this.#turn) job.preempt();
  }

  #giveTurn(job: ScheduledJob | null): void {
    this.#turn = job;
    this.#cancelSlice?.();
    this.#cancelSlice = job === null ? null : this.#clock.schedule(() => this.#endTurn(), this.#timeSlice);
  }

  #endTurn(): void {
    const job = this.#turn;
    this.#turn = null;
    if (job === null) return;
    job.waitBehind();
    this.update(job);
  }
}
