import { notify } from './constants.js';
import type { JobVerbs, NotificationListener } from './verbs.js';

const wanted = notify.jobTransferred | notify.jobError | notify.jobModification;

/**
 * Shares one job's sink among those who listen in this connection: registers it for the first, and after the last takes it away and
 * puts the job's own flags back.
 */
export class JobNotifications {
  readonly #job: JobVerbs;
  readonly #unused: () => void;
  readonly #listeners = new Set<NotificationListener>();
  #change: Promise<void> = Promise.resolve();
  #flagsBefore: number | undefined;

  constructor(job: JobVerbs, unused: () => void) {
    this.#job = job;
    this.#unused = unused;
  }

  /** Resolves once the sink is registered, to the function that ends listening. Rejects as `SetNotifyFlags` or `SetNotifyInterface` do. */
  async listen(listener: NotificationListener): Promise<() => Promise<void>> {
    this.#listeners.add(listener);
    try {
      await this.#settle();
    } catch (error) {
      await this.#remove(listener).catch(() => {});
      throw error;
    }
    return () => this.#remove(listener);
  }

  async #remove(listener: NotificationListener): Promise<void> {
    this.#listeners.delete(listener);
    await this.#settle();
  }

  /** Changes follow one another, so that taking the sink away cannot overtake setting it. */
  #settle(): Promise<void> {
    const change = this.#change.then(() => this.#apply());
    this.#change = change.catch(() => {});
    return change;
  }

  async #apply(): Promise<void> {
    const registered = this.#flagsBefore !== undefined;
    if (this.#listeners.size > 0 && !registered) await this.#register();
    else if (this.#listeners.size === 0) {
      if (registered) await this.#revoke();
      // Somebody may have come while the sink was taken away: their registration is next in line, on this object.
      if (this.#listeners.size === 0) this.#unused();
    }
  }

  async #register(): Promise<void> {
    const before = await this.#job.getNotifyFlags();
    await this.#job.setNotifyFlags((before | wanted) & ~notify.disable);
    try {
      await this.#job.setNotifyInterface((events) => {
        for (const listener of [...this.#listeners]) listener(events);
      });
    } catch (error) {
      // The backend lets go of the listener only when it is told that there is none.
      await this.#job.setNotifyInterface(null).catch(() => {});
      await this.#job.setNotifyFlags(before).catch(() => {});
      throw error;
    }
    this.#flagsBefore = before;
  }

  async #revoke(): Promise<void> {
    const before = this.#flagsBefore;
    this.#flagsBefore = undefined;
    if (before === undefined) return;
    await this.#job.setNotifyInterface(null);
    await this.#job.setNotifyFlags(before);
  }
}
