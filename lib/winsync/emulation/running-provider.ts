import { type Clock, onAbort, sleep } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { failureOf, isComFailure, toError } from '../../com/thrown.js';
import type { SessionCallback } from './callback.js';
import type { EmulatedProviderOptions, ProviderContext, ProviderRun } from './provider.js';
import type { SessionState } from './session-state.js';

/** The side of a session that its providers see. */
export interface ProviderSession {
  readonly state: SessionState;
  readonly callback: SessionCallback;
  readonly clock: Clock;
  /** Takes a reference of the session state, and lets it go. */
  addReference(): void;
  releaseReference(): void;
}

/** One activated provider in one session. */
export class RunningProvider {
  readonly #options: EmulatedProviderOptions;
  readonly #role: ProviderContext['role'];
  readonly #session: ProviderSession;
  readonly #track: (run: Promise<void>) => void;
  #ending: AbortController | null = null;

  /** @param track is given each run, which never rejects */
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
      this.#options.beginSession?.(context);
      this.#ending = ending;
      this.#session.addReference();
      this.#session.state.providerBegan();
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

  /** In a later turn, as a provider works on a thread of its own. */
  async #run(run: ProviderRun, context: ProviderContext): Promise<void> {
    await Promise.resolve();
    if (context.signal.aborted) return;
    try {
      await run(context);
    } catch (error) {
      if (!context.signal.aborted) this.#session.state.failProvider(resultOf(error));
    }
  }

  /** A failure becomes the session's error status, and has the operation's name. */
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

/** Only an HRESULT passes an interface; what else was thrown is a fault of the provider that its author should see. */
function resultOf(error: unknown): number {
  if (!isComFailure(error)) process.emitWarning(toError(error));
  return failureOf(error);
}

async function delay(clock: Clock, signal: AbortSignal, milliseconds: number): Promise<void> {
  await sleep(clock, milliseconds, onAbort(signal));
  signal.throwIfAborted();
}
