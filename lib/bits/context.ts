import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { httpDirectTransport } from './http/deferred-direct-transport.js';
import type { DirectTransport } from './http/direct-transport.js';
import { JobNotifications } from './notifications.js';
import { TransferDiagnostics } from './transfer-diagnostics.js';
import type { JobVerbs } from './verbs.js';

/** What the objects of one connection share: the gate to the backend, its clock, the reports of its transfers, and the listeners of each job. */
export class BitsContext {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly transfers: TransferDiagnostics;
  /** Downloads without BITS. */
  readonly directTransport: DirectTransport;
  readonly #notifications = new Map<string, JobNotifications>();

  constructor(calls: Calls, clock: Clock, directTransport: DirectTransport = httpDirectTransport) {
    this.calls = calls;
    this.clock = clock;
    this.transfers = new TransferDiagnostics(clock);
    this.directTransport = directTransport;
  }

  /** The listeners of a job. There is one sink a job and connection, since the last `SetNotifyInterface` wins. */
  notificationsOf(job: JobVerbs): JobNotifications {
    const known = this.#notifications.get(job.id);
    if (known !== undefined) return known;
    const created = new JobNotifications(job, () => this.#notifications.delete(job.id), this.calls);
    this.#notifications.set(job.id, created);
    return created;
  }
}
