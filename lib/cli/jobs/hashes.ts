import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { BitsJob } from '../../index.js';
import { TransferError, UsageError } from '../errors.js';

/**
 * Compares the SHA-256 of the temporary files of a job, before they are moved to their final names.
 * @param hashes in hexadecimal, in the order of the files
 * @throws {TransferError} `ERR_TRANSFER_INTEGRITY`; {UsageError} if the number of hashes is not the number of files
 */
export async function checkHashes(
  job: BitsJob,
  hashes: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const files = await job.openFiles();
  if (files.length !== hashes.length) {
    throw new UsageError(`--sha256 must be given once for each file: ${files.length} files, ${hashes.length} hashes`);
  }
  for (const [index, file] of files.entries()) {
    const hash = await hashOf(await file.getTemporaryPath(), signal);
    const wanted = hashes[index];
    if (hash === wanted) continue;
    const text = `the file has another SHA-256: expected ${wanted}, got ${hash}; file ${file.url} (${file.path})`;
    throw new TransferError('ERR_TRANSFER_INTEGRITY', text);
  }
}

async function hashOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  return hash.digest('hex');
}
