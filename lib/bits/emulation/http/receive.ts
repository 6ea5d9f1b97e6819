import { writev } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { JobFile } from '../job-file.js';
import type { TransferObserver } from '../transport.js';
import { toLocalFailure } from './temporary-file.js';

// Measured with 64 KiB blocks, the method of FileHandle takes nearly half as much processor time again.
const writeBlocks = promisify(writev);

/**
 * Writes blocks, alone or several at once, to the end of a file as fast as the disk takes them; the next are taken when the last are
 * written. When the promise settles, nothing is written any more.
 */
export async function receiveBlocks(
  file: JobFile,
  handle: FileHandle,
  arrivals: AsyncIterable<Buffer | readonly Buffer[]>,
  observer: TransferObserver,
  signal: AbortSignal,
): Promise<void> {
  for await (const arrived of arrivals) {
    if (signal.aborted) return;
    const blocks = Buffer.isBuffer(arrived) ? [arrived] : arrived;
    const bytes = await writeAll(handle, blocks, Number(file.transferred));
    file.transferred += BigInt(bytes);
    observer.progressed();
  }
}

/** @returns how many bytes the blocks have @throws {TransferFailure} */
async function writeAll(handle: FileHandle, blocks: readonly Buffer[], position: number): Promise<number> {
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
  try {
    for (let written = 0; written < bytes; ) {
      const { bytesWritten } = await writeBlocks(handle.fd, without(blocks, written), position + written);
      written += bytesWritten;
    }
    return bytes;
  } catch (error) {
    throw toLocalFailure(error);
  }
}

/** Some blocks without their first bytes. */
function without(blocks: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  return blocks.flatMap((block) => {
    const skipped = Math.min(left, block.length);
    left -= skipped;
    return skipped === block.length ? [] : [block.subarray(skipped)];
  });
}
