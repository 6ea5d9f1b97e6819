import { requireFilledText, requireObject } from '../com/arguments.js';
import { buildCommandLine, splitCommandLine } from '../com/command-line.js';
import { limits, notify } from './constants.js';
import type { PartialFlags } from './partial-flags.js';
import type { NotifyCommandRecord } from './verbs.js';
import { requireFlags, wordsOfFlags } from './words.js';

/** The events of a job that start its command. */
const commandEvents = { transferred: notify.jobTransferred, error: notify.jobError } as const;

export type BitsNotifyCommandEvent = keyof typeof commandEvents;

/**
 * A program that BITS starts as the owner of the job when the job has been transferred or fails, also when the program that created the job no
 * longer runs. BITS does not start it while a sink is registered (`listen()`, `watch()`), for jobs of service accounts, and when the owner is not
 * logged on. BITS starts it again after the retry delay unless it returns 0.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline.
 */
export interface BitsNotifyCommand {
  /** The full path of the executable; at most 260 characters. */
  readonly program: string;
  /** Its arguments, which are quoted as `CommandLineToArgvW` reads them; at most 4000 characters with the program. */
  readonly arguments?: readonly string[] | undefined;
  /** The events that start it. If they are omitted, the notification flags of the job are not changed; BITS sets both by default. */
  readonly on?: readonly BitsNotifyCommandEvent[] | undefined;
}

/** A command as BITS returns it. */
export interface BitsNotifyCommandInfo {
  readonly program: string;
  /** The result of `CommandLineToArgvW` for the command line, without the first token. */
  readonly arguments: readonly string[];
  /** The command line as BITS returns it; null for none. */
  readonly commandLine: string | null;
}

/** Reads a command. @throws {TypeError | RangeError} for an invalid one */
export function requireNotifyCommand(
  value: unknown,
  name: string,
): { readonly record: NotifyCommandRecord; readonly notifyFlags: PartialFlags | null } {
  const given: { program?: unknown; arguments?: unknown; on?: unknown } = requireObject(
    value,
    name,
    '{ program, arguments, on }',
  );
  const program = requireFilledText(given.program, `${name}.program`, limits.path);
  const parameters = buildCommandLine(program, given.arguments ?? [], {
    maximumLength: limits.commandLine,
    executableName: `${name}.program`,
    argumentsName: `${name}.arguments`,
  });
  if (given.on === undefined) return { record: { program, parameters }, notifyFlags: null };
  const events = requireFlags(given.on, `${name}.on`, commandEvents);
  return {
    record: { program, parameters },
    // With disabled notifications, the job would start nothing.
    notifyFlags: { mask: notify.jobTransferred | notify.jobError | notify.disable, value: events },
  };
}

export function toNotifyCommand({ program, parameters }: NotifyCommandRecord): BitsNotifyCommandInfo {
  return {
    program,
    arguments: parameters === null ? [] : splitCommandLine(parameters).slice(1),
    commandLine: parameters,
  };
}

/** `BG_NOTIFY_…`. */
const notifyFlagTable = {
  transferred: notify.jobTransferred,
  error: notify.jobError,
  disabled: notify.disable,
  modification: notify.jobModification,
  fileTransferred: notify.fileTransferred,
  fileRangesTransferred: notify.fileRangesTransferred,
} as const;

/**
 * The events for which BITS calls a job's sink or starts its command; with `'disabled'` it does neither.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-setnotifyflags.
 */
export type BitsNotifyFlag = keyof typeof notifyFlagTable;

/** Reads notification flags. @throws {TypeError | RangeError} for invalid flags */
export function requireNotifyFlags(value: unknown, name: string): number {
  return requireFlags(value, name, notifyFlagTable);
}

/** Returns the words for notification flags. Unknown flags are combined in one number at the end. */
export function toNotifyFlags(flags: number): (BitsNotifyFlag | number)[] {
  return wordsOfFlags(flags, notifyFlagTable);
}
