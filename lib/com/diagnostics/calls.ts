import { tracingChannel } from 'node:diagnostics_channel';
import { type DiagnosticsError, toDiagnosticsError } from './error.js';

/**
 * The message of the tracing channel `winprogress:call`: one object for all events of one call of the backend. It does not contain arguments or
 * results.
 */
export interface CallDiagnostics {
  /** The interface and method, such as `'IBackgroundCopyJob.GetState'`. */
  readonly operation: string;
  /** The error of the call; null before it fails, and for a call that has succeeded. */
  error: DiagnosticsError | null;
}

const channel = tracingChannel<unknown, CallDiagnostics>('winprogress:call');

/** Returns a function that makes the call, and reports it if the channel has subscribers. */
export function observed<T>(operation: string, invoke: () => Promise<T>): () => Promise<T> {
  return channel.hasSubscribers ? () => report(operation, invoke) : invoke;
}

/**
 * Makes a call and publishes its events like `TracingChannel.tracePromise()`, which would also publish the result, and the error with the paths of
 * its files.
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
