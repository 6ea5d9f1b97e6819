import { resolve } from 'node:path';
import { requireArray, requireObject, requireText, wrongValue } from '../com/arguments.js';
import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import { type BitsByteRange, requireRanges } from './ranges.js';
import { toTotal } from './snapshot.js';
import type { FileName, FileRangeRecord, FileRecord, NewFile } from './verbs.js';

/** A file to transfer: where it comes from, and the full path of the local file. */
export interface BitsFileEntry {
  /**
   * The remote name of `BG_FILE_INFO`: a URL, or the full path of a file (`C:\folder\file`,
   * `\\server\share\file`), which groups do not accept.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_file_info.
   */
  readonly url: string;
  readonly path: string;
}

/** A file to add to a job. */
export interface BitsNewFile extends BitsFileEntry {
  /**
   * The ranges to download, in the order in which they follow one another in the local file (`AddFileWithRanges`); at most 500 unless a policy
   * allows more. The whole file by default.
   * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-addfilewithranges.
   */
  readonly ranges?: readonly BitsByteRange[] | undefined;
}

/**
 * A file of a job with its progress.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/ns-bits-bg_file_progress.
 */
export interface BitsFileSnapshot extends BitsFileEntry, JsonSerializable {
  readonly bytesTransferred: bigint;
  /** Null while the size is not known, `0n` when the file is known to be empty. */
  readonly bytesTotal: bigint | null;
  /** For downloads: true after `complete()` has renamed the file to its final name. */
  readonly completed: boolean;
}

/**
 * Checks the files of a call and converts them for the backend.
 * @throws {TypeError} when it is not an array of `{ url, path, ranges }`; {RangeError} when it is empty, a name has a NUL, or ranges are not valid
 */
export function requireFiles(files: unknown): NewFile[] {
  const entries = requireArray(files, 'files', '{ url, path }');
  if (entries.length === 0) throw wrongValue('files must not be empty');
  return entries.map((file, index) => {
    const { url, path, ranges }: { url?: unknown; path?: unknown; ranges?: unknown } = requireObject(
      file,
      `files[${index}]`,
      '{ url, path }',
    );
    return {
      remoteName: requireText(url, `files[${index}].url`),
      localName: requireText(path, `files[${index}].path`),
      ...(ranges === undefined ? {} : { ranges: requireRanges(ranges, `files[${index}].ranges`) }),
    };
  });
}

/**
 * Checks files of a group, which downloads no ranges.
 * @throws {TypeError | RangeError} in the cases of {@link requireFiles}, and for ranges
 */
export function requireWholeFiles(files: unknown): FileName[] {
  const entries = requireFiles(files);
  const index = entries.findIndex((file) => file.ranges !== undefined);
  if (index >= 0) throw wrongValue(`files[${index}].ranges must be left out: a group downloads whole files`);
  return entries;
}

/** A file of which ranges are downloaded. */
interface FileWithRanges {
  readonly name: FileName;
  readonly ranges: readonly FileRangeRecord[];
}

/** Groups the files of a job by the calls that add them: consecutive whole files in one call, each file with ranges in a call of its own. */
export function groupFiles(files: readonly NewFile[]): (FileName[] | FileWithRanges)[] {
  const groups: (FileName[] | FileWithRanges)[] = [];
  for (const { ranges, ...name } of files) {
    const last = groups.at(-1);
    if (ranges !== undefined) groups.push({ name, ranges });
    else if (Array.isArray(last)) last.push(name);
    else groups.push([name]);
  }
  return groups;
}

export function toFileEntry(name: FileName): BitsFileEntry {
  return { url: name.remoteName, path: name.localName };
}

export function toFileSnapshot(record: FileRecord): BitsFileSnapshot {
  return serializable({
    ...toFileEntry(record),
    bytesTransferred: record.bytesTransferred,
    bytesTotal: toTotal(record.bytesTotal),
    completed: record.completed,
  });
}

/** Whether a path has the form of Windows: it begins with a drive, or with a backslash. */
export function isWindowsPath(path: string): boolean {
  return /^(?:[a-z]:|\\)/i.test(path);
}

/**
 * Resolves a path against the current directory. A Windows path is returned unchanged on other platforms: `AddFile` refuses it there unless the
 * transport can write to it.
 * @throws {HResultError} `ERROR_PATH_NOT_FOUND` if the current directory has been deleted
 */
export function toFullPath(path: string): string {
  if (isWindowsPath(path)) return process.platform === 'win32' ? resolve(path) : path;
  try {
    return resolve(path);
  } catch (error) {
    // The current folder has been deleted.
    const failure = new HResultError(hresults.ERROR_PATH_NOT_FOUND, 'GetFullPathNameW', 'localFile');
    failure.cause = error;
    throw failure;
  }
}
