import { requireFilledText, requireObject, requireOptions, requireText, wrongValue } from '../../com/arguments.js';
import { limits } from '../constants.js';
import { requireFiles, toFullPath } from '../files.js';
import type { CreateBitsJobOptions } from '../job.js';
import { requireTransfer, type TransferRequest } from '../transfer/options.js';
import type { BitsUploadOptions } from './types.js';

/** The description of the job of an upload, by which a filter finds it. */
const description = 'winprogress upload';

/** An upload whose arguments have been checked. */
export interface UploadRequest extends TransferRequest {
  readonly url: string;
  /** The full path. */
  readonly path: string;
  readonly job: CreateBitsJobOptions;
  /** Whether the reply is read into memory. */
  readonly readsReply: boolean;
  /** The full path of the file for the reply; null for none. */
  readonly replyPath: string | null;
}

/** Checks the arguments of an upload. @throws {TypeError | RangeError} for wrong arguments, before anything changes */
export function requireUpload(path: string, url: string, options: BitsUploadOptions | undefined): UploadRequest {
  const { reply = false, ...others } = requireOptions(options);
  const file = { url: requireText(url, 'url'), path: toFullPath(requireText(path, 'path')) };
  requireFiles([file]);
  const { transfer, name, settings } = requireTransfer(others);
  const replyPath = requireReplyPath(reply);
  // The file would be replaced by the reply, and by an empty file without one.
  if (replyPath !== null && comparable(replyPath) === comparable(file.path))
    throw wrongValue('reply.path must not be the path of the file that is uploaded');
  return {
    ...file,
    job: {
      description,
      ...settings,
      ...(replyPath === null ? {} : { replyPath }),
      name: name ?? nameOf(file.path),
      type: reply === false ? 'upload' : 'uploadReply',
      files: [file],
    },
    readsReply: reply === true,
    replyPath,
    ...transfer,
  };
}

function requireReplyPath(reply: NonNullable<BitsUploadOptions['reply']>): string | null {
  if (typeof reply === 'boolean') return null;
  const { path } = requireObject(reply, 'reply', 'a boolean or { path }');
  return toFullPath(requireFilledText(path, 'reply.path', limits.path));
}

/** Returns a path for a comparison: Windows compares paths without case, and accepts both separators. */
function comparable(path: string): string {
  return /^(?:[a-z]:|\\\\)/i.test(path) ? path.replaceAll('/', '\\').toLowerCase() : path;
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) || 'upload').slice(0, limits.displayName);
}
