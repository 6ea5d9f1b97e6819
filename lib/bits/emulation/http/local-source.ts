import type { FileHandle } from 'node:fs/promises';
import { constants, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { errorCode } from '../../../com/thrown.js';
import { remoteFailure } from '../../http/http-results.js';
import { hresultOf } from '../../http/local-errors.js';
import type { RemoteFile } from '../../http/remote-file.js';
import { TransferFailure } from '../../http/transfer-failure.js';

/** The number of bytes that are read at once. */
const blockSize = 1024 * 1024;

/** A regular file of a `file:` URL, on this machine or on a mounted file system. */
export class LocalSource {
  readonly #handle: FileHandle;
  /** The properties of the file, in the form in which responses of servers are compared. */
  readonly file: RemoteFile;
  readonly size: bigint;
  readonly modified: Date;

  private constructor(handle: FileHandle, url: string, size: bigint, nanoseconds: bigint) {
    this.#handle = handle;
    this.size = size;
    this.file = { place: url, size, entityTag: null, modified: String(nanoseconds), encoding: null };
    this.modified = new Date(Number(nanoseconds / 1_000_000n));
  }

  /** Opens a regular file. @throws {TransferFailure} at once for another kind of file: a pipe could block forever */
  static async open(url: string): Promise<LocalSource> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(fileURLToPath(url), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      const status = await handle.stat({ bigint: true });
      if (status.isDirectory()) throw remoteFailure(hresults.E_ACCESSDENIED);
      if (!status.isFile()) throw remoteFailure(hresults.ERROR_BAD_FILE_TYPE);
      return new LocalSource(handle, url, status.size, status.mtimeNs);
    } catch (error) {
      await handle?.close();
      throw error instanceof TransferFailure ? error : toFailure(error);
    }
  }

  /** Returns the blocks from a position to the end. @throws {TransferFailure} */
  async *blocks(start: bigint): AsyncGenerator<Buffer[], void> {
    let position = start;
    while (position < this.size) {
      const block = Buffer.allocUnsafe(blockSize);
      const { bytesRead } = await this.#handle.read(block, 0, blockSize, Number(position)).catch((error: unknown) => {
        throw toFailure(error);
      });
      if (bytesRead === 0) return;
      position += BigInt(bytesRead);
      yield [block.subarray(0, bytesRead)];
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function toFailure(error: unknown): TransferFailure {
  const code = errorCode(error);
  return remoteFailure(code === 'ENOENT' || code === 'ENOTDIR' ? hresults.ERROR_FILE_NOT_FOUND : hresultOf(error));
}
