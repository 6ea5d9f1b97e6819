import type { FileHandle } from 'node:fs/promises';
import { invalidResponseFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import type { TransferObserver } from '../transport.js';
import { toLocalFailure, truncateFile } from './temporary-file.js';

/**
 * Writes blocks to the end of a file as fast as the disk takes them; the next is read when the last is written.
 * @throws {TransferFailure} also when there are bytes beyond `end`: what the server sends is not what it announced
 */
export async function receiveBlocks(
  file: JobFile,
  handle: FileHandle,
  blocks: AsyncIterable<Buffer>,
  end: bigint | null,
  observer: TransferObserver,
  signal: AbortSignal,
): Promise<void> {
  for await (const block of blocks) {
    if (signal.aborted) return;
    if (end !== null && file.transferred + BigInt(block.length) > end) {
      await truncateFile(handle);
      file.restart();
      throw invalidResponseFailure();
    }
    await writeAll(handle, block, Number(file.transferred));
    file.transferred += BigInt(block.length);
    observer.progressed();
  }
}

async function writeAll(handle: FileHandle, block: Buffer, position: number): Promise<void> {
  try {
    for (let offset = 0; offset < block.length; ) {
      const { bytesWritten } = await handle.write(block, offset, block.length - offset, position + offset);
      offset += bytesWritten;
    }
  } catch (error) {
    throw toLocalFailure(error);
  }
}
