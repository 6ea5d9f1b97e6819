import { describeThrown, toError } from './thrown.js';

/** Receives the values that functions of the application throw. */
export type ErrorListener = (error: unknown) => void;

/** Raises an error as an uncaught exception of the process, in a separate turn. */
export function raise(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

/**
 * Reports a value that a function of the application threw: to its listener, otherwise as a warning of the process.
 * @throws what the listener throws
 */
export function reportError(listener: ErrorListener | undefined, error: unknown): void {
  if (listener === undefined) process.emitWarning(isObject(error) ? toError(error) : describeThrown(error));
  else guardRejection(listener(error), raise);
}

/**
 * Calls a listener of the application. A value that it throws, and the reason with which a promise that it returns rejects, is passed to `onError`.
 * Without `onError` a throw reaches the caller, and a rejection is an uncaught exception of the process, like a throw that is not caught.
 */
export function callListener(call: () => unknown, onError?: ErrorListener): void {
  const report = onError === undefined ? raise : (error: unknown) => callErrorListener(onError, error);
  let returned: unknown;
  try {
    returned = call();
  } catch (error) {
    if (onError === undefined) throw error;
    report(error);
    return;
  }
  guardRejection(returned, report);
}

/** Calls a listener and raises what it throws as an uncaught exception, so that the caller is not affected. */
export function callListenerApart(call: () => unknown): void {
  try {
    guardRejection(call(), raise);
  } catch (error) {
    raise(error);
  }
}

/** Calls a function for each event, also after it has thrown for one. The first error is thrown at the end. */
export function callForEach<Event>(events: readonly Event[], call: (event: Event) => void): void {
  const errors: unknown[] = [];
  for (const event of events) {
    try {
      call(event);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

function callErrorListener(listener: ErrorListener, error: unknown): void {
  callListenerApart(() => listener(error));
}

/** Passes the rejection of a promise that a function returned to `report`. */
function guardRejection(returned: unknown, report: ErrorListener): void {
  if (!isObject(returned)) return;
  // Resolving calls then() of a foreign promise in a later turn, where a throw becomes a rejection.
  new Promise((resolve) => resolve(returned)).then(undefined, report);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
