import { HResultError } from '../com/error.js';
import { callListenerApart } from '../com/listeners.js';
import { notify, transferStates } from './constants.js';
import type { JobVerbs, NotificationListener, NotifyInterfaceVerbs } from './verbs.js';

/** A registered listener, and the `BG_NOTIFY_…` that have been delivered to it. */
interface Entry {
  readonly listener: NotificationListener;
  heard: number;
}

const wanted = notify.jobTransferred | notify.jobError | notify.jobModification;

/** The event that a job in this state has reached. */
const milestones: ReadonlyMap<number, number> = new Map([
  [transferStates.indexOf('transferred'), notify.jobTransferred],
  [transferStates.indexOf('error'), notify.jobError],
]);

/**
 * Shares one job's sink among those who listen in this connection: registers it for the first, and after the last takes it away and
 * puts the job's own flags back, and the sink that another program had registered. For a later listener nothing is registered, so that
 * COM does not repeat an event that has occurred, as `SetNotifyInterface` promises; the state of the job stands in for it.
 */
export class JobNotifications {
  readonly #job: JobVerbs;
  readonly #unused: () => void;
  readonly #listeners = new Set<Entry>();
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

  /**
   * Resolves once the sink is registered, to the function that ends listening. Rejects as `SetNotifyFlags` or `SetNotifyInterface` do,
   * also where another listener has registered the sink before.
   */
  async listen(listener: NotificationListener): Promise<() => Promise<void>> {
    const entry: Entry = { listener, heard: 0 };
    this.#listeners.add(entry);
    try {
      await this.#settle(entry);
    } catch (error) {
      await this.#remove(entry).catch(() => {});
      throw error;
    }
    return () => this.#remove(entry);
  }

  async #remove(entry: Entry): Promise<void> {
    this.#listeners.delete(entry);
    await this.#settle();
  }

  /** Changes follow one another, so that taking the sink away cannot overtake setting it. */
  #settle(added?: Entry): Promise<void> {
    const change = this.#change.then(() => this.#apply(added));
    this.#change = change.catch(() => {});
    return change;
  }

  async #apply(added: Entry | undefined): Promise<void> {
    const before = this.#flagsBefore;
    if (this.#listeners.size > 0) {
      if (before === undefined) await this.#register();
      else if (added !== undefined) await this.#catchUp(added, before);
    } else {
      if (before !== undefined) await this.#revoke();
      // Somebody may have come while the sink was taken away: their registration is next in line, on this object.
      if (this.#listeners.size === 0) this.#unused();
    }
  }

  /** Setting the flags again changes nothing, and is refused once the job has ended. */
  async #catchUp(entry: Entry, flagsBefore: number): Promise<void> {
    await this.#job.setNotifyFlags(wantedFlags(flagsBefore));
    const event = milestones.get((await this.#job.snapshot()).state);
    if (event === undefined) return;
    // Not within this call: COM calls no listener before it has registered it.
    setImmediate(() => {
      if (this.#listeners.has(entry) && (entry.heard & event) === 0) deliver(entry, event);
    });
  }

  async #register(): Promise<void> {
    const before = await this.#job.getNotifyFlags();
    const sinkBefore = await foreignSink(this.#job);
    await this.#job.setNotifyFlags(wantedFlags(before));
    try {
      await this.#job.setNotifyInterface((events) => {
        for (const entry of [...this.#listeners]) deliver(entry, events);
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
    const sink = await job.getNotifyInterface();
    if (sink === null || !sink.own) return sink;
    await sink.release();
    return null;
  } catch (error) {
    if (error instanceof HResultError) return null;
    throw error;
  }
}

function wantedFlags(before: number): number {
  return (before | wanted) & ~notify.disable;
}

function deliver(entry: Entry, events: number): void {
  entry.heard |= events;
  callListenerApart(() => entry.listener(events, []));
}
