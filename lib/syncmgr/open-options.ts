import type { SignalOptions } from '../com/abort.js';
import { requireBoolean, requireFunction, requireOptions, requireSignal, requireWord } from '../com/arguments.js';
import { requireAnswerTimeout } from '../com/questions.js';
import { initializeEvents, initializeFlags } from './constants.js';
import type { SyncManagerInitializeEvent } from './definition.js';
import { requireInitializeCookie } from './invoke.js';
import type { SyncManagerMessageEvent } from './sync-events.js';
import type { HandlerSettings } from './verbs.js';

/** Whether a dialog may be shown: a fixed value, or a function that decides each time. */
export type SyncManagerUserInterfaceDecision = boolean | (() => boolean | Promise<boolean>);

/** The options for opening a handler. */
export interface OpenSyncManagerHandlerOptions extends SignalOptions {
  /** The reason; `'manual'` by default. */
  readonly event?: SyncManagerInitializeEvent | undefined;
  /** A settings dialog is open (`SYNCMGRFLAG_SETTINGS`); false by default. */
  readonly settings?: boolean | undefined;
  /** The handler may show dialogs without a request of the user (`SYNCMGRFLAG_MAYBOTHERUSER`); false by default. */
  readonly mayBotherUser?: boolean | undefined;
  /** Data for the handler, as `UpdateItems` passes them with the event `'invoke'`. No bytes are no cookie. */
  readonly cookie?: Uint8Array | undefined;
  /**
   * The answer to `EnableModeless(TRUE)`, with which a handler requests permission to show a dialog; false by default. The handler waits for a
   * function's promise, and may be called in the meantime. There is one dialog at a time: while it is open, others are refused.
   */
  readonly userInterface?: SyncManagerUserInterfaceDecision | undefined;
  /** Milliseconds that the function has for its answer, 1 to 2^31-1; 30 000 by default. After that the dialog is refused. */
  readonly answerTimeout?: number | undefined;
  /** Called with the messages of the handler while no synchronisation is under way, such as a log entry of `showError()`. */
  readonly onMessage?: ((event: SyncManagerMessageEvent) => void) | undefined;
  /**
   * Called with the reason for which a dialog was refused: the value that `userInterface` has thrown, or an `AnswerTimeoutError`; and with the value
   * that `onMessage` has thrown. By default the reason for a dialog is a warning of the process, and an error of `onMessage` an uncaught exception.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The answers to a handler that requests a dialog, and the listeners of all other events. */
export interface HandlerAnswers {
  readonly userInterface: (() => boolean | Promise<boolean>) | undefined;
  readonly answerTimeout: number;
  readonly onMessage: ((event: SyncManagerMessageEvent) => void) | undefined;
  readonly onError: ((error: unknown) => void) | undefined;
}

/** Reads the options and fills in the defaults. @throws {TypeError | RangeError} for wrong options */
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
  const answerTimeout = requireAnswerTimeout(given.answerTimeout);
  return {
    signal,
    settings: {
      flags,
      cookie: requireInitializeCookie(cookie),
      userInterface: decides ? 'ask' : userInterface ? 'allow' : 'refuse',
      answerTimeout,
    },
    answers: {
      userInterface: decides ? userInterface.bind(options) : undefined,
      answerTimeout,
      onMessage: given.onMessage?.bind(options),
      onError: given.onError?.bind(options),
    },
  };
}
