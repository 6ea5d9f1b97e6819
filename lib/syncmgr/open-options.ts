import type { SignalOptions } from '../com/abort.js';
import {
  requireBoolean,
  requireBytes,
  requireFunction,
  requireOptions,
  requireSignal,
  requireWord,
} from '../com/arguments.js';
import { requireAnswerTimeout } from '../com/questions.js';
import { initializeEvents, initializeFlags } from './constants.js';
import type { SyncManagerInitializeEvent } from './definition.js';
import type { SyncManagerMessageEvent } from './sync-events.js';
import type { HandlerSettings } from './verbs.js';

/** Whether a dialog may be shown: known beforehand, or decided each time. */
export type SyncManagerUserInterfaceDecision = boolean | (() => boolean | Promise<boolean>);

/** How a handler is opened. */
export interface OpenSyncManagerHandlerOptions extends SignalOptions {
  /** Why: `'manual'` by default. */
  readonly event?: SyncManagerInitializeEvent | undefined;
  /** A settings dialog is open (`SYNCMGRFLAG_SETTINGS`); false by default. */
  readonly settings?: boolean | undefined;
  /** The handler may show dialogs of its own accord (`SYNCMGRFLAG_MAYBOTHERUSER`); false by default. */
  readonly mayBotherUser?: boolean | undefined;
  /** Data for the handler, as `UpdateItems` passes them on with the event `'invoke'`. */
  readonly cookie?: Uint8Array | undefined;
  /**
   * What `EnableModeless(TRUE)` answers, with which a handler asks whether it may show a dialog; false by default. The handler waits for
   * a function's promise, and may be called meanwhile. One dialog at a time: while it is open, others are refused.
   */
  readonly userInterface?: SyncManagerUserInterfaceDecision | undefined;
  /** Milliseconds that the function has for its answer, 1 to 2^31-1; 30 000 by default. Then the dialog is refused. */
  readonly answerTimeout?: number | undefined;
  /** Called with the messages of the handler while no synchronisation is followed, such as a log entry of `showError()`. */
  readonly onMessage?: ((event: SyncManagerMessageEvent) => void) | undefined;
  /** Why a dialog was refused: what `userInterface` threw, or an `AnswerTimeoutError`. Left out: a warning of the process. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The answers to a handler that asks for a dialog, and the listeners of everything else. */
export interface HandlerAnswers {
  readonly userInterface: (() => boolean | Promise<boolean>) | undefined;
  readonly answerTimeout: number;
  readonly onMessage: ((event: SyncManagerMessageEvent) => void) | undefined;
  readonly onError: ((error: unknown) => void) | undefined;
}

/** @throws {TypeError | RangeError} for wrong options */
export function requireOpenOptions(options: OpenSyncManagerHandlerOptions | undefined): {
  readonly settings: HandlerSettings;
  readonly answers: HandlerAnswers;
  readonly signal: AbortSignal | undefined;
} {
  const given = requireOptions(options);
  const { event = 'manual', settings = false, mayBotherUser = false, cookie, userInterface = false } = given;
  const flags =
    (requireWord(event, 'event', initializeEvents) + 1) |
    (requireBoolean(settings, 'settings') ? initializeFlags.settings : 0) |
    (requireBoolean(mayBotherUser, 'mayBotherUser') ? initializeFlags.mayBotherUser : 0);
  const decides = typeof userInterface === 'function';
  if (!decides) requireBoolean(userInterface, 'userInterface');
  const signal = requireSignal(given.signal);
  requireFunction(given.onMessage, 'onMessage');
  requireFunction(given.onError, 'onError');
  return {
    signal,
    settings: {
      flags,
      cookie: cookie === undefined ? null : requireBytes(cookie, 'cookie'),
      userInterface: decides ? 'ask' : userInterface ? 'allow' : 'refuse',
    },
    answers: {
      userInterface: decides ? userInterface.bind(options) : undefined,
      answerTimeout: requireAnswerTimeout(given.answerTimeout),
      onMessage: given.onMessage?.bind(options),
      onError: given.onError?.bind(options),
    },
  };
}
