import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { BitsDownloadFile, BitsDownloadOptions } from '../../index.js';
import { HResultError, hresults, isHResult } from '../../index.js';
import { UsageError, withHint } from '../errors.js';
import { parseUrl } from '../options.js';
import type { TransferSettings } from './settings.js';

/** The files of `winprogress get`, and how they are downloaded. */
export interface GetRequest {
  readonly files: readonly BitsDownloadFile[];
  readonly settings: TransferSettings & Pick<BitsDownloadOptions, 'dynamicContent'>;
  /** Options that a group does not support. */
  readonly limits: Pick<BitsDownloadOptions, 'fallback' | 'stallTimeout'>;
}

/** Prefixes of the display names of the jobs of `winprogress get` and `winprogress put`. */
const downloadPrefix = 'winprogress get ';
const uploadPrefix = 'winprogress put ';
const longestName = 256;

/** The display names of the jobs that this command line creates. */
export const ownNames = new RegExp(`^(?:${downloadPrefix}|${uploadPrefix})`);

/** Returns the display name of the job of a download. */
export function nameOf({ files }: GetRequest): string {
  return `${downloadPrefix}${basename(files[0]?.path ?? '')}`.slice(0, longestName);
}

/** Returns the display name of the job of an upload. */
export function uploadNameOf(path: string): string {
  return `${uploadPrefix}${basename(path)}`.slice(0, longestName);
}

/** Returns the key that identifies the downloads to the same files, also those of earlier runs. */
export function keyOf({ files }: GetRequest): string {
  const paths = JSON.stringify(files.map(({ path }) => path));
  return `winprogress get ${createHash('sha256').update(paths).digest('hex').slice(0, 32)}`;
}

/**
 * Returns the files of the arguments: pairs of a URL and a target.
 * @throws {UsageError} for an odd number of arguments, another number of hashes, and equal targets
 */
export function toFiles(args: readonly string[], hashes: readonly string[]): BitsDownloadFile[] {
  if (args.length % 2 !== 0) throw new UsageError(`a target file is missing for ${args.at(-1)}`);
  const files = Array.from({ length: args.length / 2 }, (_, index) => ({
    url: requireUrl(args[2 * index] ?? ''),
    path: toFullPath(args[2 * index + 1] ?? ''),
    ...(hashes[index] === undefined ? {} : { integrity: hashes[index] }),
  }));
  if (hashes.length > 0 && hashes.length !== files.length) {
    throw new UsageError(`--sha256 must be given once for each file: ${files.length} files, ${hashes.length} hashes`);
  }
  const [repeated] = files.filter(({ path }, index) => files.findIndex((file) => file.path === path) < index);
  if (repeated !== undefined) throw new UsageError(`two URLs have the same target: ${repeated.path}`);
  return files;
}

function requireUrl(text: string): string {
  try {
    return parseUrl(text);
  } catch {
    throw new UsageError(`not a valid URL: ${text}`);
  }
}

/**
 * Returns the full path of a target file. A Windows path is left unchanged on other platforms, where the emulation rejects it.
 * @throws {UsageError} for an empty path; {HResultError} `ERROR_PATH_NOT_FOUND` if the current directory has been deleted
 */
export function toFullPath(path: string): string {
  if (path === '') throw new UsageError('a target file must not be empty');
  if (process.platform !== 'win32' && /^(?:[a-z]:|\\)/i.test(path)) return path;
  try {
    return resolve(path);
  } catch (cause) {
    // The current directory has been deleted.
    throw new HResultError(hresults.ERROR_PATH_NOT_FOUND, 'GetFullPathNameW', 'localFile', { cause });
  }
}

/** Throws the same error. For the job limit, the error names the commands that help. */
export function explainJobLimit(error: unknown): never {
  if (isHResult(error, 'BG_E_TOO_MANY_JOBS_PER_USER', 'BG_E_TOO_MANY_JOBS_PER_MACHINE')) {
    const hint = 'list them with winprogress jobs; cancel them with winprogress job cancel or winprogress jobs clean';
    throw withHint(error, hint);
  }
  throw error;
}
