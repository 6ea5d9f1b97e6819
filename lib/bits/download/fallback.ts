import { wrongType } from '../../com/arguments.js';
import { type HResultError, isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { serializable } from '../../com/json.js';
import { RateMeter } from '../../com/rate.js';
import { sizeUnknown, transferStates } from '../constants.js';
import { type DirectDownload, downloadToTemporaryFile } from '../http/direct-download.js';
import { requireSettings, settingsOfNewJob } from '../settings.js';
import { type BitsTransferSnapshot, toSnapshot } from '../snapshot.js';
import { retryHeld } from './completion.js';
import type { DownloadContext } from './context.js';
import { BitsDownloadError, mirrorMayHelp } from './error.js';
import { describeDifference, hashPieces } from './integrity.js';
import type { JobSource } from './job-source.js';
import { deleteLeftFiles } from './left-files.js';
import { type DownloadRequest, type RequestedFile, temporaryTagOf } from './request.js';
import type { BitsDownloadResult } from './types.js';

/** Why a download falls back. */
export type FallbackReason = HResultError | BitsDownloadError;

/** How to download files without BITS. */
export interface Fallback {
  readonly reason: FallbackReason;
  /** The URLs of each file in the order of the files: the first that is tried, and its mirrors. */
  readonly urls: readonly (readonly string[])[];
}

/** BITS cannot be used on this machine, in this session or by this user; or it cannot use this server. */
const reasons = [
  hresults.ERROR_SERVICE_DISABLED,
  hresults.ERROR_SERVICE_DOES_NOT_EXIST,
  hresults.REGDB_E_CLASSNOTREG,
  hresults.ERROR_NOT_LOGGED_ON,
  hresults.ERROR_NO_SUCH_LOGON_SESSION,
  hresults.BG_E_TOO_MANY_JOBS_PER_USER,
  hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE,
  hresults.BG_E_MISSING_FILE_SIZE,
  hresults.BG_E_INSUFFICIENT_HTTP_SUPPORT,
  hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT,
] as const;

/**
 * Returns the fallback for an error that allows one; null to fail.
 * @param source the source of the job, for the URL that BITS used last
 * @throws what the function of the caller throws
 */
export function selectFallback(
  { fallback, files }: DownloadRequest,
  source: Pick<JobSource, 'urlsOf'>,
  error: unknown,
): Fallback | null {
  if (fallback === 'none' || !isReason(error)) return null;
  const urls: (readonly string[])[] = [];
  for (const [index, { given }] of files.entries()) {
    const answer: unknown = fallback === 'http' ? 'http' : fallback(error, given);
    if (answer === null || answer === undefined) return null;
    urls.push(answer === 'http' ? source.urlsOf(index) : [requireUrl(answer)]);
  }
  return { reason: error, urls };
}

function isReason(error: unknown): error is FallbackReason {
  if (error instanceof BitsDownloadError) return error.code === 'ERR_DOWNLOAD_STALLED';
  if (isHResult(error, ...reasons)) return true;
  // AddFileSet also returns it for a local file that must not be written; a fallback could not write it either.
  return (
    isHResult(error, hresults.E_ACCESSDENIED) && /^(?:CoCreateInstance|IBackgroundCopyManager\.)/.test(error.operation)
  );
}

function requireUrl(answer: unknown): string {
  const url: unknown = typeof answer === 'object' && answer !== null && 'url' in answer ? answer.url : undefined;
  if (typeof url !== 'string') throw wrongType("fallback must return 'http', { url } or null");
  return url;
}

interface FallbackOptions {
  readonly signal: AbortSignal;
  readonly onSnapshot: (snapshot: BitsTransferSnapshot) => void;
}

interface FetchOptions extends FallbackOptions {
  readonly progress: FallbackProgress;
}

/**
 * Downloads files without BITS. A file has its name only after all have been verified; after an error no temporary file is left.
 * @throws {HResultError | BitsDownloadError} as with BITS
 */
export async function downloadWithoutBits(
  context: DownloadContext,
  request: DownloadRequest,
  { reason, urls }: Fallback,
  options: FallbackOptions,
): Promise<BitsDownloadResult> {
  await deleteLeftFiles(context, request);
  const progress = new FallbackProgress(context, request, options.onSnapshot);
  const temporary: DirectDownload[] = [];
  try {
    for (const [index, file] of request.files.entries()) {
      temporary.push(await fetchFromAny(context, request, file, urls[index] ?? [], { ...options, progress }));
    }
    progress.report('transferred');
    for (const download of temporary) await retryHeld(context.clock, () => download.place());
  } catch (error) {
    await Promise.all(temporary.map((download) => download.discard().catch(() => {})));
    throw error;
  }
  return serializable({
    path: request.files[0]?.path ?? '',
    bytes: temporary.reduce((sum, { bytes }) => sum + bytes, 0n),
    jobId: null,
    files: temporary.map(({ url, bytes }, index) =>
      serializable({
        url,
        path: request.files[index]?.path ?? '',
        bytes,
        integrity: request.files[index]?.integrity?.text ?? null,
      }),
    ),
    by: 'http' as const,
    fallbackReason: reason,
    resumed: false,
    completedElsewhere: false,
  });
}

/** Downloads a file from the first of its URLs whose server has it. @throws what the last one that was tried has failed with */
async function fetchFromAny(
  context: DownloadContext,
  request: DownloadRequest,
  file: RequestedFile,
  [url = file.given.url, ...mirrors]: readonly string[],
  options: FetchOptions,
): Promise<DirectDownload> {
  try {
    return await fetchFile(context, request, file, url, options);
  } catch (error) {
    if (mirrors.length === 0 || options.signal.aborted || !mirrorMayHelp(error)) throw error;
    return await fetchFromAny(context, request, file, mirrors, options);
  }
}

async function fetchFile(
  { clock, directTransport }: DownloadContext,
  request: DownloadRequest,
  file: RequestedFile,
  url: string,
  { signal, progress }: FetchOptions,
): Promise<DirectDownload> {
  const { ranges } = progress.recordOf(file);
  const settings = settingsOfNewJob(requireSettings(request.job, 'options'));
  const onProgress = (bytes: bigint, total: bigint | null) => {
    const wrong = total ?? bytes;
    if (file.size !== null && (total === null ? bytes > file.size : total !== file.size)) throw wrongSize(file, wrong);
    progress.update(file, bytes, total);
  };
  const { path } = file;
  const { key } = request;
  const temporaryTag = key === null ? undefined : temporaryTagOf(path, key);
  const download = await downloadToTemporaryFile(
    directTransport,
    { url, path, ranges, settings, temporaryTag },
    { clock, signal, onProgress },
  );
  try {
    if (file.size !== null && file.size !== download.bytes) throw wrongSize(file, download.bytes);
    if (file.integrity !== null) {
      const actual = await hashPieces(download.read(), file.integrity, signal);
      if (actual !== file.integrity.text) throw wrongHash(file, actual);
    }
  } catch (error) {
    await download.discard().catch(() => {});
    throw error;
  }
  progress.finish(file, download.bytes);
  return download;
}

export function wrongSize(file: RequestedFile, bytes: bigint): BitsDownloadError {
  return new BitsDownloadError(
    'ERR_DOWNLOAD_SIZE',
    `${file.path} must have ${file.size} bytes, not ${bytes}`,
    file.given,
  );
}

export function wrongHash(file: RequestedFile, actual: string): BitsDownloadError {
  const difference = file.integrity === null ? 'has another hash' : describeDifference(file.integrity, actual);
  return new BitsDownloadError('ERR_DOWNLOAD_INTEGRITY', `${file.path} ${difference}`, file.given);
}

interface FileProgress {
  bytes: bigint;
  total: bigint | null;
  done: boolean;
}

/** The snapshots of a download without BITS, in the form of those of a job. */
class FallbackProgress {
  readonly #context: DownloadContext;
  readonly #request: DownloadRequest;
  readonly #onSnapshot: (snapshot: BitsTransferSnapshot) => void;
  readonly #meter = new RateMeter();
  readonly #files: Map<RequestedFile, FileProgress>;

  constructor(
    context: DownloadContext,
    request: DownloadRequest,
    onSnapshot: (snapshot: BitsTransferSnapshot) => void,
  ) {
    this.#context = context;
    this.#request = request;
    this.#onSnapshot = onSnapshot;
    this.#files = new Map(request.files.map((file) => [file, { bytes: 0n, total: file.size, done: false }]));
  }

  /** Returns the ranges of a file as records for the backend. */
  recordOf(file: RequestedFile) {
    return { ranges: this.#request.records[this.#request.files.indexOf(file)]?.ranges };
  }

  update(file: RequestedFile, bytes: bigint, total: bigint | null): void {
    this.#files.set(file, { bytes, total: total ?? file.size, done: false });
    this.report('transferring');
  }

  finish(file: RequestedFile, bytes: bigint): void {
    this.#files.set(file, { bytes, total: bytes, done: true });
  }

  report(state: 'transferring' | 'transferred'): void {
    const files = [...this.#files.values()];
    const known = files.every(({ total }) => total !== null);
    const record = {
      state: transferStates.indexOf(state),
      progress: {
        bytesTransferred: files.reduce((sum, { bytes }) => sum + bytes, 0n),
        bytesTotal: known ? files.reduce((sum, { total }) => sum + (total ?? 0n), 0n) : sizeUnknown,
        filesTransferred: files.filter(({ done }) => done).length,
        filesTotal: files.length,
      },
      error: null,
    };
    this.#onSnapshot(toSnapshot(record, this.#context.clock.now(), this.#meter));
  }
}
