import { untilAborted } from './abort.js';
import { observed } from './diagnostics/calls.js';
import { HResultError, isHResult } from './error.js';
import { hresults } from './hresult.js';
import { withinTime } from './within-time.js';

/**
 * A stack capture costs several times as much as a call. Calls in ordinary numbers keep theirs from the start; in a deeper burst a
 * failed call still shows the line that awaits it, since V8 follows `await` from the point where the error is made.
 */
const capturedInFlight = 16;

/** Milliseconds that the last calls of a closing connection may take together. */
const endingLimit = 500;

interface CallSite {
  readonly stack?: unknown;
}

/**
 * The one gate through which a connection's public objects reach its backend: it knows whether the connection is open, and gives
 * the error of a failed call the stack of the line that called.
 */
export class Calls {
  #inFlight = 0;
  #closed = false;
  readonly #closing = new Set<() => void>();
  readonly #endings = new Set<() => Promise<unknown>>();

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Runs one call of the backend, and waits for it until the signal is aborted.
   * @param onLate takes the result of a call that succeeds after the abort, and releases it
   * @param isCall false for what is not one call of the backend, which the diagnostics channel does not report then
   * @throws {HResultError} what the backend rejects with; `RPC_E_DISCONNECTED` once the connection is closed
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

  /** Waits for what is not one call of the backend, such as an event or many calls, in the same way. It is not reported as a call. */
  wait<T>(operation: string, wait: () => Promise<T>): Promise<T> {
    return this.run(operation, wait, undefined, undefined, false);
  }

  /**
   * Runs the last call of an object, which releases what the backend holds for it. Does nothing if a closed connection has released it.
   * @throws {HResultError} what the backend rejects with otherwise
   */
  async release(operation: string, invoke: () => Promise<void>): Promise<void> {
    try {
      await this.run(operation, invoke);
    } catch (error) {
      if (!isHResult(error, hresults.RPC_E_DISCONNECTED)) throw error;
    }
  }

  /** Calls back when the connection closes, or at once if it has. The function returned removes the callback. */
  onClose(callback: () => void): () => void {
    if (this.#closed) {
      callback();
      return () => {};
    }
    this.#closing.add(callback);
    return () => this.#closing.delete(callback);
  }

  /** Calls back before the connection closes, while calls still work. The function returned removes the callback. */
  beforeClose(callback: () => Promise<unknown>): () => void {
    this.#endings.add(callback);
    return () => this.#endings.delete(callback);
  }

  /** Runs the callbacks of `beforeClose`, within a bounded time. Undefined if there are none. */
  end(): Promise<unknown> | undefined {
    if (this.#endings.size === 0 || this.#closed) return undefined;
    const endings = [...this.#endings].map((callback) => callback());
    this.#endings.clear();
    return withinTime(Promise.allSettled(endings), endingLimit);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const callback of this.#closing) callback();
    this.#closing.clear();
  }
}

function locate(error: unknown, captured: CallSite | undefined, callee: (...values: never[]) => unknown): unknown {
  if (!(error instanceof HResultError)) return error;
  const frames = framesOf(captured ?? captureSite(callee));
  if (frames === undefined) return error;
  try {
    error.stack = `${error.name}: ${error.message}${frames}`;
  } catch {
    // A frozen error keeps its stack.
  }
  return error;
}

/**
 * Captures the stack above `callee`. Undefined where the process cannot: what it does with `Error.prepareStackTrace` and `Error.stackTraceLimit`
 * must not replace the error of a call.
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

/** The lines of a stack after its message; undefined where there are none. Formats the stack, which calls `Error.prepareStackTrace`. */
function framesOf(site: CallSite | undefined): string | undefined {
  try {
    const stack: unknown = site?.stack;
    const start = typeof stack === 'string' ? stack.indexOf('\n    at ') : -1;
    return typeof stack === 'string' && start >= 0 ? stack.slice(start) : undefined;
  } catch {
    return undefined;
  }
}
