import { type Clock, onAbort, sleep } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { failureOf, isComFailure, toError } from '../../com/thrown.js';
import type { EmulatedProviderOptions, ProviderContext, ProviderRun } from './provider.js';
import type { SessionCallback } from './session-callback.js';
import type { SessionState } from './session-state.js';

/** The part of a session that its providers use. */
export interface ProviderSession {
  readonly state: SessionState;
  readonly callback: SessionCallback;
  readonly clock: Clock;
  /** Adds a reference to the session state, and returns a function that releases it. */
  addReference(): void;
  releaseReference(): void;
}

/** An activated provider in a session. */
export class RunningProvider {
  readonly #options: EmulatedProviderOptions;
  readonly #role: ProviderContext['role'];
  readonly #session: ProviderSession;
  readonly #track: (run: Promise<void>) => void;
  #ending: AbortController | null = null;

  /** @param track called with each run, which never rejects */
  constructor(
    options: EmulatedProviderOptions,
    role: ProviderContext['role'],
    session: ProviderSession,
    track: (run: Promise<void>) => void,
  ) {
    this.#options = options;
    this.#role = role;
    this.#session = session;
    this.#track = track;
  }

  get inSession(): boolean {
    return this.#ending !== null;
  }

  beginSession(): void {
    this.#keepingStatus('IKnowledgeSyncProvider.BeginSession', () => {
      if (this.#ending !== null) throw new HResultError(hresults.SYNC_E_INVALID_OPERATION, '');
      const ending = new AbortController();
      const context = this.#context(ending.signal);
      const { state } = this.#session;
      // The provider may use the session before BeginSession returns.
      state.providerBegan();
      try {
        this.#options.beginSession?.(context);
      } catch (error) {
        state.providerRefused();
        throw error;
      }
      this.#ending = ending;
      this.#session.addReference();
      const { run } = this.#options;
      if (run !== undefined) this.#track(this.#run(run, context));
    });
  }

  endSession(): void {
    this.#keepingStatus('IKnowledgeSyncProvider.EndSession', () => {
      if (this.#ending === null) throw new HResultError(hresults.SYNC_E_INVALID_OPERATION, '');
      this.#ending.abort(new HResultError(hresults.E_ABORT, 'IKnowledgeSyncProvider.EndSession'));
      this.#ending = null;
      this.#session.state.providerEnded();
      this.#session.releaseReference();
      this.#options.endSession?.();
    });
  }

  #context(ending: AbortSignal): ProviderContext {
    const { state, callback, clock } = this.#session;
    const signal = AbortSignal.any([state.canceled, ending]);
    return {
      role: this.#role,
      state,
      callback,
      clock,
      signal,
      delay: (milliseconds) => delay(clock, signal, milliseconds),
    };
  }

  /** Runs the provider's work in a later turn, because a real provider works on its own thread. */
  async #run(run: ProviderRun, context: ProviderContext): Promise<void> {
    await Promise.resolve();
    if (context.signal.aborted) return;
    try {
      await run(context);
    } catch (error) {
      if (!context.signal.aborted) this.#session.state.failProvider(resultOf(error));
    }
  }

  /** Calls the provider. A failure becomes the error status of the session, and is thrown with the name of the operation. */
  #keepingStatus(operation: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      const hresult = resultOf(error);
      this.#session.state.failProvider(hresult);
      throw new HResultError(hresult, operation);
    }
  }
}

/**
 * Returns the HRESULT of an exception, because only an HRESULT crosses an interface. An exception without one is an error of the provider, and is
 * reported as a process warning.
 */
function resultOf(error: unknown): number {
  if (!isComFailure(error)) process.emitWarning(toError(error));
  return failureOf(error);
}

async function delay(clock: Clock, signal: AbortSignal, milliseconds: number): Promise<void> {
  await sleep(clock, milliseconds, onAbort(signal));
  signal.throwIfAborted();
}
