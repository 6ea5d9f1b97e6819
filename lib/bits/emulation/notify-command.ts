import type { Clock } from '../../com/clock.js';
import type { NotifyCommandRecord } from '../settings-verbs.js';

/** The part of a job that its notify command line needs. */
export interface CommandHost {
  /** Runs the command line. Resolves to the exit code, or to null if the program could not be started. */
  runCommand(program: string, parameters: string | null): Promise<number | null>;
  readonly retry: { /** Seconds until a failed command line is run again. */ readonly minimumDelay: number };
  readonly settings: {
    readonly notifyCommand: NotifyCommandRecord | null;
    readonly minimumNotificationInterval: number;
  };
}

/** The event that a command line is run for. */
export interface CommandEvent {
  /** Whether the event has occurred, and no sink receives it. */
  readonly isCommandDue: boolean;
  /** Called when the command line has exited with 0. */
  commandSucceeded(): void;
}

/**
 * Runs the notify command line of a job for an event that no sink has received; again after the retry delay until it exits with 0, or the event
 * is over.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline.
 */
export class NotifyCommand {
  readonly #clock: Clock;
  readonly #host: CommandHost;
  readonly #event: CommandEvent;
  #running = false;
  #cancellations = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, host: CommandHost, event: CommandEvent) {
    this.#clock = clock;
    this.#host = host;
    this.#event = event;
  }

  /** Schedules the command line, if it is due and not scheduled yet. */
  consider(): void {
    if (!this.#running && this.#cancelTimer === null && this.#isDue()) this.#wait(0);
  }

  /** Stops retries, because the event is over or the service stops. */
  cancel(): void {
    this.#cancellations += 1;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #isDue(): boolean {
    return this.#host.settings.notifyCommand !== null && this.#event.isCommandDue;
  }

  #wait(milliseconds: number): void {
    this.#cancelTimer = this.#clock.schedule(() => {
      this.#cancelTimer = null;
      void this.#run();
    }, milliseconds);
  }

  async #run(): Promise<void> {
    const { notifyCommand } = this.#host.settings;
    if (notifyCommand === null || !this.#event.isCommandDue) return;
    this.#running = true;
    const cancellations = this.#cancellations;
    const code = await this.#host.runCommand(notifyCommand.program, notifyCommand.parameters);
    this.#running = false;
    // The exit code belongs to an event that is over.
    if (cancellations !== this.#cancellations) this.consider();
    else if (code === 0) this.#event.commandSucceeded();
    else if (this.#isDue()) this.#wait(this.#host.retry.minimumDelay * 1000);
  }
}
