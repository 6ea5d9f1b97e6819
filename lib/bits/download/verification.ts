import type { BitsFileSnapshot } from '../files.js';
import type { BitsTransferSnapshot } from '../snapshot.js';
import type { DownloadContext } from './context.js';
import { BitsDownloadError } from './error.js';
import { wrongHash, wrongSize } from './fallback.js';
import { hashFile } from './integrity.js';
import type { JobSource } from './job-source.js';
import type { DownloadRequest, RequestedFile } from './request.js';

/** Compares the files of a download with their expected sizes and hashes. */
export class Verification {
  readonly #context: DownloadContext;
  readonly #files: readonly RequestedFile[];
  #checked = '';

  constructor(context: DownloadContext, { files }: DownloadRequest) {
    this.#context = context;
    this.#files = files;
  }

  get hasHashes(): boolean {
    return this.#files.some(({ integrity }) => integrity !== null);
  }

  /** Compares the sizes; called when more of them may have become known. @throws {BitsDownloadError} `ERR_DOWNLOAD_SIZE` */
  async checkSizes({ job }: JobSource, snapshot: BitsTransferSnapshot): Promise<void> {
    if (this.#files.every(({ size }) => size === null)) return;
    const { state, bytesTotal, filesTransferred, bytesTransferred } = snapshot;
    const expected = this.#files.reduce(
      (sum: bigint | null, { size }) => (sum === null || size === null ? null : sum + size),
      0n,
    );
    const known = JSON.stringify([
      state,
      bytesTotal?.toString(),
      filesTransferred,
      expected !== null && bytesTransferred > expected,
    ]);
    if (known === this.#checked) return;
    this.#checked = known;
    for (const [index, file] of (await job.files()).entries()) this.#checkSize(this.#files[index], file, snapshot);
  }

  #checkSize(
    file: RequestedFile | undefined,
    { bytesTotal, bytesTransferred }: BitsFileSnapshot,
    { state }: BitsTransferSnapshot,
  ): void {
    if (file === undefined || file.size === null) return;
    const done = state === 'transferred';
    const wrong = done ? bytesTransferred : (bytesTotal ?? bytesTransferred);
    if (wrong === file.size || (bytesTotal === null && !done && wrong < file.size)) return;
    throw wrongSize(file, wrong);
  }

  /** Compares the temporary files of a transferred job. @throws {BitsDownloadError} `ERR_DOWNLOAD_INTEGRITY` */
  async checkTemporaryFiles({ job }: JobSource, signal: AbortSignal): Promise<void> {
    if (!this.hasHashes) return;
    const opened = await job.openFiles();
    for (const [index, file] of this.#files.entries()) {
      const path = file.integrity === null ? undefined : await opened[index]?.getTemporaryPath();
      if (path !== undefined) await this.#checkHash(file, path, signal);
    }
  }

  /** Compares files under these paths. @throws {BitsDownloadError} `ERR_DOWNLOAD_INTEGRITY` */
  async checkPlaces(placeOf: (file: RequestedFile) => string): Promise<void> {
    for (const file of this.#files) {
      if (file.integrity !== null) await this.#checkHash(file, placeOf(file));
    }
  }

  async #checkHash(file: RequestedFile, path: string, signal?: AbortSignal): Promise<void> {
    if (file.integrity === null) return;
    let actual: string;
    try {
      actual = await hashFile(this.#context.files, path, file.integrity, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      // Deleted or blocked by another program, such as a virus scanner.
      throw new BitsDownloadError('ERR_DOWNLOAD_INTEGRITY', `${file.path} cannot be read to verify it`, file.given, {
        cause,
      });
    }
    if (actual !== file.integrity.text) throw wrongHash(file, actual);
  }
}
