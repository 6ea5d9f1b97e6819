import type { Clock } from '../../com/clock.js';
import type { NotifyCommandRecord } from '../settings-verbs.js';

/** What a notify command line needs of its job. */
export interface CommandHost {
  /** Runs it. Resolves to the exit code, or null when it could not be started. */
  run(program: string, parameters: string | null): Promise<number | null>;
  /** Milliseconds until it is run again after another exit code than 0. */
  retryDelay(): number;
  readonly settings: {
    readonly notifyCommand: NotifyCommandRecord | null;
    readonly minimumNotificationInterval: number;
  };
}

/**
 * Runs the notify command line of a job for an event that no sink has received; again after the retry delay until it exits with 0, or the event
 * is over. Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline.
 */
export class NotifyCommand {
  readonly #clock: Clock;
  readonly #host: CommandHost;
  /** Whether the event is owed to the command line. */
  readonly #isOwed: () => boolean;
  readonly #succeeded: () => void;
  #running = false;
  #stopped = false;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, host: CommandHost, isOwed: () => boolean, succeeded: () => void) {
    this.#clock = clock;
    this.#host = host;
    this.#isOwed = isOwed;
    this.#succeeded = succeeded;
  }

  /** Something changed that may make it due. */
  consider(): void {
    if (!this.#stopped && !this.#running && this.#cancelTimer === null && this.#isDue()) this.#wait(0);
  }

  /** Runs nothing until `start()`. */
  stop(): void {
    this.#stopped = true;
    this.cancel();
  }

  start(): void {
    this.#stopped = false;
    this.consider();
  }

  /** The event is over: it is not run again. */
  cancel(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #isDue(): boolean {
    return this.#host.settings.notifyCommand !== null && this.#isOwed();
  }

  #wait(milliseconds: number): void {
    this.#cancelTimer = this.#clock.schedule(() => {
      this.#cancelTimer = null;
      void this.#run();
    }, milliseconds);
  }

  async #run(): Promise<void> {
    const { notifyCommand } = this.#host.settings;
    if (notifyCommand === null || !this.#isOwed()) return;
    this.#running = true;
    const code = await this.#host.run(notifyCommand.program, notifyCommand.parameters);
    this.#running = false;
    if (code === 0) this.#succeeded();
    else if (!this.#stopped && this.#isDue()) this.#wait(this.#host.retryDelay());
  }
}
