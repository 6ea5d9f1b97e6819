import type { Clock } from '../../com/clock.js';
import { createGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { withinTime } from '../../com/within-time.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { type BitsVersion, hasVersion } from './bits-version.js';
import { Deadlines } from './deadlines.js';
import { Group } from './group.js';
import { GroupCallbacks } from './group-callbacks.js';
import { InactivityTimeout } from './inactivity.js';
import { Job } from './job.js';
import { disconnect, reconnect, reviewConditions, reviewSession } from './job-conditions.js';
import type { JobHost } from './job-host.js';
import type { MachineConditions } from './machine-conditions.js';
import type { JobStore } from './persistence/job-store.js';
import { restoreGroup, restoreJob, storeJob } from './persistence/stored-job.js';
import { Scheduler } from './scheduler.js';
import { type BitsPolicy, closeTimeout } from './settings.js';
import type { Transport } from './transport.js';
import { type BitsUser, mayCall, mayUse } from './users.js';

interface ServiceSettings {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly policy: BitsPolicy;
  /** Administrators see all users' jobs and have no limits. */
  readonly administrator: boolean;
  /** Milliseconds of a background job's turn. */
  readonly timeSlice: number;
  readonly store: JobStore | null;
  /** The version of BITS that the machine has. */
  readonly version: BitsVersion;
  readonly conditions: MachineConditions;
  /** Runs a program. Resolves to its exit code, or null if it could not be started; undefined if command lines are only recorded. */
  readonly runProgram?: ((program: string, parameters: string | null) => Promise<number | null>) | undefined;
}

/** The service that all connections of an emulation share: its jobs, its groups and its scheduler. */
export class BitsService implements JobHost<Job> {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly deadlines: Deadlines;
  /** The notification classes of groups. */
  readonly groupCallbacks: GroupCallbacks;
  readonly #settings: ServiceSettings;
  readonly #jobs = new Map<string, Job>();
  readonly #groups = new Map<string, Group>();
  readonly #groupsByJob = new Map<Job, Group>();
  readonly #inactivity: InactivityTimeout;
  readonly #scheduler: Scheduler;
  readonly #users = new WeakMap<ServiceConnection, BitsUser>();
  #turns = 0;
  #shouldBeAwake = false;
  #sleeping: Promise<void> | null = null;
  /** Resolves when the transfers that were stopped last have ended. */
  #stopping: Promise<void> = Promise.resolve();

  constructor(settings: ServiceSettings) {
    this.clock = settings.clock;
    this.transport = settings.transport;
    this.deadlines = new Deadlines(settings.clock);
    this.groupCallbacks = new GroupCallbacks(settings.clock);
    this.#settings = settings;
    this.#scheduler = new Scheduler(settings.clock, settings.timeSlice);
    this.#inactivity = new InactivityTimeout(settings.clock, settings.policy.jobInactivityTimeout);
    this.#restore();
    settings.conditions.listen(this);
  }

  get version(): BitsVersion {
    return this.#settings.version;
  }

  /** The result with which the activation of a class fails; null if it succeeds. */
  get activationFailure(): number | null {
    return this.#settings.conditions.activationFailure;
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

  /** Registers the user of a connection; by default it is the first user of the machine. */
  admit(connection: ServiceConnection, user: BitsUser): void {
    this.#users.set(connection, user);
  }

  /** Returns the user of a connection. */
  userOf(connection: ServiceConnection): BitsUser {
    return this.#users.get(connection) ?? this.#settings.conditions.defaultUser;
  }

  /**
   * Checks that the user of a connection may make a call on a job.
   * @throws {RefusedCall} `E_ACCESSDENIED` for a job of another user, and for a change of any job with a restricted token
   */
  requireAccess(connection: ServiceConnection, job: Job, operation: string): void {
    if (!mayUse(this.userOf(connection), job.owner)) refuse(hresults.E_ACCESSDENIED);
    this.requireRight(connection, operation);
  }

  /** Checks that the token of the user allows a call. @throws {RefusedCall} `E_ACCESSDENIED` for a call that a restricted token does not allow */
  requireRight(connection: ServiceConnection, operation: string): void {
    const refuses = hasVersion(this.version, '1.5') && !mayCall(this.userOf(connection), operation);
    if (refuses) refuse(hresults.E_ACCESSDENIED);
  }

  async runCommand(job: Job, program: string, parameters: string | null): Promise<number | null> {
    const { conditions, runProgram } = this.#settings;
    conditions.addCommand({ jobId: job.id, program, parameters, time: this.clock.now() });
    return runProgram === undefined ? conditions.commandExitCode : await runProgram(program, parameters);
  }

  /** Blocks or queues all jobs after a condition of the machine has changed. */
  conditionsChanged(): void {
    for (const job of this.#jobs.values()) reviewConditions(this, job);
  }

  sessionChanged(sid: string): void {
    for (const job of this.#jobs.values()) if (job.owner === sid) reviewSession(this, job);
  }

  get filesPerJob(): number {
    return this.#settings.policy.filesPerJob;
  }

  get administrator(): boolean {
    return this.#settings.administrator;
  }

  get persistent(): boolean {
    return this.#settings.store !== null;
  }

  reconsider(job: Job): void {
    this.#scheduler.update(job);
  }

  nextTurn(): number {
    this.#turns += 1;
    return this.#turns;
  }

  save(job: Job): void {
    const { store } = this.#settings;
    if (!job.isFinal) {
      if (store !== null && this.#jobs.has(job.id)) {
        store.save(job.id, () => storeJob(job, this.#groupsByJob.get(job)));
      }
      const group = this.#groupsByJob.get(job);
      if (group !== undefined) this.groupCallbacks.changed(group);
    } else if (this.#jobs.delete(job.id)) {
      this.#inactivity.remove(job);
      store?.remove(job.id);
      const group = this.#groupsByJob.get(job);
      group?.settle();
      if (group !== undefined) this.#removeGroup(group);
    }
  }

  saved(job: Job): Promise<void> | undefined {
    return this.#settings.store?.written(job.id);
  }

  saveGroup(group: Group): void {
    if (!group.isGone) this.save(group.job);
    else this.#removeGroup(group);
  }

  createJob(displayName: string, type: number, user: BitsUser = this.#settings.conditions.defaultUser): Job {
    this.#inactivity.checkAll();
    if (!user.administrator) {
      const { jobsPerUser, jobsPerMachine } = this.#settings.policy;
      if (this.#jobs.size >= jobsPerUser && this.#countOf(user) >= jobsPerUser)
        refuse(hresults.BG_E_TOO_MANY_JOBS_PER_USER);
      if (this.#jobs.size >= jobsPerMachine) refuse(hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE);
    }
    const job = new Job(this, createGuid(), type, displayName, user);
    this.#addJob(job);
    this.save(job);
    return job;
  }

  getJob(id: string): Job {
    this.#inactivity.checkAll();
    return this.#jobs.get(id) ?? refuse(hresults.BG_E_NOT_FOUND);
  }

  /** Returns all jobs; those in a final state are not enumerated. */
  jobs(): Job[] {
    this.#inactivity.checkAll();
    return [...this.#jobs.values()];
  }

  #countOf({ sid }: BitsUser): number {
    let count = 0;
    for (const job of this.#jobs.values()) if (job.owner === sid) count += 1;
    return count;
  }

  createGroup(id: string, user: BitsUser = this.#settings.conditions.defaultUser): Group {
    this.#inactivity.checkAll();
    if (this.#groups.has(id)) refuse(hresults.E_INVALIDARG);
    const group = new Group(this, id, this.createJob(`Queue manager group ${id}`, 0, user));
    this.#addGroup(group);
    this.saveGroup(group);
    return group;
  }

  /**
   * Returns the group with a GUID. An administrator that gets the group of another user becomes its owner, but not with a restricted token.
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopyqmgr-getgroup.
   */
  getGroup(id: string, user: BitsUser = this.#settings.conditions.defaultUser): Group {
    this.#inactivity.checkAll();
    const group = this.#groups.get(id) ?? refuse(hresults.QM_E_ITEM_NOT_FOUND);
    if (!mayUse(user, group.job.owner)) refuse(hresults.E_ACCESSDENIED);
    const mayChange = !hasVersion(this.version, '1.5') || !user.restricted;
    if (group.job.owner !== user.sid && !group.job.isFinal && mayChange) group.job.changeOwner(user);
    return group;
  }

  /** Returns the groups of a user; those of all users for an administrator. */
  groupIds(user: BitsUser = this.#settings.conditions.defaultUser): string[] {
    this.#inactivity.checkAll();
    const groups = [...this.#groups.values()].filter(({ job }) => mayUse(user, job.owner));
    return groups.map(({ id }) => id);
  }

  /** Called before each call on a job: cancels the job if it has been inactive for too long. */
  checkInactivity(job: Job): void {
    this.#inactivity.check(job);
  }

  /** Fails queued and transferring jobs with a transient error, because the network is lost. */
  networkLost(): void {
    for (const job of this.jobs()) disconnect(job);
  }

  /** Queues jobs with a transient error at once, because the network is available again. */
  networkFound(): void {
    for (const job of this.jobs()) reconnect(job);
  }

  /** Removes the sinks of a closed connection. */
  connectionClosed(connection: ServiceConnection): void {
    for (const job of this.#jobs.values()) job.notifier.connectionClosed(connection);
  }

  /** Starts the scheduler, after a pending `sleep()`. */
  wake(): void {
    this.#shouldBeAwake = true;
    if (this.#sleeping === null) this.#startScheduler();
  }

  /**
   * Stops all transfers until {@link wake}; jobs keep their progress. Resolves in bounded time, even if a transfer hangs.
   * @throws {StateFileError} if the state of a job is not on the disk
   */
  sleep(): Promise<void> {
    this.#shouldBeAwake = false;
    this.#scheduler.setAwake(false);
    this.#sleeping ??= this.#stopTransfers().finally(() => {
      this.#sleeping = null;
      if (this.#shouldBeAwake) this.#startScheduler();
    });
    return this.#sleeping;
  }

  /**
   * Stops the service in bounded time. Without a store no other process can continue the jobs: their temporary files are deleted.
   * @throws {StateFileError} if the state of a job is not on the disk; the jobs are released to other processes nevertheless
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

  #startScheduler(): void {
    if (this.#scheduler.awake) return;
    for (const job of this.#jobs.values()) job.wake();
    this.#scheduler.setAwake(true);
  }

  async #stopTransfers(): Promise<void> {
    this.#stopping = this.#forEachJob((job) => job.pause());
    await withinTime(this.#stopping, closeTimeout);
    this.transport.close();
    await this.#settings.store?.flush();
  }

  /**
   * Releases the jobs to other processes. A transfer that hangs may still write to its file: this process owns the jobs until the transfer or the
   * process has ended.
   */
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
    this.#inactivity.add(job);
    this.#scheduler.update(job);
  }

  #addGroup(group: Group): void {
    this.#groups.set(group.id, group);
    this.#groupsByJob.set(group.job, group);
    this.groupCallbacks.changed(group);
  }

  /** Removes a group that is no longer listed. It still serves its callers; a new group may have the same id. */
  #removeGroup(group: Group): void {
    this.#groupsByJob.delete(group.job);
    this.groupCallbacks.remove(group);
    if (this.#groups.get(group.id) === group) this.#groups.delete(group.id);
  }
}
