import { requireBoolean } from '../com/arguments.js';
import type { Clock } from '../com/clock.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { callForEach, callListener, reportError } from '../com/listeners.js';
import { OpenQuestions } from '../com/questions.js';
import type { HandlerAnswers } from './open-options.js';
import { type SyncManagerMessageEvent, toMessage } from './sync-events.js';
import type { CompletedEvent, EnableModelessEvent, HandlerCall, HandlerEvent, ItemProgressEvent } from './verbs.js';

/** Takes what is told while a synchronisation goes on. */
export interface EventTaker {
  takeProgress(event: ItemProgressEvent): void;
  takeMessage(event: SyncManagerMessageEvent): void;
}

/** A call that a handler ends by a method of the callback. */
export interface CallUnderWay {
  /** Settles when it has ended, or when nobody can end it any more. */
  readonly completed: Promise<CompletedEvent>;
  /** Nobody waits for its end any more. */
  forget(): void;
}

interface Waiting {
  resolve(event: CompletedEvent): void;
  reject(reason: unknown): void;
}

const operations: Readonly<Record<HandlerCall, string>> = {
  prepareForSync: 'ISyncMgrSynchronize.PrepareForSync',
  synchronize: 'ISyncMgrSynchronize.Synchronize',
  showProperties: 'ISyncMgrSynchronize.ShowProperties',
  showError: 'ISyncMgrSynchronize.ShowError',
};

/**
 * Brings what one handler tells to who waits for it. It knows nothing of the handler's public object, so that a handler that nobody holds
 * any more can go.
 */
export class HandlerDispatcher {
  readonly #clock: Clock;
  readonly #answers: HandlerAnswers;
  readonly #questions = new OpenQuestions();
  readonly #underWay = new Map<HandlerCall, Waiting>();
  #taker: EventTaker | undefined;

  constructor(clock: Clock, answers: HandlerAnswers) {
    this.#clock = clock;
    this.#answers = answers;
  }

  /** Who takes progress and messages from now on; undefined is nobody. */
  set taker(taker: EventTaker | undefined) {
    this.#taker = taker;
  }

  /** @throws {HResultError} `E_UNEXPECTED` while a call of this kind is under way */
  begin(call: HandlerCall): CallUnderWay {
    if (this.#underWay.has(call)) throw new HResultError(hresults.E_UNEXPECTED, operations[call]);
    let waiting: Waiting | undefined;
    const completed = new Promise<CompletedEvent>((resolve, reject) => {
      waiting = { resolve, reject };
      this.#underWay.set(call, waiting);
    });
    // Who forgets the call does not wait for its end.
    completed.catch(() => {});
    return {
      completed,
      forget: () => {
        if (this.#underWay.get(call) === waiting) this.#underWay.delete(call);
      },
    };
  }

  /** Nobody will end what is under way, or waits for an answer. */
  fail(reason: unknown): void {
    this.#questions.forget();
    for (const [call, { reject }] of [...this.#underWay]) {
      this.#underWay.delete(call);
      reject(reason);
    }
  }

  /** Every event is told, and every question asked, even when a function throws. */
  take(events: readonly HandlerEvent[]): void {
    callForEach(events, (event) => this.#tell(event));
  }

  #tell(event: HandlerEvent): void {
    switch (event.type) {
      case 'progress':
        this.#taker?.takeProgress(event);
        return;
      case 'completed': {
        const waiting = this.#underWay.get(event.call);
        this.#underWay.delete(event.call);
        waiting?.resolve(event);
        return;
      }
      case 'enableModeless':
        this.#ask(event);
        return;
      case 'disconnected':
        this.#disconnect(event.hresult);
        return;
      default: {
        const message = toMessage(event);
        if (this.#taker === undefined) callListener(() => this.#answers.onMessage?.(message), this.#answers.onError);
        else this.#taker.takeMessage(message);
      }
    }
  }

  /** The handler will end nothing that is under way: each call fails by its own name. */
  #disconnect(hresult: number): void {
    this.#questions.forget();
    for (const [call, { reject }] of [...this.#underWay]) {
      this.#underWay.delete(call);
      reject(new HResultError(hresult, operations[call]));
    }
  }

  #ask({ answer }: EnableModelessEvent): void {
    const { userInterface = () => false, answerTimeout, onError } = this.#answers;
    this.#questions.ask({
      clock: this.#clock,
      timeout: answerTimeout,
      name: 'userInterface',
      ask: async () => requireBoolean(await userInterface(), 'the answer of userInterface'),
      settle: answer,
      fail: (error) => {
        answer(false);
        reportError(onError, error);
      },
    });
  }
}
