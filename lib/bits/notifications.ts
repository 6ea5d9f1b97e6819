import { HResultError } from '../com/error.js';
import { callListenerApart } from '../com/listeners.js';
import { notify } from './constants.js';
import type { JobVerbs, NotificationListener, NotifyInterfaceVerbs } from './verbs.js';

const wanted = notify.jobTransferred | notify.jobError | notify.jobModification;

/**
 * Shares one job's sink among those who listen in this connection: registers it for the first, and after the last takes it away and
 * puts the job's own flags back, and the sink that another program had registered.
 */
export class JobNotifications {
  readonly #job: JobVerbs;
  readonly #unused: () => void;
  readonly #listeners = new Set<NotificationListener>();
  #change: Promise<void> = Promise.resolve();
  #flagsBefore: number | undefined;
  /** The sink of another program that was registered before, to be put back. */
  #sinkBefore: NotifyInterfaceVerbs | null = null;

  constructor(job: JobVerbs, unused: () => void) {
    this.#job = job;
    this.#unused = unused;
  }

  /** Whether another program has registered its sink, which a listener here would replace. False where COM does not return it. */
  async isTaken(): Promise<boolean> {
    await this.#change;
    if (this.#flagsBefore !== undefined) return false;
    const sink = await foreignSink(this.#job);
    await sink?.release();
    return sink !== null;
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
    const sinkBefore = await foreignSink(this.#job);
    await this.#job.setNotifyFlags((before | wanted) & ~notify.disable);
    try {
      await this.#job.setNotifyInterface((events) => {
        for (const listener of [...this.#listeners]) callListenerApart(() => listener(events));
      });
    } catch (error) {
      // The backend lets go of the listener only when it is told that there is none.
      await this.#job.setNotifyInterface(null).catch(() => {});
      await sinkBefore?.restore().catch(() => {});
      await sinkBefore?.release().catch(() => {});
      await this.#job.setNotifyFlags(before).catch(() => {});
      throw error;
    }
    this.#flagsBefore = before;
    this.#sinkBefore = sinkBefore;
  }

  async #revoke(): Promise<void> {
    const before = this.#flagsBefore;
    this.#flagsBefore = undefined;
    const sinkBefore = this.#sinkBefore;
    this.#sinkBefore = null;
    if (before === undefined) return;
    try {
      const replaced = await foreignSink(this.#job);
      // The backend releases the listener with this call. What another program has registered since then stays, with its flags; COM calls a sink
      // that is put back for what has occurred meanwhile.
      await this.#job.setNotifyInterface(null);
      await (replaced ?? sinkBefore)?.restore();
      await replaced?.release();
      if (replaced === null) await this.#job.setNotifyFlags(before);
    } finally {
      await sinkBefore?.release();
    }
  }
}

/** The sink of another program that is registered; null for none, and where COM does not return it. */
async function foreignSink(job: JobVerbs): Promise<NotifyInterfaceVerbs | null> {
  try {
    const sink = (await job.getNotifyInterface?.()) ?? null;
    if (sink === null || !sink.own) return sink;
    await sink.release();
    return null;
  } catch (error) {
    if (error instanceof HResultError) return null;
    throw error;
  }
}
