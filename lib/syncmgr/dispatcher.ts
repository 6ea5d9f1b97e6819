import { requireBoolean } from '../com/arguments.js';
import type { Clock } from '../com/clock.js';
import { reportDelivered } from '../com/diagnostics/sinks.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { callForEach, callListener, reportError } from '../com/listeners.js';
import { OpenQuestions } from '../com/questions.js';
import type { HandlerAnswers } from './open-options.js';
import { type SyncManagerMessageEvent, toMessage } from './sync-events.js';
import type { CompletedEvent, EnableModelessEvent, HandlerCall, HandlerEvent, ItemProgressEvent } from './verbs.js';

/** Receives the events of a synchronisation. */
export interface EventTaker {
  takeProgress(event: ItemProgressEvent): void;
  takeMessage(event: SyncManagerMessageEvent): void;
}

/** A call that a handler ends by a method of the callback. */
export interface CallUnderWay {
  /** Settles when the call has ended, or when it cannot end any more. */
  readonly completed: Promise<CompletedEvent>;
  /** Stops waiting for its end. */
  stop(): void;
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

/** Delivers the events of one handler. It has no reference to the handler's public object, so that a handler without references can be collected. */
export class HandlerDispatcher {
  readonly #clock: Clock;
  readonly #answers: HandlerAnswers;
  readonly #clsid: string;
  readonly #questions = new OpenQuestions();
  readonly #underWay = new Map<HandlerCall, Waiting>();
  #taker: EventTaker | undefined;

  constructor(clock: Clock, answers: HandlerAnswers, clsid: string) {
    this.#clock = clock;
    this.#answers = answers;
    this.#clsid = clsid;
  }

  /** Sets the receiver of progress and messages; undefined removes it. */
  set taker(taker: EventTaker | undefined) {
    this.#taker = taker;
  }

  /** Begins a call that the handler ends later. @throws {HResultError} `E_UNEXPECTED` while a call of this kind is under way */
  begin(call: HandlerCall): CallUnderWay {
    if (this.#underWay.has(call)) throw new HResultError(hresults.E_UNEXPECTED, operations[call]);
    let waiting: Waiting | undefined;
    const completed = new Promise<CompletedEvent>((resolve, reject) => {
      waiting = { resolve, reject };
      this.#underWay.set(call, waiting);
    });
    // Avoids an unhandled rejection after the caller has stopped waiting.
    completed.catch(() => {});
    return {
      completed,
      stop: () => {
        if (this.#underWay.get(call) === waiting) this.#underWay.delete(call);
      },
    };
  }

  /** Rejects the calls that are under way, and cancels the open questions. */
  fail(reason: unknown): void {
    this.#questions.cancel();
    for (const [call, { reject }] of [...this.#underWay]) {
      this.#underWay.delete(call);
      reject(reason);
    }
  }

  /** Handles every event, also after a function has thrown. */
  take(events: readonly HandlerEvent[]): void {
    reportDelivered('ISyncMgrSynchronizeCallback', this.#clsid, events.length);
    callForEach(events, (event) => this.#handle(event));
  }

  #handle(event: HandlerEvent): void {
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

  /** Rejects the calls that are under way, because the handler will not end them. The operation of each error is the call's own name. */
  #disconnect(hresult: number): void {
    this.#questions.cancel();
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
