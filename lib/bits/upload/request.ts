import {
  requireBoolean,
  requireFilledText,
  requireFunction,
  requireInteger,
  requireObject,
  requireOneOf,
  requireOptions,
  requireSignal,
  requireText,
} from '../../com/arguments.js';
import { longestDelay } from '../../com/clock.js';
import { limits } from '../constants.js';
import type { StallLimit } from '../download/stall-timer.js';
import { abortActions, type BitsAbortAction } from '../download/types.js';
import { requireFiles, toFullPath } from '../files.js';
import type { CreateBitsJobOptions } from '../job.js';
import { requireSettings } from '../settings.js';
import { requireWatchOptions } from '../watch.js';
import type { BitsUploadOptions } from './types.js';

const defaultStallTimeout = 15 * 60_000;

/** Seconds: the minimum of BITS. */
const shortestRetryDelay = 5;

/** The description of the job of an upload, by which a filter finds it. */
const description = 'winprogress upload';

/** An upload whose arguments have been checked. */
export interface UploadRequest extends StallLimit {
  readonly url: string;
  /** The full path. */
  readonly path: string;
  readonly job: CreateBitsJobOptions;
  /** Whether the reply is read into memory. */
  readonly readsReply: boolean;
  /** The full path of the file for the reply; null for none. */
  readonly replyPath: string | null;
  readonly onProgress: BitsUploadOptions['onProgress'];
  readonly signal: AbortSignal | undefined;
  readonly onAbort: BitsAbortAction;
  readonly interval: number;
}

/** @throws {TypeError | RangeError} for wrong arguments, before anything changes */
export function requireUpload(path: string, url: string, options: BitsUploadOptions | undefined): UploadRequest {
  const {
    name,
    reply = false,
    onProgress,
    signal,
    onAbort = 'cancel',
    interval = 1000,
    defaults = 'waiting',
    stallTimeout = defaults === 'bits' ? null : defaultStallTimeout,
    stallCountsPauses = false,
    ...settings
  } = requireOptions(options);
  const file = { url: requireText(url, 'url'), path: toFullPath(requireText(path, 'path')) };
  requireFiles([file]);
  requireFunction(onProgress, 'onProgress');
  requireSignal(signal);
  requireWatchOptions({ interval });
  requireOneOf(onAbort, 'onAbort', abortActions);
  requireOneOf(defaults, 'defaults', ['waiting', 'bits']);
  if (name !== undefined) requireFilledText(name, 'name', limits.displayName);
  if (stallTimeout !== null) requireInteger(stallTimeout, 'stallTimeout', 1, longestDelay);
  requireBoolean(stallCountsPauses, 'stallCountsPauses');
  requireSettings(settings, 'options');
  const replyPath = requireReplyPath(reply);
  const waiting = { priority: 'foreground', minimumRetryDelay: shortestRetryDelay } as const;
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return {
    ...file,
    job: {
      description,
      ...(defaults === 'bits' ? {} : waiting),
      ...given,
      ...(replyPath === null ? {} : { replyPath }),
      name: name ?? nameOf(file.path),
      type: reply === false ? 'upload' : 'uploadReply',
      files: [file],
    },
    readsReply: reply === true,
    replyPath,
    onProgress,
    signal,
    onAbort,
    interval,
    stallTimeout,
    stallCountsPauses,
  };
}

function requireReplyPath(reply: NonNullable<BitsUploadOptions['reply']>): string | null {
  if (typeof reply === 'boolean') return null;
  const { path } = requireObject(reply, 'reply', 'a boolean or { path }');
  return toFullPath(requireFilledText(path, 'reply.path', limits.path));
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) || 'upload').slice(0, limits.displayName);
}
