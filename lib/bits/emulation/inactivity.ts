import type { Clock } from '../../com/clock.js';
import { Calendar, Deadline } from './deadlines.js';

/** The part of a job that the inactivity timeout needs. */
export interface ExpiringJob {
  readonly isFinal: boolean;
  /** The time of the latest activity, in milliseconds since the epoch. */
  readonly lastActivity: number;
  /** Written by the timeout only. */
  expiry: Deadline | null;
  /** Cancels the job. */
  expire(): void;
}

/** The earliest time at which a job can have been inactive for too long. */
class Expiry extends Deadline {
  readonly #timeout: InactivityTimeout;
  readonly #job: ExpiringJob;

  constructor(timeout: InactivityTimeout, job: ExpiringJob) {
    super();
    this.#timeout = timeout;
    this.#job = job;
  }

  due(): void {
    this.#timeout.reached(this.#job);
  }
}

/**
 * Cancels jobs after the policy's `JobInactivityTimeout`. It is checked when a call is made, so that virtual time does not have to advance
 * 90 days for each job.
 */
export class InactivityTimeout {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #expiries = new Calendar();

  constructor(clock: Clock, seconds: number) {
    this.#clock = clock;
    this.#milliseconds = seconds * 1000;
  }

  add(job: ExpiringJob): void {
    job.expiry = new Expiry(this, job);
    this.#expiries.add(job.expiry, this.#timeOf(job));
  }

  remove(job: ExpiringJob): void {
    if (job.expiry !== null) this.#expiries.remove(job.expiry);
  }

  /** Cancels the job if it has been inactive for too long. */
  check(job: ExpiringJob): void {
    if (this.#isOver(job)) job.expire();
  }

  /** Cancels all jobs that have been inactive for too long. */
  checkAll(): void {
    const now = this.#clock.now();
    const { first } = this.#expiries;
    if (first !== undefined && first <= now) this.#expiries.takeDue(now)();
  }

  /** Cancels the job, or sets its next deadline if it was active since the last one was set. */
  reached(job: ExpiringJob): void {
    if (this.#isOver(job)) job.expire();
    else if (job.expiry !== null) this.#expiries.add(job.expiry, this.#timeOf(job));
  }

  #timeOf(job: ExpiringJob): number {
    return job.lastActivity + this.#milliseconds;
  }

  #isOver(job: ExpiringJob): boolean {
    return !job.isFinal && this.#timeOf(job) <= this.#clock.now();
  }
}
