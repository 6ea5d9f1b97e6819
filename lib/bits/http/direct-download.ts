import { type Clock, onAbort, sleep } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { FileName, FileRangeRecord } from '../file-verbs.js';
import type { JobSettingsRecord } from '../settings-verbs.js';
import type { DirectFile, DirectTransport } from './direct-transport.js';
import { directOperation, toDownloadError } from './download-error.js';
import { termsOf } from './download-terms.js';
import { remoteFailure } from './http-results.js';
import { TransferFailure } from './transfer-failure.js';

/** Attempts without a new byte, one after the other, after which the download fails. */
const fruitlessAttempts = 5;

/** Milliseconds before the second attempt; the delay doubles with each attempt without a new byte. */
const firstDelay = 1000;

/** A file to download without BITS. */
export interface DirectDownloadRequest {
  /** An `http:` or `https:` URL. */
  readonly url: string;
  /** The full path of the local file. The bytes are written to a temporary file in its folder. */
  readonly path: string;
  /** Ranges that the local file holds one after the other; null or undefined for the whole file. */
  readonly ranges?: readonly FileRangeRecord[] | null | undefined;
  /** The settings that a job for this file would have: headers, credentials, proxy, method, security, the largest size. */
  readonly settings?: JobSettingsRecord | undefined;
  /** Part of the name of the temporary file, by which a later process finds it; by default one that cannot be guessed. */
  readonly temporaryTag?: string | undefined;
}

export interface DirectDownloadOptions {
  /** The clock of the delays between attempts. */
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Called whenever bytes have been written, and when the total is known. An error that it throws ends the download. */
  readonly onProgress?: ((bytesTransferred: bigint, bytesTotal: bigint | null) => void) | undefined;
}

/** A complete file that does not have its name yet. Either `place()` or `discard()` must follow. */
export interface DirectDownload {
  /** The URL; after a redirection that the settings report, that of the last server. */
  readonly url: string;
  readonly bytes: bigint;
  /** Reads the file, before it is placed or after. */
  read(): AsyncIterable<Uint8Array>;
  /** Renames the file to its final name, in place of an existing file. It can be called again after an error. @throws {HResultError} */
  place(): Promise<void>;
  /** Deletes the temporary file. @throws {HResultError} */
  discard(): Promise<void>;
}

/**
 * Downloads a file without BITS. After a connection has failed, it continues from the downloaded bytes if the server supports ranges and still has
 * the same version, and otherwise from the start. Servers without a length, HEAD or ranges are accepted. A failure that BITS retries is tried again
 * up to five times without a new byte. After an error and after an abort no file is left.
 * @throws {HResultError} like that of BITS for the same failure, with `file` and `httpStatus`; the operation is `HttpDownload`
 * @throws the reason of the signal, and what `onProgress` throws
 */
export async function downloadToTemporaryFile(
  transport: DirectTransport,
  request: DirectDownloadRequest,
  options: DirectDownloadOptions,
): Promise<DirectDownload> {
  const { url, path, ranges = null, settings = {}, temporaryTag } = request;
  const { signal } = options;
  signal?.throwIfAborted();
  if (!/^https?:\/\//i.test(url)) throw new HResultError(hresults.E_INVALIDARG, directOperation, 'url');
  const name: FileName = { remoteName: url, localName: path };
  const opened = await transport.open(name, ranges, termsOf(settings), temporaryTag);
  try {
    await transferWithRetries(opened, settings.maximumDownloadSize, options);
    signal?.throwIfAborted();
  } catch (error) {
    await opened.discard().catch(() => {});
    throw toPublicError(error, name);
  }
  return {
    url: opened.file.remoteName,
    bytes: opened.file.transferred,
    read: () => readFile(opened, name),
    place: () => opened.place().catch((error: unknown) => rethrow(error, name)),
    discard: () => opened.discard().catch((error: unknown) => rethrow(error, name)),
  };
}

async function transferWithRetries(
  opened: DirectFile,
  maximumSize: bigint | undefined,
  { clock, signal, onProgress }: DirectDownloadOptions,
): Promise<void> {
  let fruitless = 0;
  for (;;) {
    const before = opened.file.transferred;
    const failure = await attempt(opened, maximumSize, signal, onProgress);
    if (failure === null) return;
    fruitless = opened.file.transferred > before ? 1 : fruitless + 1;
    if (!failure.recoverable || fruitless >= fruitlessAttempts) throw failure;
    await sleep(clock, firstDelay * 2 ** (fruitless - 1), onAbort(signal));
    signal?.throwIfAborted();
  }
}

/** No record is kept of a download without a job, and no ranges are requested of it. */
const unrecorded = { restarting: async () => {}, rangesTransferred: () => {} };

/** Returns the failure of a transfer; null if the file is complete. @throws for any other end */
async function attempt(
  opened: DirectFile,
  maximumSize: bigint | undefined,
  signal: AbortSignal | undefined,
  onProgress: DirectDownloadOptions['onProgress'],
): Promise<TransferFailure | null> {
  const stop = new AbortController();
  let ended: { readonly error: unknown } | null = null;
  const end = (error: unknown) => {
    ended ??= { error };
    stop.abort();
  };
  const abort = () => end(signal?.reason);
  const report = () => {
    const { transferred, total } = opened.file;
    if (maximumSize !== undefined && (total ?? transferred) > maximumSize) {
      end(remoteFailure(hresults.BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
      return;
    }
    try {
      onProgress?.(transferred, total);
    } catch (error) {
      end(error);
    }
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await opened.transfer({ ...unrecorded, connected: report, progressed: report }, stop.signal);
  } catch (error) {
    if (ended === null && error instanceof TransferFailure) return error;
    if (ended === null) throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  throwEnd(ended);
  return null;
}

function throwEnd(ended: { readonly error: unknown } | null): void {
  if (ended !== null) throw ended.error;
}

async function* readFile(opened: DirectFile, name: FileName): AsyncGenerator<Uint8Array, void> {
  try {
    yield* opened.read();
  } catch (error) {
    rethrow(error, name);
  }
}

function rethrow(error: unknown, name: FileName): never {
  throw toPublicError(error, name);
}

function toPublicError(error: unknown, name: FileName): unknown {
  return error instanceof TransferFailure ? toDownloadError(error, name) : error;
}
