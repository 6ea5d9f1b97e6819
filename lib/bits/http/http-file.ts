import { createReadStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { FileName, FileRangeRecord } from '../file-verbs.js';
import type { DirectFile } from './direct-transport.js';
import { downloadFile } from './file-download.js';
import { discardBody, HttpClient } from './http-client.js';
import { toLocalFailure } from './local-errors.js';
import type { RemoteFile } from './remote-file.js';
import { sendRequest } from './requests.js';
import { sizeOfRanges } from './spans.js';
import { checkTarget } from './target.js';
import { discardFile } from './temporary-file.js';
import { createTemporaryTag, temporaryNameOf } from './temporary-name.js';
import type { TransferFile } from './transfer-file.js';
import type { TransferObserver, TransferTerms } from './transfer-terms.js';

/** A file that is downloaded over HTTP to the disk of this machine. */
export class HttpFile implements DirectFile {
  readonly file: DownloadedFile;
  readonly #terms: TransferTerms;
  readonly #client = new HttpClient();

  constructor(
    name: FileName,
    ranges: readonly FileRangeRecord[] | null,
    terms: TransferTerms,
    temporaryTag = createTemporaryTag(),
  ) {
    this.file = new DownloadedFile(name, ranges, temporaryTag);
    this.#terms = terms;
  }

  async transfer(observer: TransferObserver, signal: AbortSignal): Promise<void> {
    const { file } = this;
    try {
      await downloadFile({ client: this.#client, file, terms: this.#terms, policy: 'lenient', observer, signal });
    } finally {
      this.#client.close();
    }
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    const { file } = this;
    const stream: AsyncIterable<Uint8Array> = createReadStream(file.placed ? file.localName : temporaryNameOf(file));
    try {
      yield* stream;
    } catch (error) {
      throw toLocalFailure(error);
    }
  }

  async place(): Promise<void> {
    const { file } = this;
    await checkTarget(file.localName);
    try {
      await rename(temporaryNameOf(file), file.localName);
    } catch (error) {
      throw toLocalFailure(error);
    }
    file.temporaryName = null;
    file.placed = true;
  }

  async discard(): Promise<void> {
    await discardFile(this.file);
  }
}

/** Reads the version of a file from its server with HEAD. Resolves to null for a response without the file. @throws {TransferFailure} */
export async function readVersion(
  name: FileName,
  terms: TransferTerms,
  signal: AbortSignal,
): Promise<RemoteFile | null> {
  const client = new HttpClient();
  try {
    const { response, answer } = await sendRequest(
      client,
      'HEAD',
      new DownloadedFile(name, null, null),
      terms,
      {},
      signal,
    );
    discardBody(response);
    return answer.status === 200 ? answer.file : null;
  } finally {
    client.close();
  }
}

/** The state of a file that does not belong to a job. */
class DownloadedFile implements TransferFile {
  remoteName: string;
  readonly givenName: string;
  readonly localName: string;
  readonly ranges: readonly FileRangeRecord[] | null;
  readonly access = null;
  readonly direct = false;
  known: RemoteFile | null = null;
  total: bigint | null = null;
  transferred = 0n;
  temporaryName: string | null = null;
  temporaryTag: string | null;
  responseHeaders = '';
  /** Whether the file has its final name. */
  placed = false;

  constructor(
    { remoteName, localName }: FileName,
    ranges: readonly FileRangeRecord[] | null,
    temporaryTag: string | null,
  ) {
    this.remoteName = remoteName;
    this.givenName = remoteName;
    this.localName = localName;
    this.ranges = ranges;
    this.temporaryTag = temporaryTag;
  }

  redirect(url: string): void {
    this.remoteName = url;
  }

  restart(): void {
    this.known = null;
    this.transferred = 0n;
  }

  finish(): void {
    this.total = this.transferred;
  }

  fill(): void {}

  sizeOf(size: bigint): bigint {
    return this.ranges === null ? size : (sizeOfRanges(this.ranges, size) ?? size);
  }
}
