import { untilAborted } from '../../com/abort.js';
import { isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { BitsFileSnapshot } from '../files.js';
import { termsOf } from '../http/download-terms.js';
import { isOtherVersion, type RemoteFile, readValidators } from '../http/remote-file.js';
import type { TransferTerms } from '../http/transfer-terms.js';
import type { BitsJob } from '../job.js';
import { requireSettings, settingsOfNewJob } from '../settings.js';
import type { DownloadContext } from './context.js';
import type { DownloadRequest, RequestedFile } from './request.js';

/** Milliseconds that the servers of a job may take in all. */
const limit = 10_000;

/** A version of a file, independent of its server: the server of a transferred file after redirections is not known. */
type Version = Omit<RemoteFile, 'place'>;

/** A file of a job, with its expected properties. */
interface TransferredFile {
  readonly expected: RequestedFile;
  readonly snapshot: BitsFileSnapshot;
  /** The headers of the last response; empty where BITS does not have them. */
  readonly headers: Headers;
}

/**
 * Returns whether a server has another version of a file than a transferred job, which BITS no longer compares with the server. A file whose hash is
 * expected is not compared. False if the servers do not respond within ten seconds in all, or if a response does not distinguish versions: as far as
 * is known, the requested version has been transferred.
 */
export async function isOutdated(context: DownloadContext, request: DownloadRequest, job: BitsJob): Promise<boolean> {
  const terms = termsOfRequest(request);
  if (terms === null || (await job.getState()) !== 'transferred') return false;
  const end = new AbortController();
  const abort = () => end.abort();
  const stopTimer = context.clock.schedule(abort, limit);
  const stopWaiting = context.calls.onClose(abort);
  request.signal?.addEventListener('abort', abort, { once: true });
  try {
    for (const file of await filesOf(request, job)) {
      if (await isReplaced(context, file, terms, end.signal)) return true;
    }
    return false;
  } finally {
    stopTimer();
    stopWaiting();
    request.signal?.removeEventListener('abort', abort);
  }
}

/**
 * Returns the terms of a HEAD request for the settings of the job; null if HEAD cannot be sent with them, and for a job with another method than GET.
 */
function termsOfRequest({ job }: DownloadRequest): TransferTerms | null {
  try {
    const terms = termsOf(settingsOfNewJob(requireSettings(job, 'options')));
    return terms.hasCustomMethod ? null : terms;
  } catch (error) {
    if (isHResult(error, hresults.E_NOTIMPL)) return null;
    throw error;
  }
}

async function filesOf({ files }: DownloadRequest, job: BitsJob): Promise<TransferredFile[]> {
  const opened = await job.openFiles();
  const found: TransferredFile[] = [];
  for (const [index, snapshot] of (await job.files()).entries()) {
    const expected = files[index];
    if (expected === undefined || expected.integrity !== null || !/^https?:\/\//i.test(snapshot.url)) continue;
    const response = await opened[index]?.getResponseHeaders().catch(() => null);
    found.push({ expected, snapshot, headers: response?.headers ?? new Headers() });
  }
  return found;
}

async function isReplaced(
  { directTransport }: DownloadContext,
  { expected, snapshot, headers }: TransferredFile,
  terms: TransferTerms,
  signal: AbortSignal,
): Promise<boolean> {
  const { url, path } = snapshot;
  const name = { remoteName: url, localName: path };
  const known = versionOf(expected, snapshot, headers);
  const ask = () => directTransport.readVersion(name, terms, signal);
  // Nothing is known about the version of a server that cannot be reached.
  const now = await untilAborted(signal, ask).catch(() => null);
  if (now === null) return false;
  // The version of the server does not have the expected size either.
  if (expected.size !== null && now.size !== null && now.size !== expected.size) return false;
  // A response without the validators of the first may be that of another server, such as a captive portal.
  if (hasValidator(known) && !hasValidator(now)) return false;
  // The transferred bytes may have come from behind a redirection, too: their entity tag is compared wherever the server is.
  const { place } = now;
  // Some servers return 0 for each HEAD.
  return isOtherVersion({ ...known, place }, now.size === 0n ? { ...now, size: null } : now);
}

/** Returns the known properties of the version of a file that has been transferred. */
function versionOf({ given }: RequestedFile, { bytesTransferred }: BitsFileSnapshot, headers: Headers): Version {
  const [, whole] = /\/(\d{1,20})$/.exec(headers.get('content-range')?.trim() ?? '') ?? [];
  const sizeOfRanges = whole === undefined ? null : BigInt(whole);
  const validators = readValidators({
    etag: headers.get('etag') ?? undefined,
    'last-modified': headers.get('last-modified') ?? undefined,
    'content-encoding': headers.get('content-encoding') ?? undefined,
  });
  const size = given.ranges === undefined ? bytesTransferred : sizeOfRanges;
  return { ...validators, size: validators.encoding === null ? size : null };
}

function hasValidator({ entityTag, modified }: Version): boolean {
  return entityTag !== null || modified !== null;
}
