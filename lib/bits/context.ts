import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { httpDirectTransport } from './http/deferred-direct-transport.js';
import type { DirectTransport } from './http/direct-transport.js';
import type { JobNotifications } from './notifications.js';
import { TransferDiagnostics } from './transfer-diagnostics.js';

/**
 * The state that the objects of one connection share: the calls to the backend, its clock, the reports of its transfers, and the listeners of each
 * job.
 */
export class BitsContext {
  readonly calls: Calls;
  readonly clock: Clock;
  readonly transfers: TransferDiagnostics;
  /** Downloads without BITS. */
  readonly directTransport: DirectTransport;
  /** The listeners of each job, by its ID. There is one sink per job and connection, since the last `SetNotifyInterface` wins. */
  readonly notifications = new Map<string, JobNotifications>();

  constructor(calls: Calls, clock: Clock, directTransport: DirectTransport = httpDirectTransport) {
    this.calls = calls;
    this.clock = clock;
    this.transfers = new TransferDiagnostics(clock);
    this.directTransport = directTransport;
  }
}
