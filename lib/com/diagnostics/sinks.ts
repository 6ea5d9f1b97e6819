import { channel } from 'node:diagnostics_channel';

/** The message of `winprogress:sink:registered` and `winprogress:sink:revoked`: a callback object that COM may call. */
export interface SinkDiagnostics {
  /** The interface of the callback, such as `'IBackgroundCopyCallback'`. */
  readonly interface:
    | 'IBackgroundCopyCallback'
    | 'IBackgroundCopyCallback1'
    | 'ISyncCallback'
    | 'ISyncMgrSynchronizeCallback';
  /**
   * The id of the job, or the CLSID of the handler, to which the callback belongs, or the CLSID of a served group callback; null for a session of
   * Windows Sync.
   */
  readonly owner: string | null;
}

/** The message of `winprogress:sink:delivered`: a batch of events that has reached JavaScript. */
export interface SinkDeliveryDiagnostics extends SinkDiagnostics {
  /** The number of events in the batch. An event that combines several is counted once. */
  readonly events: number;
}

const registered = channel('winprogress:sink:registered');
const revoked = channel('winprogress:sink:revoked');
const delivered = channel('winprogress:sink:delivered');

/**
 * Reports that a sink is registered. The returned function reports once that it is revoked. Returns undefined, and costs nothing, if there are no
 * subscribers.
 */
export function reportRegistered(sink: SinkDiagnostics['interface'], owner: string | null): (() => void) | undefined {
  if (!registered.hasSubscribers && !revoked.hasSubscribers) return undefined;
  const message: SinkDiagnostics = { interface: sink, owner };
  registered.publish(message);
  let isRegistered = true;
  return () => {
    if (isRegistered) revoked.publish(message);
    isRegistered = false;
  };
}

export function reportDelivered(sink: SinkDiagnostics['interface'], owner: string | null, events: number): void {
  if (!delivered.hasSubscribers) return;
  const message: SinkDeliveryDiagnostics = { interface: sink, owner, events };
  delivered.publish(message);
}
