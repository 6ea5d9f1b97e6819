import { requireFunction, requireWord } from '../com/arguments.js';
import type { Clock } from '../com/clock.js';
import { type ObservedSession, observeSession, type SessionEndDiagnostics } from '../com/diagnostics/sessions.js';
import { reportDelivered } from '../com/diagnostics/sinks.js';
import { callForEach, callListener, reportError } from '../com/listeners.js';
import { OpenQuestions } from '../com/questions.js';
import { fullEnumerationActions, resolveActions } from './constants.js';
import { ProgressMeter, type WinSyncProgress } from './progress.js';
import type { ProgressQueue } from './progress-queue.js';
import {
  toChange,
  toConflict,
  toRecoverableError,
  type WinSyncChange,
  type WinSyncChangeTotals,
  type WinSyncConflict,
  type WinSyncFullEnumerationAction,
  type WinSyncRecoverableError,
  type WinSyncResolveAction,
} from './records.js';
import type { SessionEvent, SessionSettings } from './verbs.js';

/**
 * The application's functions of a session: `ISyncCallback` and `ISyncCallback2`. Providers never wait for notifications; they wait for the
 * answers of the two questions, at most `answerTimeout`.
 * Source: https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isynccallback.
 */
export interface WinSyncListeners {
  /** `OnProgress`. */
  readonly onProgress?: ((progress: WinSyncProgress) => void) | undefined;
  /** `OnChange`: a change is about to be applied. `folded` is the number of earlier changes that were dropped before this one. */
  readonly onChange?: ((change: WinSyncChange, folded: number) => void) | undefined;
  /** `OnChangeApplied`. */
  readonly onChangeApplied?: ((totals: WinSyncChangeTotals) => void) | undefined;
  /** `OnChangeFailed`. */
  readonly onChangeFailed?: ((totals: WinSyncChangeTotals) => void) | undefined;
  /** `OnRecoverableError`: a change could not be applied, but the session continues. */
  readonly onRecoverableError?: ((error: WinSyncRecoverableError) => void) | undefined;
  /** `OnConflict`: returns how to resolve a conflict. Without a function, after an error or without an answer in time: the session's `conflict`. */
  readonly onConflict?:
    | ((conflict: WinSyncConflict) => WinSyncResolveAction | Promise<WinSyncResolveAction>)
    | undefined;
  /**
   * `OnFullEnumerationNeeded`: returns the action. Without a function, after an error or without an answer in time: the session's `fullEnumeration`.
   */
  readonly onFullEnumerationNeeded?:
    | (() => WinSyncFullEnumerationAction | Promise<WinSyncFullEnumerationAction>)
    | undefined;
  /**
   * Called with the value that another of the functions has thrown or its promise has rejected with, and with the `AnswerTimeoutError` of a question.
   * Without it, the error of a question is a warning of the process, and that of another function an uncaught exception.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Returns the application's functions, bound to their object: a later change of the object has no effect.
 * @throws {TypeError} for a value that is not a function
 */
export function requireListeners(given: WinSyncListeners): WinSyncListeners {
  const { onProgress, onChange, onChangeApplied, onChangeFailed, onRecoverableError } = given;
  const { onConflict, onFullEnumerationNeeded, onError } = given;
  const notifications = { onProgress, onChange, onChangeApplied, onChangeFailed, onRecoverableError };
  const others = { onConflict, onFullEnumerationNeeded, onError };
  for (const [name, value] of Object.entries({ ...notifications, ...others })) requireFunction<unknown>(value, name);
  return {
    onProgress: onProgress?.bind(given),
    onChange: onChange?.bind(given),
    onChangeApplied: onChangeApplied?.bind(given),
    onChangeFailed: onChangeFailed?.bind(given),
    onRecoverableError: onRecoverableError?.bind(given),
    onConflict: onConflict?.bind(given),
    onFullEnumerationNeeded: onFullEnumerationNeeded?.bind(given),
    onError: onError?.bind(given),
  };
}

/** Returns the events that the backend has to deliver. */
export function wantedBy(listeners: WinSyncListeners): SessionSettings['wanted'] {
  const wanted: SessionSettings['wanted'][number][] = [];
  if (listeners.onChange !== undefined) wanted.push('change');
  if (listeners.onChangeApplied !== undefined) wanted.push('changeApplied');
  if (listeners.onChangeFailed !== undefined) wanted.push('changeFailed');
  if (listeners.onRecoverableError !== undefined) wanted.push('recoverableError');
  if (listeners.onConflict !== undefined) wanted.push('conflict');
  if (listeners.onFullEnumerationNeeded !== undefined) wanted.push('fullEnumeration');
  return wanted;
}

/** The default answers, and the time in which the application must answer. */
export interface AnswerSettings {
  readonly fullEnumerationAction: number;
  readonly resolveAction: number;
  readonly answerTimeout: number;
}

/**
 * Delivers the events of one session to the application: first to its iterators, then to its functions. It has no reference to the session object, so
 * that a session without references can be collected while its events are still delivered.
 */
export class SessionDispatcher {
  readonly #clock: Clock;
  readonly #listeners: WinSyncListeners;
  readonly #answers: AnswerSettings;
  readonly #meter: ProgressMeter;
  readonly #questions = new OpenQuestions();
  readonly #queues = new Set<ProgressQueue>();
  /** The run under way, for the diagnostics channels. */
  #observed: ObservedSession | undefined;
  #canceled = false;

  constructor(clock: Clock, listeners: WinSyncListeners, answers: AnswerSettings) {
    this.#clock = clock;
    this.#listeners = listeners;
    this.#answers = answers;
    this.#meter = new ProgressMeter(() => clock.now());
  }

  add(queue: ProgressQueue): void {
    this.#queues.add(queue);
  }

  remove(queue: ProgressQueue): void {
    this.#queues.delete(queue);
  }

  /** Starts the observation of a run of the session. */
  begin(): void {
    this.#observed ??= observeSession(this.#clock, 'winsync', 'application', null);
  }

  /** Whether the session has been cancelled. */
  get canceled(): boolean {
    return this.#canceled;
  }

  /** Ends every iterator, because the session has been cancelled. */
  cancel(): void {
    this.#canceled = true;
    this.end('canceled');
  }

  /** Ends the observation of the run under way, if any, and ends every iterator after it has returned its events. */
  end(outcome: SessionEndDiagnostics['outcome'] = 'ended'): void {
    this.#endObserved(outcome);
    for (const queue of [...this.#queues]) queue.end();
  }

  /** Cancels the open questions when the session is closed. */
  cancelQuestions(): void {
    this.#questions.cancel();
  }

  /** Ends every iterator at once. */
  fail(reason: unknown): void {
    this.#endObserved('closed');
    for (const queue of [...this.#queues]) queue.fail(reason);
  }

  /** Handles every event, also after a function has thrown. */
  take(events: readonly SessionEvent[]): void {
    reportDelivered('ISyncCallback', null, events.length);
    callForEach(events, (event) => this.#handle(event));
  }

  #endObserved(outcome: SessionEndDiagnostics['outcome']): void {
    this.#observed?.end(outcome);
    this.#observed = undefined;
  }

  #handle(event: SessionEvent): void {
    const listeners = this.#listeners;
    switch (event.type) {
      case 'progress': {
        const progress = this.#meter.measure(event);
        this.#observed?.progress(...toObserved(progress));
        for (const queue of this.#queues) queue.put(progress);
        this.#call(() => listeners.onProgress?.(progress));
        return;
      }
      case 'canceled':
        this.cancel();
        return;
      case 'change':
        this.#call(() => listeners.onChange?.(toChange(event.change), event.folded));
        return;
      case 'changeApplied':
        this.#call(() => listeners.onChangeApplied?.(toTotals(event)));
        return;
      case 'changeFailed':
        this.#call(() => listeners.onChangeFailed?.(toTotals(event)));
        return;
      case 'recoverableError':
        this.#call(() => listeners.onRecoverableError?.(toRecoverableError(event.error, event.folded)));
        return;
      case 'conflict':
        this.#ask(
          'onConflict',
          async () =>
            requireWord(
              await listeners.onConflict?.(toConflict(event.conflict)),
              'the answer of onConflict',
              resolveActions,
            ),
          this.#answers.resolveAction,
          event.answer,
        );
        return;
      case 'fullEnumeration':
        this.#ask(
          'onFullEnumerationNeeded',
          async () =>
            requireWord(
              await listeners.onFullEnumerationNeeded?.(),
              'the answer of onFullEnumerationNeeded',
              fullEnumerationActions,
            ),
          this.#answers.fullEnumerationAction,
          event.answer,
        );
        return;
    }
  }

  #call(listener: () => unknown): void {
    callListener(listener, this.#listeners.onError);
  }

  #ask(name: string, ask: () => Promise<number>, byDefault: number, answer: (action: number) => void): void {
    this.#questions.ask({
      clock: this.#clock,
      timeout: this.#answers.answerTimeout,
      name,
      ask,
      settle: answer,
      fail: (error) => {
        answer(byDefault);
        reportError(this.#listeners.onError, error);
      },
    });
  }
}

function toObserved({ provider, stage, completedWork, totalWork }: WinSyncProgress): [string, bigint, bigint | null] {
  return [`${provider} ${stage}`, BigInt(completedWork), totalWork === null ? null : BigInt(totalWork)];
}

function toTotals({ changesApplied, changesFailed, folded }: WinSyncChangeTotals): WinSyncChangeTotals {
  return { changesApplied, changesFailed, folded };
}
