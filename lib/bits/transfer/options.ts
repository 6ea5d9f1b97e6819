import {
  requireBoolean,
  requireFilledText,
  requireFunction,
  requireInteger,
  requireOneOf,
  requireSignal,
} from '../../com/arguments.js';
import { longestDelay } from '../../com/clock.js';
import { limits } from '../constants.js';
import { type BitsJobSettings, requireSettings } from '../settings.js';
import { requireWatchOptions } from '../watch.js';
import type { StallLimit } from './stall-timer.js';
import { abortActions, type BitsAbortAction, type BitsTransferOptions } from './types.js';

const defaultStallTimeout = 15 * 60_000;

/** Seconds: the minimum of BITS. */
const shortestRetryDelay = 5;

/** The options of a download or an upload that have been checked. */
export interface TransferRequest extends StallLimit {
  readonly onProgress: BitsTransferOptions['onProgress'];
  readonly signal: AbortSignal | undefined;
  readonly onAbort: BitsAbortAction;
  readonly interval: number;
}

/**
 * Returns the checked options, and the settings of the job with the defaults.
 * @throws {TypeError | RangeError} for wrong options
 */
export function requireTransfer({
  name,
  onProgress,
  signal,
  onAbort = 'cancel',
  interval = 1000,
  defaults = 'waiting',
  stallTimeout = defaults === 'bits' ? null : defaultStallTimeout,
  stallCountsPauses = false,
  ...settings
}: BitsTransferOptions & BitsJobSettings): {
  readonly transfer: TransferRequest;
  readonly name: string | undefined;
  readonly settings: BitsJobSettings;
} {
  requireFunction(onProgress, 'onProgress');
  requireSignal(signal);
  requireWatchOptions({ interval });
  requireOneOf(onAbort, 'onAbort', abortActions);
  requireOneOf(defaults, 'defaults', ['waiting', 'bits']);
  if (name !== undefined) requireFilledText(name, 'name', limits.displayName);
  if (stallTimeout !== null) requireInteger(stallTimeout, 'stallTimeout', 1, longestDelay);
  requireBoolean(stallCountsPauses, 'stallCountsPauses');
  requireSettings(settings, 'options');
  const waiting = { priority: 'foreground', minimumRetryDelay: shortestRetryDelay } as const;
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return {
    transfer: { onProgress, signal, onAbort, interval, stallTimeout, stallCountsPauses },
    name,
    settings: { ...(defaults === 'bits' ? {} : waiting), ...given },
  };
}
