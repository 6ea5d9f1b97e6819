import { requireOptions, requireSignal } from './arguments.js';

/** Options of a method that calls COM. The methods of every class accept them last, or have them among their other options. */
export interface SignalOptions {
  /**
   * Ends the wait: the call rejects with `signal.reason` at once. A signal that is already aborted rejects the call before anything happens. An
   * operation that is under way in COM cannot be interrupted and continues; its result is ignored.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Returns the signal of a call's options. @throws {TypeError} for options or a signal of another type */
export function requireSignalOf(options: SignalOptions | undefined): AbortSignal | undefined {
  return requireSignal(requireOptions(options).signal);
}

/**
 * Starts a call and waits for it until the signal is aborted.
 * @param onLate receives the result of a call that succeeds after the abort, and releases it. Its own failure is ignored, and so is a late failure of
 * the call
 * @throws the signal's reason, also before the call is started; the reason with which the call rejects
 */
export async function untilAborted<T>(
  signal: AbortSignal | undefined,
  start: () => Promise<T>,
  onLate?: (result: T) => unknown,
): Promise<T> {
  if (signal === undefined) return await start();
  signal.throwIfAborted();
  const call = start();
  return await new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const stop = () => signal.removeEventListener('abort', abort);
    if (signal.aborted) abort();
    call.then(
      (result) => {
        stop();
        resolve(result);
        if (signal.aborted) (async () => await onLate?.(result))().catch(() => {});
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
