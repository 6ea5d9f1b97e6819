import type { Clock } from '../../com/clock.js';
import { createGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refusal.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type { BitsVersion } from './bits-version.js';
import { Calendar, Deadline } from './calendar.js';
import { Deadlines } from './deadlines.js';
import { Group } from './group.js';
import { Job, type JobHost } from './job.js';
import type { MachineConditions } from './machine-conditions.js';
import { restoreGroup, restoreJob, storeJob } from './persistence/keep.js';
import type { JobStore } from './persistence/store.js';
import { Scheduler } from './scheduler.js';
import { type BitsPolicy, closeTimeout } from './settings.js';
import { isRunnable, jobState } from './states.js';
import type { Transport } from './transport.js';
import { type BitsUser, mayUse } from './users.js';
import { withinTime } from './within-time.js';

export interface ServiceSettings {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly policy: BitsPolicy;
  /** Administrators may see all users' jobs and have no limits. */
  readonly administrator: boolean;
  /** Milliseconds of a background job's turn. */
  readonly timeSlice: number;
  readonly store: JobStore | null;
  /** The version of BITS that the machine has. */
  readonly version: BitsVersion;
  readonly conditions: MachineConditions;
  /** Runs a program. Resolves to its exit code, or null when it could not be started; undefined where command lines are only recorded. */
  readonly runProgram?: ((program: string, parameters: string | null) => Promise<number | null>) | undefined;
}

/** The earliest time at which a job can have been inactive for too long. */
class Expiry extends Deadline {
  readonly #service: BitsService;
  readonly #job: Job;

  constructor(service: BitsService, job: Job) {
    super();
    this.#service = service;
    this.#job = job;
  }

  due(): void {
    this.#service.expire(this.#job);
  }
}

/** The one service that all connections of an emulation speak to: its jobs, its groups, and who has transfer time. */
export class BitsService implements JobHost {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly deadlines: Deadlines;
  readonly #settings: ServiceSettings;
  readonly #jobs = new Map<string, Job>();
  readonly #groups = new Map<string, Group>();
  readonly #groupsByJob = new Map<Job, Group>();
  /** Each job by the earliest time at which it can have been inactive for too long. */
  readonly #expiries = new Calendar();
  readonly #scheduler: Scheduler;
  readonly #users = new WeakMap<ServiceConnection, BitsUser>();
  #turns = 0;
  #wanted = false;
  #resting: Promise<void> | null = null;
  /** The end of the transfers that were stopped last. */
  #stopping: Promise<void> = Promise.resolve();

  constructor(settings: ServiceSettings) {
    this.clock = settings.clock;
    this.transport = settings.transport;
    this.deadlines = new Deadlines(settings.clock);
    this.#settings = settings;
    this.#scheduler = new Scheduler(settings.clock, settings.timeSlice);
    this.#restore();
    settings.conditions.listen(this);
  }

  get version(): BitsVersion {
    return this.#settings.version;
  }

  get rangesPerFile(): number {
    return this.#settings.policy.rangesPerFile;
  }

  blockOf(job: Job): number | null {
    return this.#settings.conditions.blockOf(job);
  }

  ownerOf(sid: string | undefined): BitsUser {
    return this.#settings.conditions.userWith(sid);
  }

  isLoggedOn(sid: string): boolean {
    return this.#settings.conditions.isLoggedOn(sid);
  }

  /** Connections of other users than the one that the machine starts with. */
  admit(connection: ServiceConnection, user: BitsUser): void {
    this.#users.set(connection, user);
  }

  /** The user that a connection is of. */
  userOf(connection: ServiceConnection): BitsUser {
    return this.#users.get(connection) ?? this.#settings.conditions.defaultUser;
  }

  /** @throws {Refusal} `E_ACCESSDENIED` for a job of another user */
  requireAccess(connection: ServiceConnection, job: Job): void {
    if (!mayUse(this.userOf(connection), job.owner)) refuse(hresults.E_ACCESSDENIED);
  }

  async runCommand(job: Job, program: string, parameters: string | null): Promise<number | null> {
    const { conditions, runProgram } = this.#settings;
    conditions.addCommand({ jobId: job.id, program, parameters, time: this.clock.now() });
    return runProgram === undefined ? conditions.commandExitCode : await runProgram(program, parameters);
  }

  /** A condition of the machine has changed. */
  conditionsChanged(): void {
    for (const job of this.#jobs.values()) job.reviewConditions();
  }

  sessionChanged(sid: string): void {
    for (const job of this.#jobs.values()) if (job.owner === sid) job.sessionChanged();
  }

  get filesPerJob(): number {
    return this.#settings.policy.filesPerJob;
  }

  get administrator(): boolean {
    return this.#settings.administrator;
  }

  get keeps(): boolean {
    return this.#settings.store !== null;
  }

  reconsider(job: Job): void {
    this.#scheduler.update(job);
  }

  nextTurn(): number {
    this.#turns += 1;
    return this.#turns;
  }

  keep(job: Job): void {
    const { store } = this.#settings;
    if (!job.isFinal) {
      if (store !== null && this.#jobs.has(job.id)) {
        store.keep(job.id, () => storeJob(job, this.#groupsByJob.get(job)));
      }
    } else if (this.#jobs.delete(job.id)) {
      if (job.expiry !== null) this.#expiries.remove(job.expiry);
      store?.remove(job.id);
      const group = this.#groupsByJob.get(job);
      group?.settle();
      if (group !== undefined) this.#forgetGroup(group);
    }
  }

  kept(job: Job): Promise<void> | undefined {
    return this.#settings.store?.written(job.id);
  }

  keepGroup(group: Group): void {
    if (!group.isGone) this.keep(group.job);
    else this.#forgetGroup(group);
  }

  createJob(displayName: string, type: number, user: BitsUser = this.#settings.conditions.defaultUser): Job {
    this.#cancelInactive();
    if (!user.administrator) {
      const { jobsPerUser, jobsPerMachine } = this.#settings.policy;
      if (this.#jobs.size >= jobsPerUser && this.#countOf(user) >= jobsPerUser)
        refuse(hresults.BG_E_TOO_MANY_JOBS_PER_USER);
      if (this.#jobs.size >= jobsPerMachine) refuse(hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE);
    }
    const job = new Job(this, createGuid(), type, displayName, user);
    this.#addJob(job);
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

  #countOf({ sid }: BitsUser): number {
    let count = 0;
    for (const job of this.#jobs.values()) if (job.owner === sid) count += 1;
    return count;
  }

  createGroup(id: string): Group {
    this.#cancelInactive();
    if (this.#groups.has(id)) refuse(hresults.E_INVALIDARG);
    const group = new Group(this, id, this.createJob(`Queue manager group ${id}`, 0));
    this.#addGroup(group);
    this.keepGroup(group);
    return group;
  }

  getGroup(id: string): Group {
    this.#cancelInactive();
    return this.#groups.get(id) ?? refuse(hresults.QM_E_ITEM_NOT_FOUND);
  }

  groupIds(): string[] {
    this.#cancelInactive();
    return [...this.#groups.keys()];
  }

  /** A call on a job that was left alone for too long finds it cancelled. */
  visit(job: Job): void {
    if (this.#isInactive(job)) job.expire();
  }

  /** Cancels a job that was left alone for too long; one that was active since is looked at again at its next time. */
  expire(job: Job): void {
    if (this.#isInactive(job)) job.expire();
    else if (job.expiry !== null) this.#expiries.add(job.expiry, this.#expiryOf(job));
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

  /**
   * Ends all transfers until the service is woken again; jobs keep what they have. Resolves in bounded time, whatever a transfer waits
   * for. @throws {StateFileError} when the state of a job is not on the disk
   */
  sleep(): Promise<void> {
    this.#wanted = false;
    this.#scheduler.setAwake(false);
    this.#resting ??= this.#rest().finally(() => {
      this.#resting = null;
      if (this.#wanted) this.#rouse();
    });
    return this.#resting;
  }

  /**
   * Ends for good, in bounded time. Without a store no other process can continue the jobs: their temporary files are deleted.
   * @throws {StateFileError} when the state of a job is not on the disk; the jobs are left to other processes nevertheless
   */
  async dispose(): Promise<void> {
    const { store } = this.#settings;
    try {
      await this.sleep();
    } finally {
      if (store === null)
        await withinTime(
          this.#forEachJob((job) => (job.isFinal ? 0 : job.cancel())),
          closeTimeout,
        );
      else await this.#release(store);
    }
  }

  #rouse(): void {
    if (this.#scheduler.awake) return;
    for (const job of this.#jobs.values()) job.awake();
    this.#scheduler.setAwake(true);
  }

  async #rest(): Promise<void> {
    this.#stopping = this.#forEachJob((job) => job.pause());
    await withinTime(this.#stopping, closeTimeout);
    this.transport.close();
    await this.#settings.store?.flush();
  }

  /** A transfer that hangs may still write to its file: until it has ended, or the process has, the jobs have this owner. */
  async #release(store: JobStore): Promise<void> {
    const released = this.#stopping.then(() => store.release());
    const ended = await withinTime(this.#stopping, closeTimeout);
    if (ended) await released;
    else released.catch(() => {});
  }

  async #forEachJob(act: (job: Job) => unknown): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.inTurn(() => act(job))));
  }

  #restore(): void {
    for (const stored of this.#settings.store?.take() ?? []) {
      const job = restoreJob(this, stored);
      this.#addJob(job);
      const group = restoreGroup(this, job, stored);
      if (group !== null) this.#addGroup(group);
    }
  }

  #addJob(job: Job): void {
    this.#jobs.set(job.id, job);
    job.expiry = new Expiry(this, job);
    this.#expiries.add(job.expiry, this.#expiryOf(job));
    this.#scheduler.update(job);
  }

  #addGroup(group: Group): void {
    this.#groups.set(group.id, group);
    this.#groupsByJob.set(group.job, group);
  }

  #expiryOf(job: Job): number {
    return job.lastActivity + this.#settings.policy.jobInactivityTimeout * 1000;
  }

  #isInactive(job: Job): boolean {
    return !job.isFinal && this.#expiryOf(job) <= this.clock.now();
  }

  /**
   * The timeout is looked at when somebody asks, so that virtual time does not have to pass 90 days for each job.
   */
  #cancelInactive(): void {
    const now = this.clock.now();
    const { first } = this.#expiries;
    if (first !== undefined && first <= now) this.#expiries.takeDue(now)();
  }

  /** A group that is not listed any more answers those who hold it; a new one may have its id. */
  #forgetGroup(group: Group): void {
    this.#groupsByJob.delete(group.job);
    if (this.#groups.get(group.id) === group) this.#groups.delete(group.id);
  }
}
