import type { Clock } from '../../com/clock.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { notify } from '../constants.js';
import type { FileName, FileNotificationRecord, FileRangeRecord, NotificationListener } from '../verbs.js';
import { isFinal, type JobState, jobState } from './job-enumerations.js';
import { type CommandEvent, type CommandHost, NotifyCommand } from './notify-command.js';

interface Sink {
  readonly connection: ServiceConnection;
  readonly listener: NotificationListener;
}

/** The calls for single files: those that are due, in their order, and when the last one for ranges was made. */
interface FileCalls {
  files: FileNotificationRecord[];
  cancel: (() => void) | null;
  lastRanges: number | null;
}

/** An event for which each sink is called once. */
type Milestone = typeof notify.jobTransferred | typeof notify.jobError;

/**
 * The callbacks of one job: which sink is called, for which events, and when.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopycallback.
 */
export class Notifier implements CommandEvent {
  readonly #clock: Clock;
  #flags: number = notify.jobTransferred | notify.jobError;
  #sink: Sink | null = null;
  /** The milestone of the job's present state, and whether the sink has been called for it. */
  #milestone: Milestone | null = null;
  #delivered = false;
  #modified = false;
  /** Null before the first call: a number that is not small takes memory of its own in each job. */
  #lastModification: number | null = null;
  #cancelMilestone: (() => void) | null = null;
  #cancelModification: (() => void) | null = null;
  /** Pending calls for single files, in their order. */
  #fileCalls: FileCalls | null = null;
  readonly #host: CommandHost;
  /** Created when a command line may have to be run: most jobs have none. */
  #command: NotifyCommand | null = null;
  #awake = true;

  constructor(clock: Clock, host: CommandHost) {
    this.#clock = clock;
    this.#host = host;
  }

  get flags(): number {
    return this.#flags;
  }

  /** Sets the flags. Calls that the previous flags have suppressed are made if the new flags allow them. */
  setFlags(flags: number): void {
    this.#flags = flags;
    this.#schedule();
  }

  /** Replaces the sink. A sink that is set after a milestone is called for it. */
  setSink(connection: ServiceConnection, listener: NotificationListener | null): void {
    this.#sink = listener === null ? null : { connection, listener };
    this.#delivered = false;
    this.#modified = false;
    this.#schedule();
  }

  get sink(): Sink | null {
    return this.#sink;
  }

  /** Sets a sink that was set before, unless its connection has been closed. */
  restoreSink({ connection, listener }: Sink): void {
    if (!connection.closed) this.setSink(connection, listener);
  }

  /** Runs the changed notify command line, if its event has occurred. */
  commandChanged(): void {
    this.#considerCommand();
  }

  /** Starts or stops running command lines: they are run only while the service runs. */
  setAwake(awake: boolean): void {
    this.#awake = awake;
    if (awake) this.#considerCommand();
    else this.#command?.cancel();
  }

  /** Schedules a call of `FileTransferred`. */
  fileTransferred({ remoteName, localName }: FileName): void {
    this.#addFile(notify.fileTransferred, { remoteName, localName, ranges: null });
  }

  /** Schedules a call of `FileRangesTransferred`. */
  rangesTransferred({ remoteName, localName }: FileName, ranges: readonly FileRangeRecord[]): void {
    this.#addFile(notify.fileRangesTransferred, { remoteName, localName, ranges });
  }

  /** Removes the sink of a closed connection. */
  connectionClosed(connection: ServiceConnection): void {
    if (this.#sink?.connection === connection) this.#removeSink();
  }

  /** Schedules the calls for a change of the job's state. */
  stateChanged(before: JobState, state: JobState): void {
    const milestone = milestoneOf(state);
    if (milestone !== null || milestoneOf(before) !== null) this.#setMilestone(milestone);
    if (milestone !== null) return;
    if (isFinal(state)) this.#end();
    else this.modified();
  }

  /** Schedules the call for the state in which the job was saved. */
  restoreState(state: JobState): void {
    const milestone = milestoneOf(state);
    if (milestone !== null) this.#setMilestone(milestone);
  }

  /** Schedules a call of `JobModification`. */
  modified(): void {
    if (this.#sink === null) return;
    this.#modified = true;
    this.#schedule();
  }

  #setMilestone(milestone: Milestone | null): void {
    this.#milestone = milestone;
    this.#delivered = false;
    if (milestone === null) this.#command?.cancel();
    this.#schedule();
  }

  /** Removes the sink of a final job, after a last `JobModification` if the sink wants one. */
  #end(): void {
    this.#milestone = null;
    this.#command?.cancel();
    this.modified();
    if (this.#cancelModification === null) this.#removeSink();
  }

  #addFile(event: number, file: FileNotificationRecord): void {
    if (!this.#wants(event)) return;
    this.#fileCalls ??= { files: [], cancel: null, lastRanges: null };
    const calls = this.#fileCalls;
    calls.files.push(file);
    if (file.ranges === null) {
      calls.cancel?.();
      calls.cancel = this.#clock.schedule(() => this.#deliverFiles(), 0);
      return;
    }
    // The minimum notification interval also applies to ranges.
    const wait = this.#waitAfter(calls.lastRanges, this.#host.settings.minimumNotificationInterval);
    calls.cancel ??= this.#clock.schedule(() => this.#deliverFiles(), wait);
  }

  #deliverFiles(): void {
    const calls = this.#fileCalls;
    if (calls === null) return;
    calls.cancel?.();
    calls.cancel = null;
    const { files } = calls;
    if (files.length === 0) return;
    calls.files = [];
    const ranges = files.some((file) => file.ranges !== null) ? notify.fileRangesTransferred : 0;
    if (ranges !== 0) calls.lastRanges = this.#clock.now();
    const whole = files.some((file) => file.ranges === null) ? notify.fileTransferred : 0;
    this.#sink?.listener(whole | ranges, files);
  }

  /** Returns the milliseconds until an interval after the last call has passed. */
  #waitAfter(last: number | null, interval: number): number {
    return last === null ? 0 : Math.max(last + interval - this.#clock.now(), 0);
  }

  #removeSink(): void {
    this.#sink = null;
    this.#modified = false;
    this.#fileCalls?.cancel?.();
    this.#fileCalls = null;
    this.#cancelMilestone?.();
    this.#cancelMilestone = null;
    this.#cancelModification?.();
    this.#cancelModification = null;
    this.#considerCommand();
  }

  #wants(event: number): boolean {
    if (this.#sink === null || this.#sink.connection.closed) return false;
    return (this.#flags & event) !== 0 && (this.#flags & notify.disable) === 0;
  }

  /** Schedules calls in timers of the service, so that no listener runs inside the call that caused the event. */
  #schedule(): void {
    if (this.#isMilestoneDue() && this.#cancelMilestone === null) {
      this.#cancelMilestone = this.#clock.schedule(() => this.#deliverMilestone(), 0);
    }
    this.#considerCommand();
    if (this.#isModificationDue() && this.#cancelModification === null) {
      const interval = this.#host.settings.minimumNotificationInterval;
      const wait = this.#waitAfter(this.#lastModification, interval);
      this.#cancelModification = this.#clock.schedule(() => this.#deliverModification(), wait);
    }
  }

  #isMilestoneDue(): boolean {
    return this.#milestone !== null && !this.#delivered && this.#wants(this.#milestone);
  }

  commandSucceeded(): void {
    this.#delivered = true;
  }

  #considerCommand(): void {
    if (!this.#awake || this.#host.settings.notifyCommand === null || !this.isCommandDue) return;
    this.#command ??= new NotifyCommand(this.#clock, this.#host, this);
    this.#command.consider();
  }

  /** Whether an event has occurred that no sink receives. */
  get isCommandDue(): boolean {
    if (!this.#awake) return false;
    if (this.#milestone === null || this.#delivered) return false;
    if (this.#sink !== null && !this.#sink.connection.closed) return false;
    return (this.#flags & this.#milestone) !== 0 && (this.#flags & notify.disable) === 0;
  }

  #isModificationDue(): boolean {
    return this.#modified && this.#wants(notify.jobModification);
  }

  #deliverMilestone(): void {
    this.#cancelMilestone = null;
    if (this.#milestone === null || !this.#isMilestoneDue()) return;
    this.#deliverFiles();
    this.#delivered = true;
    this.#call(this.#milestone);
  }

  #deliverModification(): void {
    this.#cancelModification = null;
    if (!this.#isModificationDue()) return;
    this.#modified = false;
    this.#lastModification = this.#clock.now();
    this.#call(notify.jobModification);
  }

  #call(events: number): void {
    this.#sink?.listener(events, []);
  }
}

function milestoneOf(state: JobState): Milestone | null {
  if (state === jobState.transferred) return notify.jobTransferred;
  return state === jobState.error ? notify.jobError : null;
}
