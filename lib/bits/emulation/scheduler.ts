import type { Clock } from '../../com/clock.js';
import { Heap, type HeapEntry } from './heap.js';
import { isActive, isRunnable, type JobState, jobPriority, jobState } from './job-enumerations.js';

/** The part of a job that the scheduler needs. */
export interface ScheduledJob {
  readonly state: JobState;
  readonly priority: number;
  readonly waitingSince: number;
  /** Whether the job gets no transfer time, in any state. */
  readonly held: boolean;
  /** Written by the scheduler only. */
  scheduled: Scheduled | null;
  schedulerSet: Set<ScheduledJob> | null;
  /** Starts the transfer. */
  start(): void;
  /** Stops the transfer and queues the job. */
  preempt(): void;
  /** Moves the job behind the other waiting jobs of its priority. */
  waitBehind(): void;
}

/** The place of a background job that waits for transfer time, or has it. */
export interface Scheduled {
  readonly priority: number;
  readonly entry: HeapEntry<ScheduledJob>;
}

/**
 * Decides which jobs transfer: all foreground jobs at once; otherwise one waiting background job of the highest priority, in turn with the
 * others of its priority. Lower priorities wait until the higher ones are transferred or in an error state. A change takes O(log n) of the
 * number of jobs.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ne-bits-bg_job_priority.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #timeSlice: number;
  /**
   * The runnable background jobs of each priority, the one that has waited longest first. The queue of the foreground priority is empty.
   */
  readonly #queues: readonly Heap<ScheduledJob>[];
  /** Foreground jobs that are not transferring. */
  readonly #starting = new Set<ScheduledJob>();
  readonly #activeForeground = new Set<ScheduledJob>();
  /** Background jobs that are transferring: one, or more while a change of priority is processed. */
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

  /** Starts or stops all scheduling. When it stops, the transferring jobs are queued. */
  setAwake(awake: boolean): void {
    this.#awake = awake;
    this.#reconsider();
  }

  /** Called when a job's state, priority or waiting time has changed. */
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

  /** Starts and stops transfers. Changes made meanwhile are processed in another round. */
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

  /** Chooses the background job that transfers: the current job while it is in the queue, otherwise the one that has waited longest. */
  #chooseTurn(queue: Heap<ScheduledJob> | undefined): void {
    const { scheduled = null } = this.#turn ?? {};
    if (scheduled !== null && this.#queues[scheduled.priority] === queue) return;
    const next = queue?.first?.value ?? null;
    if (next !== null || this.#turn !== null) this.#setTurn(next);
  }

  #preempt(jobs: Iterable<ScheduledJob>): void {
    for (const job of jobs) if (job !== this.#turn) job.preempt();
  }

  #setTurn(job: ScheduledJob | null): void {
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
