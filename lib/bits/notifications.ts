import type { Calls } from '../com/calls.js';
import { reportDelivered, reportRegistered } from '../com/diagnostics/sinks.js';
import { HResultError } from '../com/error.js';
import { callListenerApart } from '../com/listeners.js';
import { notify, transferStates } from './constants.js';
import type { FileNotificationRecord, JobVerbs, NotificationListener, NotifyInterfaceVerbs } from './verbs.js';

/** A registered listener, and the `BG_NOTIFY_…` that have been delivered to it. */
interface Entry {
  readonly listener: NotificationListener;
  /** The `BG_NOTIFY_…` that it needs in addition to those of every listener. */
  readonly flags: number;
  heard: number;
}

const wanted = notify.jobTransferred | notify.jobError | notify.jobModification;

/** The event that a job in this state has reached. */
const milestones: ReadonlyMap<number, number> = new Map([
  [transferStates.indexOf('transferred'), notify.jobTransferred],
  [transferStates.indexOf('error'), notify.jobError],
]);

/**
 * Shares one job's sink among the listeners of this connection: registers it for the first, and after the last removes it and
 * restores the job's own flags, and the sink that another program had registered. For a later listener nothing is registered, so that
 * COM does not repeat an event that has occurred, as `SetNotifyInterface` promises; the state of the job replaces it.
 */
export class JobNotifications {
  readonly #job: JobVerbs;
  readonly #unused: () => void;
  readonly #calls: Calls;
  readonly #listeners = new Set<Entry>();
  #change: Promise<void> = Promise.resolve();
  #flagsBefore: number | undefined;
  /** The flags that were set last for the listeners. */
  #flagsSet = 0;
  /** The sink of another program that was registered before, to be restored. */
  #sinkBefore: NotifyInterfaceVerbs | null = null;
  #reportRevoked: (() => void) | undefined;
  #stopWaiting: (() => void) | undefined;

  constructor(job: JobVerbs, unused: () => void, calls: Calls) {
    this.#job = job;
    this.#unused = unused;
    this.#calls = calls;
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
   * Registers a listener. Resolves, once the sink is registered, to the function that removes the listener. Rejects with the errors of
   * `SetNotifyFlags` and `SetNotifyInterface`, also if another listener has registered the sink before.
   * @param flags the `BG_NOTIFY_…` that this listener needs in addition to those of the job
   */
  async listen(listener: NotificationListener, flags = 0): Promise<() => Promise<void>> {
    const entry: Entry = { listener, flags, heard: 0 };
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

  /** Applies a change after the earlier ones, so that the removal of the sink cannot overtake its registration. */
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
      else await this.#narrow(before);
    } else {
      if (before !== undefined) await this.#revoke();
      // A listener that was added while the sink was removed is registered next, on this object.
      if (this.#listeners.size === 0) this.#unused();
    }
  }

  /** Sets the flags that the listeners need together. */
  async #setFlags(flagsBefore: number): Promise<void> {
    const flags = this.#wantedFlags(flagsBefore);
    await this.#job.setNotifyFlags(flags);
    this.#flagsSet = flags;
  }

  /** Removes the flags that only a removed listener needed. */
  async #narrow(flagsBefore: number): Promise<void> {
    if (this.#wantedFlags(flagsBefore) === this.#flagsSet) return;
    try {
      await this.#setFlags(flagsBefore);
    } catch (error) {
      // A job that has ended keeps its flags, and a closed connection has no sink.
      if (!(error instanceof HResultError)) throw error;
    }
  }

  #wantedFlags(before: number): number {
    const needed = [...this.#listeners].reduce((flags, entry) => flags | entry.flags, wanted);
    return (before | needed) & ~notify.disable;
  }

  /** Sets the flags, which fails once the job has ended, and reports the event that occurred before the listener was added. */
  async #catchUp(entry: Entry, flagsBefore: number): Promise<void> {
    await this.#setFlags(flagsBefore);
    const event = milestones.get((await this.#job.snapshot()).state);
    if (event === undefined) return;
    // Not within this call: COM calls no listener before it has registered it.
    setImmediate(() => {
      if (this.#listeners.has(entry) && (entry.heard & event) === 0) deliver(entry, event, []);
    });
  }

  async #register(): Promise<void> {
    const before = await this.#job.getNotifyFlags();
    const sinkBefore = await foreignSink(this.#job);
    await this.#setFlags(before);
    try {
      await this.#job.setNotifyInterface((events, files) => {
        reportDelivered('IBackgroundCopyCallback', this.#job.id, countOf(events) + files.length);
        for (const entry of [...this.#listeners]) deliver(entry, events, files);
      });
    } catch (error) {
      // The backend releases the listener only when it is set to null.
      await this.#job.setNotifyInterface(null).catch(() => {});
      await sinkBefore?.restore().catch(() => {});
      await sinkBefore?.release().catch(() => {});
      await this.#job.setNotifyFlags(before).catch(() => {});
      throw error;
    }
    this.#flagsBefore = before;
    this.#sinkBefore = sinkBefore;
    this.#reportRevoked = this.#reportRegistered();
    // The other program would otherwise hear nothing more. Without one, the backend revokes the sink when the connection closes.
    if (sinkBefore !== null) this.#stopWaiting = this.#calls.onClose(() => this.#removeAll());
  }

  /** Ends listening, and restores the sink and the flags of the other program. */
  async #removeAll(): Promise<void> {
    this.#listeners.clear();
    await this.#settle().catch(() => {});
  }

  /**
   * Reports the registration to the diagnostics, and returns the function that reports its end. A connection that is closed before that reports it
   * too, since the backend revokes all of its sinks.
   */
  #reportRegistered(): (() => void) | undefined {
    const report = reportRegistered('IBackgroundCopyCallback', this.#job.id);
    if (report === undefined) return undefined;
    const stop = this.#calls.onClose(report);
    return () => {
      stop();
      report();
    };
  }

  async #revoke(): Promise<void> {
    const before = this.#flagsBefore;
    this.#flagsBefore = undefined;
    const sinkBefore = this.#sinkBefore;
    this.#sinkBefore = null;
    if (before === undefined) return;
    this.#stopWaiting?.();
    const reportRevoked = this.#reportRevoked;
    this.#reportRevoked = undefined;
    try {
      const replaced = await foreignSink(this.#job);
      // The backend releases the listener with this call. What another program has registered since then stays, with its flags; COM calls a restored
      // sink for the events that have occurred meanwhile.
      await this.#job.setNotifyInterface(null);
      await (replaced ?? sinkBefore)?.restore();
      await replaced?.release();
      if (replaced === null) await this.#job.setNotifyFlags(before);
    } finally {
      reportRevoked?.();
      await sinkBefore?.release();
    }
  }
}

/** Returns the registered sink of another program; null for none, and if COM does not return it. */
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

/** Returns the number of events of a job in the flags that COM has reported. */
function countOf(events: number): number {
  return [notify.jobTransferred, notify.jobError, notify.jobModification].filter((flag) => (events & flag) !== 0)
    .length;
}

function deliver(entry: Entry, events: number, files: readonly FileNotificationRecord[]): void {
  entry.heard |= events;
  callListenerApart(() => entry.listener(events, files));
}

/** The part of a connection that the listeners of its jobs need. */
interface NotifyingConnection {
  readonly calls: Calls;
  readonly notifications: Map<string, JobNotifications>;
}

/** Returns the listeners of a job of a connection. */
export function notificationsOf({ notifications, calls }: NotifyingConnection, job: JobVerbs): JobNotifications {
  const known = notifications.get(job.id);
  if (known !== undefined) return known;
  const created = new JobNotifications(job, () => notifications.delete(job.id), calls);
  notifications.set(job.id, created);
  return created;
}
