import { dirname, join, win32 } from 'node:path';
import {
  incompatibleOptions,
  kindOf,
  requireArray,
  requireBigInt,
  requireBoolean,
  requireFilledText,
  requireObject,
  requireOneOf,
  requireOptions,
  requireText,
  shown,
  wrongType,
  wrongValue,
} from '../../com/arguments.js';
import { limits } from '../constants.js';
import { isWindowsPath, requireFiles, toFullPath } from '../files.js';
import type { CreateBitsJobOptions } from '../job.js';
import { requireTransfer, type TransferRequest } from '../transfer/options.js';
import type { NewFile } from '../verbs.js';
import { digestOf } from './hash.js';
import { type Integrity, requireIntegrity } from './integrity.js';
import {
  type BitsDownloadFallback,
  type BitsDownloadFile,
  type BitsDownloadOptions,
  type BitsExistingAction,
  existingActions,
} from './types.js';

const longestKey = 256;

/** A file of a download whose arguments have been checked. */
export interface RequestedFile {
  /** The file of the call, with the full path. */
  readonly given: BitsDownloadFile;
  /** The URL and its mirrors. */
  readonly urls: readonly string[];
  /** The full path. */
  readonly path: string;
  readonly integrity: Integrity | null;
  readonly size: bigint | null;
}

/** A download whose arguments have been checked. */
export interface DownloadRequest extends TransferRequest {
  readonly files: readonly RequestedFile[];
  /** The files as records for the backend. */
  readonly records: readonly NewFile[];
  /** The options with which the job is created, without its files. */
  readonly job: CreateBitsJobOptions;
  /** Whether the caller has chosen the name of the job. */
  readonly named: boolean;
  readonly key: string | null;
  readonly existing: BitsExistingAction;
  readonly retryAsDynamic: boolean;
  readonly fallback: BitsDownloadFallback;
}

/** Checks the arguments of a download. @throws {TypeError | RangeError} for wrong arguments, before anything changes */
export function requireDownload(
  files: readonly BitsDownloadFile[],
  options: BitsDownloadOptions | undefined,
): DownloadRequest {
  const {
    key,
    existing = key === undefined ? 'ignore' : 'resume',
    retryAsDynamic = true,
    fallback = 'none',
    ...others
  } = requireOptions(options);
  const requested = requireDownloadFiles(files);
  const { transfer, name, settings } = requireTransfer(others);
  requireOneOf(existing, 'existing', existingActions);
  if (key !== undefined) requireFilledText(key, 'key', longestKey);
  if (key === undefined && existing !== 'ignore') throw incompatibleOptions(`existing: '${existing}' requires key`);
  if (key !== undefined && settings.description !== undefined)
    throw incompatibleOptions('key and description exclude each other: the key is stored in the description');
  requireBoolean(retryAsDynamic, 'retryAsDynamic');
  if (typeof fallback === 'string') requireOneOf(fallback, 'fallback', ['none', 'http']);
  else if (typeof fallback !== 'function')
    throw wrongType(`fallback must be none, http or a function, not ${kindOf(fallback)}`);
  const description = key === undefined ? describeUnnamed : describeKey(key, requested);
  return {
    files: requested,
    records: requireFiles(files),
    job: { description, ...settings, name: name ?? defaultName(requested, key) },
    named: name !== undefined,
    key: key ?? null,
    existing,
    ...transfer,
    retryAsDynamic,
    fallback,
  };
}

function requireDownloadFiles(files: readonly BitsDownloadFile[]): RequestedFile[] {
  const entries = requireFiles(files);
  const requested = requireArray(files, 'files', '{ url, path }').map((file, index) => {
    const name = `files[${index}]`;
    const given = requireObject(file, name, '{ url, path }');
    const { url, integrity, size, mirrors } = given;
    const path = toFullPath(entries[index]?.localName ?? given.path);
    return {
      given: { ...given, path },
      urls: [url, ...(mirrors === undefined ? [] : requireMirrors(mirrors, `${name}.mirrors`))],
      path,
      integrity: integrity === undefined ? null : requireIntegrity(integrity, `${name}.integrity`),
      size: size === undefined ? null : requireBigInt(size, `${name}.size`),
    };
  });
  requireDifferentPaths(requested);
  return requested;
}

/** Checks that no two files have the same path: the last one would replace the first. @throws {RangeError} */
function requireDifferentPaths(files: readonly RequestedFile[]): void {
  const indices = new Map<string, number>();
  for (const [index, { path }] of files.entries()) {
    const place = isWindowsPath(path) ? win32.normalize(path).toLowerCase() : path;
    const other = indices.get(place);
    if (other !== undefined)
      throw wrongValue(`files[${index}].path must differ from files[${other}].path, got ${shown(path)}`);
    indices.set(place, index);
  }
}

function requireMirrors(mirrors: readonly string[], name: string): string[] {
  return requireArray(mirrors, name, 'strings').map((mirror, index) => requireText(mirror, `${name}[${index}]`));
}

const prefix = 'winprogress download';

/** The description of the job of a download without a key, by which a filter finds it. */
const describeUnnamed = prefix;

/** Returns the description of the job of a key. It begins with a prefix and ends with the key; the digest of the request is between them. */
function describeKey(key: string, files: readonly RequestedFile[]): string {
  const request = files.map(({ given, path, integrity, size }) => [
    given.url,
    path,
    integrity?.text,
    size?.toString(),
    given.ranges?.map(({ offset, length }) => [String(offset), String(length)]),
  ]);
  return `${prefix} ${shortDigestOf(request)} ${key}`;
}

/** Whether a description is that of a job with this key, for these files or for others. */
export function hasKey(description: string, key: string): boolean {
  return description.startsWith(`${prefix} `) && description.slice(prefix.length + 34) === key;
}

/** Returns the path of a file that has not been verified, in the folder of its target. A later call with the same key computes the same path. */
export function stagingPathOf(path: string, seed: string): string {
  const folderOf = isWindowsPath(path) ? win32 : { dirname, join };
  return folderOf.join(folderOf.dirname(path), `.winprogress-${shortDigestOf([seed, path])}.part`);
}

/** Returns a part of the name of the temporary file of a download without BITS. A later call with the same key computes the same one. */
export function temporaryTagOf(path: string, key: string): string {
  return shortDigestOf([key, path]).toUpperCase();
}

/** Returns 32 hexadecimal digits of the hash of a value. */
function shortDigestOf(value: unknown): string {
  return digestOf(JSON.stringify(value)).slice(0, 32);
}

function defaultName(files: readonly RequestedFile[], key: string | undefined): string {
  const url = files[0]?.given.url ?? '';
  const last = url.split(/[?#]/)[0]?.split('/').at(-1);
  const name = (last === undefined || last === '' ? url : last) || 'download';
  // With a key the name identifies the job before it has its description.
  const suffix = key === undefined ? '' : ` (${shortDigestOf(key).slice(0, 16)})`;
  return `${name.slice(0, limits.displayName - suffix.length)}${suffix}`;
}
