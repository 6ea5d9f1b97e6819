import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { errorContext } from '../states.js';
import { TransferFailure } from '../transport.js';
import { errorCode } from './exchange.js';

/** Bytes read at once. */
const blockSize = 1024 * 1024;

/** A file of this machine, or of one that it has mounted, that a `file:` URL names. */
export class LocalSource {
  readonly #handle: FileHandle;
  readonly size: bigint;
  /** Its time stamp. */
  readonly version: string;

  private constructor(handle: FileHandle, size: bigint, version: string) {
    this.#handle = handle;
    this.size = size;
    this.version = version;
  }

  /** @throws {TransferFailure} */
  static async open(url: string): Promise<LocalSource> {
    try {
      const handle = await open(fileURLToPath(url), 'r');
      const { size, mtimeNs } = await handle.stat({ bigint: true });
      return new LocalSource(handle, size, String(mtimeNs));
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** The blocks from a position to the end. @throws {TransferFailure} */
  async *blocks(start: bigint): AsyncGenerator<Buffer, void> {
    let position = start;
    while (position < this.size) {
      const block = Buffer.allocUnsafe(blockSize);
      const { bytesRead } = await this.#handle.read(block, 0, blockSize, Number(position)).catch((error: unknown) => {
        throw toFailure(error);
      });
      if (bytesRead === 0) return;
      position += BigInt(bytesRead);
      yield block.subarray(0, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function toFailure(error: unknown): TransferFailure {
  const code = errorCode(error);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const hresult = missing
    ? hresults.ERROR_FILE_NOT_FOUND
    : code === 'EACCES'
      ? hresults.E_ACCESSDENIED
      : hresults.E_FAIL;
  return new TransferFailure(hresult, errorContext.remoteFile, false);
}
