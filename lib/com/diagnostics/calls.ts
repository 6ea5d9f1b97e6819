import { tracingChannel } from 'node:diagnostics_channel';
import { type DiagnosticsError, toDiagnosticsError } from './error.js';

/**
 * The message of the tracing channel `winprogress:call`: one object for all events of one call of the backend. Arguments and results are not in
 * it.
 */
export interface CallDiagnostics {
  /** The interface and method, such as `'IBackgroundCopyJob.GetState'`. */
  readonly operation: string;
  /** Why the call failed; null until then, and for one that has succeeded. */
  error: DiagnosticsError | null;
}

const channel = tracingChannel<unknown, CallDiagnostics>('winprogress:call');

/** The function that makes a call, and reports it if anything subscribes to the channel. */
export function observed<T>(operation: string, invoke: () => Promise<T>): () => Promise<T> {
  return channel.hasSubscribers ? () => report(operation, invoke) : invoke;
}

/**
 * Publishes as `TracingChannel.tracePromise()` does, which would add the result, and the error with the names of its file.
 */
async function report<T>(operation: string, invoke: () => Promise<T>): Promise<T> {
  const { start, end, asyncStart, asyncEnd, error } = channel;
  const message: CallDiagnostics = { operation, error: null };
  try {
    return await start.runStores(message, () => {
      try {
        return invoke();
      } finally {
        end.publish(message);
      }
    });
  } catch (thrown) {
    message.error = toDiagnosticsError(thrown);
    error.publish(message);
    throw thrown;
  } finally {
    asyncStart.publish(message);
    asyncEnd.publish(message);
  }
}
