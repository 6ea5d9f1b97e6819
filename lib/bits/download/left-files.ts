import { temporaryPathOf } from '../http/temporary-name.js';
import type { DownloadContext } from './context.js';
import { type DownloadRequest, stagingPathOf, temporaryTagOf } from './request.js';

/**
 * Deletes the files that an earlier process with the key has left: those of a job that it has completed and not given their names, and those of a
 * download without BITS. Does nothing with `existing: 'ignore'`.
 */
export async function deleteLeftFiles(
  { files: disk }: DownloadContext,
  { key, existing, files }: DownloadRequest,
): Promise<void> {
  if (key === null || existing === 'ignore') return;
  const left = files.flatMap(({ path }) => [
    stagingPathOf(path, key),
    temporaryPathOf(path, temporaryTagOf(path, key)),
  ]);
  await Promise.all(left.map((path) => disk.remove(path).catch(() => {})));
}
