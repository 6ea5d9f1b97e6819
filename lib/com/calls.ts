import { untilAborted } from './abort.js';
import { observed } from './diagnostics/calls.js';
import { HResultError, isHResult } from './error.js';
import { hresults } from './hresult.js';
import { withinTime } from './within-time.js';

/**
 * Number of calls in flight up to which a stack is captured at the start of a call: a capture costs several times as much as a call. In a larger
 * burst a failed call still shows the line that awaits it, because V8 follows `await` from the point where the error is made.
 */
const capturedInFlight = 16;

/** Milliseconds that the last calls of a closing connection may take in total. */
const endingLimit = 500;

interface CallSite {
  readonly stack?: unknown;
}

/**
 * Runs all calls of a connection's public objects on its backend. It records whether the connection is open, and gives the error of a failed call the
 * stack of the line that called.
 */
export class Calls {
  #inFlight = 0;
  #closed = false;
  readonly #closing = new Set<() => unknown>();
  readonly #endings = new Set<() => Promise<unknown>>();

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Runs one call of the backend, and waits for it until the signal is aborted.
   * @param onLate receives the result of a call that succeeds after the abort, and releases it
   * @param isCall false for anything other than one call of the backend; it is not reported on the diagnostics channel
   * @throws {HResultError} the error of the backend; `RPC_E_DISCONNECTED` after the connection is closed
   * @throws the signal's reason
   */
  async run<T>(
    operation: string,
    invoke: () => Promise<T>,
    signal?: AbortSignal | undefined,
    onLate?: (result: T) => unknown,
    isCall = true,
  ): Promise<T> {
    const site = this.#inFlight < capturedInFlight ? captureSite(this.run) : undefined;
    this.#inFlight += 1;
    try {
      if (this.#closed) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
      return await untilAborted(signal, isCall ? observed(operation, invoke) : invoke, onLate);
    } catch (error) {
      throw locate(error, site, this.run);
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Waits for anything other than one call of the backend, such as an event or many calls, in the same way. It is not reported as a call. */
  wait<T>(operation: string, wait: () => Promise<T>): Promise<T> {
    return this.run(operation, wait, undefined, undefined, false);
  }

  /**
   * Runs the last call of an object, which releases its state in the backend. Does nothing if a closed connection has released it.
   * @throws {HResultError} the error of the backend otherwise
   */
  async release(operation: string, invoke: () => Promise<void>): Promise<void> {
    try {
      await this.run(operation, invoke);
    } catch (error) {
      if (!isHResult(error, hresults.RPC_E_DISCONNECTED)) throw error;
    }
  }

  /**
   * Registers a callback that is called when the connection closes, or at once if it is closed. Calls are refused then; the verbs of the backend work
   * until a promise that the callback returns has settled. The returned function removes the callback.
   */
  onClose(callback: () => unknown): () => void {
    if (this.#closed) {
      callback();
      return () => {};
    }
    this.#closing.add(callback);
    return () => this.#closing.delete(callback);
  }

  /** Registers a callback that is called before the connection closes, while calls still work. The returned function removes the callback. */
  beforeClose(callback: () => Promise<unknown>): () => void {
    this.#endings.add(callback);
    return () => this.#endings.delete(callback);
  }

  /** Runs the callbacks of `beforeClose` within a limited time. Returns undefined if there are none. */
  end(): Promise<unknown> | undefined {
    if (this.#endings.size === 0 || this.#closed) return undefined;
    const endings = [...this.#endings].map((callback) => callback());
    this.#endings.clear();
    return withinTime(Promise.allSettled(endings), endingLimit);
  }

  /** Refuses further calls, runs the callbacks of `onClose`, and waits for their promises within a limited time. Returns undefined if there are none. */
  close(): Promise<unknown> | undefined {
    if (this.#closed) return undefined;
    this.#closed = true;
    const pending = [...this.#closing].map((callback) => callback()).filter((result) => result instanceof Promise);
    this.#closing.clear();
    return pending.length === 0 ? undefined : withinTime(Promise.allSettled(pending), endingLimit);
  }
}

/**
 * Gives an error the stack of the line that called. It is composed when it is read, as V8 does it: a program that handles an error by its code does
 * not pay for the text.
 */
function locate(error: unknown, captured: CallSite | undefined, callee: (...values: never[]) => unknown): unknown {
  if (!(error instanceof HResultError)) return error;
  const site = captured ?? captureSite(callee);
  if (site === undefined) return error;
  const title = `${error.name}: ${error.message}`;
  try {
    // V8 formats the error's own stack when the property is defined anew, unless it has another value by then.
    error.stack = title;
    Object.defineProperty(error, 'stack', {
      configurable: true,
      get: () => stackOf(title, site),
      set(this: object, value: unknown) {
        Object.defineProperty(this, 'stack', { configurable: true, writable: true, value });
      },
    });
  } catch {
    // A frozen error keeps its stack.
  }
  return error;
}

/**
 * Captures the stack above `callee`. Returns undefined if that fails: a program's `Error.prepareStackTrace` and `Error.stackTraceLimit` must not
 * replace the error of a call.
 */
function captureSite(callee: (...values: never[]) => unknown): CallSite | undefined {
  try {
    const site = {};
    Error.captureStackTrace(site, callee);
    return site;
  } catch {
    return undefined;
  }
}

/**
 * Returns a title with the lines of a stack, or alone if there are none; or what a program's `Error.prepareStackTrace` returns other than text. Formats
 * the stack, which calls `Error.prepareStackTrace`.
 */
function stackOf(title: string, site: CallSite): unknown {
  try {
    const { stack } = site;
    if (typeof stack !== 'string') return stack ?? title;
    const start = stack.indexOf('\n    at ');
    return start < 0 ? title : title + stack.slice(start);
  } catch {
    return title;
  }
}
