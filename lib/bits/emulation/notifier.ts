import type { Clock } from '../../com/clock.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { notify } from '../constants.js';
import type { FileName, FileNotificationRecord, FileRangeRecord, NotificationListener } from '../verbs.js';
import { type CommandHost, NotifyCommand } from './notify-command.js';

export interface Sink {
  readonly connection: ServiceConnection;
  readonly listener: NotificationListener;
}

/** What happens once in a job's life and must be told at least once. */
type Milestone = typeof notify.jobTransferred | typeof notify.jobError;

/**
 * The callbacks of one job: who is called, for what, and when.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopycallback.
 */
export class Notifier {
  readonly #clock: Clock;
  #flags: number = notify.jobTransferred | notify.jobError;
  #sink: Sink | null = null;
  /** The milestone that the job stands at, and whether the present sink has been told of it. */
  #milestone: Milestone | null = null;
  #told = false;
  #modified = false;
  #lastModification = Number.NEGATIVE_INFINITY;
  #cancelMilestone: (() => void) | null = null;
  #cancelModification: (() => void) | null = null;
  /** Calls about single files that are owed, in their order. */
  #files: FileNotificationRecord[] = [];
  #cancelFiles: (() => void) | null = null;
  readonly #host: CommandHost;
  readonly #command: NotifyCommand;

  constructor(clock: Clock, host: CommandHost) {
    this.#clock = clock;
    this.#host = host;
    this.#command = new NotifyCommand(
      clock,
      host,
      () => this.#owesCommand(),
      () => {
        this.#told = true;
      },
    );
  }

  get flags(): number {
    return this.#flags;
  }

  /** Calls that were held back by the flags are made when the flags allow them. */
  setFlags(flags: number): void {
    this.#flags = flags;
    this.#schedule();
  }

  /** The last setter wins. A sink that comes after the event is told of it. */
  setSink(connection: ServiceConnection, listener: NotificationListener | null): void {
    this.#sink = listener === null ? null : { connection, listener };
    this.#told = false;
    this.#modified = false;
    this.#schedule();
  }

  /** The sink that is registered. */
  get sink(): Sink | null {
    return this.#sink;
  }

  /** Registers a sink that was registered before. */
  restoreSink({ connection, listener }: Sink): void {
    if (!connection.closed) this.setSink(connection, listener);
  }

  /** The notify command line is another one now: it is run for an event that has occurred. */
  commandChanged(): void {
    this.#command.consider();
  }

  /** The service stops, or works again: command lines are run only while it works. */
  setAwake(awake: boolean): void {
    if (awake) this.#command.start();
    else this.#command.stop();
  }

  /** `FileTransferred`. */
  fileTransferred({ remoteName, localName }: FileName): void {
    this.#addFile(notify.fileTransferred, { remoteName, localName, ranges: null });
  }

  /** `FileRangesTransferred`. */
  rangesTransferred({ remoteName, localName }: FileName, ranges: readonly FileRangeRecord[]): void {
    this.#addFile(notify.fileRangesTransferred, { remoteName, localName, ranges });
  }

  /** Takes the sinks of a closed connection away: its pointer is dead. */
  forget(connection: ServiceConnection): void {
    if (this.#sink?.connection === connection) this.#drop();
  }

  /** The job has come to a milestone, or has left it (null). */
  reach(milestone: Milestone | null): void {
    this.#milestone = milestone;
    this.#told = false;
    if (milestone === null) this.#command.cancel();
    this.#schedule();
  }

  /** Something changed that `JobModification` tells. */
  modified(): void {
    if (this.#sink === null) return;
    this.#modified = true;
    this.#schedule();
  }

  /** The job has ended: the change is told, and the sink let go. */
  end(): void {
    this.#milestone = null;
    this.#command.cancel();
    this.modified();
    if (this.#cancelModification === null) this.#drop();
  }

  #addFile(event: number, file: FileNotificationRecord): void {
    if (!this.#wants(event)) return;
    this.#files.push(file);
    this.#cancelFiles ??= this.#clock.schedule(() => this.#callFiles(), 0);
  }

  #callFiles(): void {
    this.#cancelFiles?.();
    this.#cancelFiles = null;
    const files = this.#files;
    if (files.length === 0) return;
    this.#files = [];
    const ranges = files.some((file) => file.ranges !== null) ? notify.fileRangesTransferred : 0;
    const whole = files.some((file) => file.ranges === null) ? notify.fileTransferred : 0;
    this.#sink?.listener(whole | ranges, files);
  }

  #drop(): void {
    this.#sink = null;
    this.#modified = false;
    this.#files = [];
    this.#cancelFiles?.();
    this.#cancelFiles = null;
    this.#cancelMilestone?.();
    this.#cancelMilestone = null;
    this.#cancelModification?.();
    this.#cancelModification = null;
    this.#command.consider();
  }

  #wants(event: number): boolean {
    if (this.#sink === null || this.#sink.connection.closed) return false;
    return (this.#flags & event) !== 0 && (this.#flags & notify.disable) === 0;
  }

  /** Calls come from the service's own timers, so that no listener runs inside the call that caused it. */
  #schedule(): void {
    if (this.#owesMilestone() && this.#cancelMilestone === null) {
      this.#cancelMilestone = this.#clock.schedule(() => this.#tellMilestone(), 0);
    }
    this.#command.consider();
    if (this.#owesModification() && this.#cancelModification === null) {
      const interval = this.#host.settings.minimumNotificationInterval;
      const wait = Math.max(this.#lastModification + interval - this.#clock.now(), 0);
      this.#cancelModification = this.#clock.schedule(() => this.#tellModification(), wait);
    }
  }

  #owesMilestone(): boolean {
    return this.#milestone !== null && !this.#told && this.#wants(this.#milestone);
  }

  /** A command line gets the event that no sink can receive. */
  #owesCommand(): boolean {
    if (this.#milestone === null || this.#told || (this.#sink !== null && !this.#sink.connection.closed)) return false;
    return (this.#flags & this.#milestone) !== 0 && (this.#flags & notify.disable) === 0;
  }

  #owesModification(): boolean {
    return this.#modified && this.#wants(notify.jobModification);
  }

  #tellMilestone(): void {
    this.#cancelMilestone = null;
    if (this.#milestone === null || !this.#owesMilestone()) return;
    this.#callFiles();
    this.#told = true;
    this.#call(this.#milestone);
  }

  #tellModification(): void {
    this.#cancelModification = null;
    if (!this.#owesModification()) return;
    this.#modified = false;
    this.#lastModification = this.#clock.now();
    this.#call(notify.jobModification);
  }

  #call(events: number): void {
    this.#sink?.listener(events, []);
  }
}
