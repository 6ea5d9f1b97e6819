import type { Clock } from '../../com/clock.js';
import { createGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refusal.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { Group } from './group.js';
import { Job, type JobHost } from './job.js';
import { restoreGroup, restoreJob, storeJob } from './persistence/keep.js';
import type { JobStore } from './persistence/store.js';
import { Scheduler } from './scheduler.js';
import type { BitsPolicy } from './settings.js';
import { isRunnable, jobState } from './states.js';
import type { Transport } from './transport.js';

export interface ServiceSettings {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly policy: BitsPolicy;
  /** Administrators may see all users' jobs and have no limits. */
  readonly administrator: boolean;
  /** Milliseconds of a background job's turn. */
  readonly timeSlice: number;
  readonly store: JobStore | null;
}

/** The one service that all connections of an emulation speak to: its jobs, its groups, and who has transfer time. */
export class BitsService implements JobHost {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly #settings: ServiceSettings;
  readonly #jobs = new Map<string, Job>();
  readonly #groups = new Map<string, Group>();
  readonly #scheduler: Scheduler;
  #turns = 0;
  #wanted = false;
  #resting: Promise<void> | null = null;

  constructor(settings: ServiceSettings) {
    this.clock = settings.clock;
    this.transport = settings.transport;
    this.#settings = settings;
    this.#scheduler = new Scheduler(settings.clock, settings.timeSlice, () => this.#jobs.values());
    this.#restore();
  }

  get filesPerJob(): number {
    return this.#settings.administrator ? Number.POSITIVE_INFINITY : this.#settings.policy.filesPerJob;
  }

  get administrator(): boolean {
    return this.#settings.administrator;
  }

  reconsider(): void {
    this.#scheduler.reconsider();
  }

  nextTurn(): number {
    this.#turns += 1;
    return this.#turns;
  }

  keep(job: Job): void {
    const { store } = this.#settings;
    if (job.isFinal) {
      this.#jobs.delete(job.id);
      store?.remove(job.id);
    } else if (this.#jobs.has(job.id)) store?.keep(job.id, () => storeJob(job, this.#groupOf(job)));
  }

  keepGroup(group: Group): void {
    if (!group.isGone) this.keep(group.job);
    // A new group may have the id of one that was completed before it was cancelled.
    else if (this.#groups.get(group.id) === group) this.#groups.delete(group.id);
  }

  createJob(displayName: string, type: number): Job {
    this.#cancelInactive();
    if (!this.#settings.administrator) {
      const { jobsPerUser, jobsPerMachine } = this.#settings.policy;
      if (this.#jobs.size >= jobsPerUser) refuse(hresults.BG_E_TOO_MANY_JOBS_PER_USER);
      if (this.#jobs.size >= jobsPerMachine) refuse(hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE);
    }
    const job = new Job(this, createGuid(), type, displayName);
    this.#jobs.set(job.id, job);
    this.keep(job);
    return job;
  }

  getJob(id: string): Job {
    this.#cancelInactive();
    return this.#jobs.get(id) ?? refuse(hresults.BG_E_NOT_FOUND);
  }

  /** Jobs in a final state are not enumerated. */
  jobs(): Job[] {
    this.#cancelInactive();
    return [...this.#jobs.values()];
  }

  createGroup(id: string): Group {
    this.#forgetEndedGroups();
    if (this.#groups.has(id)) refuse(hresults.E_INVALIDARG);
    const group = new Group(this, id, this.createJob(`Queue manager group ${id}`, 0));
    this.#groups.set(id, group);
    this.keepGroup(group);
    return group;
  }

  getGroup(id: string): Group {
    this.#forgetEndedGroups();
    return this.#groups.get(id) ?? refuse(hresults.QM_E_ITEM_NOT_FOUND);
  }

  groupIds(): string[] {
    this.#forgetEndedGroups();
    return [...this.#groups.keys()];
  }

  /** A call on a job that was left alone for too long finds it cancelled. */
  visit(job: Job): void {
    if (this.#isInactive(job)) job.expire();
  }

  /** The network went away: what is queued or runs waits with an error until it is back. */
  networkLost(): void {
    for (const job of this.jobs()) {
      if (isRunnable(job.state)) job.disconnected();
    }
  }

  /** The network is back: whatever waits with an error is queued at once. */
  networkFound(): void {
    for (const job of this.jobs()) {
      if (job.state === jobState.transientError) job.enqueue();
    }
  }

  /** Takes a closed connection's sinks away. */
  forget(connection: ServiceConnection): void {
    for (const job of this.#jobs.values()) job.notifier.forget(connection);
  }

  /** Begins to give transfer time, once a rest that is still being taken is over. */
  wake(): void {
    this.#wanted = true;
    if (this.#resting === null) this.#rouse();
  }

  /** Ends all transfers until the service is woken again; jobs keep what they have. */
  sleep(): Promise<void> {
    this.#wanted = false;
    this.#scheduler.setAwake(false);
    this.#resting ??= this.#rest().finally(() => {
      this.#resting = null;
      if (this.#wanted) this.#rouse();
    });
    return this.#resting;
  }

  /** Ends for good. Without a store nobody can go on with the jobs: their temporary files are deleted. */
  async dispose(): Promise<void> {
    await this.sleep();
    if (this.#settings.store === null) {
      await Promise.all([...this.#jobs.values()].map((job) => job.inTurn(() => (job.isFinal ? 0 : job.cancel()))));
    }
    await this.#settings.store?.release();
  }

  #rouse(): void {
    if (this.#scheduler.awake) return;
    for (const job of this.#jobs.values()) job.awake();
    this.#scheduler.setAwake(true);
  }

  async #rest(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.inTurn(() => job.pause())));
    this.transport.close();
    await this.#settings.store?.flush();
  }

  #restore(): void {
    for (const stored of this.#settings.store?.take() ?? []) {
      const job = restoreJob(this, stored);
      this.#jobs.set(job.id, job);
      const group = restoreGroup(this, job, stored);
      if (group !== null) this.#groups.set(group.id, group);
    }
  }

  #groupOf(job: Job): Group | undefined {
    return [...this.#groups.values()].find((group) => group.job === job);
  }

  #isInactive(job: Job): boolean {
    return !job.isFinal && this.clock.now() - job.lastActivity >= this.#settings.policy.jobInactivityTimeout * 1000;
  }

  /** The timeout is looked at when somebody asks, so that virtual time does not have to pass 90 days for each job. */
  #cancelInactive(): void {
    for (const job of this.#jobs.values()) {
      if (this.#isInactive(job)) job.expire();
    }
  }

  #forgetEndedGroups(): void {
    this.#cancelInactive();
    for (const group of this.#groups.values()) {
      if (!group.isListed) this.#groups.delete(group.id);
    }
  }
}
