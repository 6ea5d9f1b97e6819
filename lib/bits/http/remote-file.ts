import { hresults } from '../../com/hresult.js';
import { isRepeatable } from './header-value.js';
import { cutFailure, invalidResponseFailure, remoteFailure, statusFailure } from './http-results.js';
import type { TransferFailure } from './transfer-failure.js';
import type { HttpPolicy } from './transfer-terms.js';

/** The known properties of a remote file. Bytes of two versions must not be mixed in one local file. */
export interface RemoteFile {
  /** The location: origin and path of the URL after all redirections, without the query. */
  readonly place: string;
  /** The size of the whole file in bytes; null while unknown. */
  readonly size: bigint | null;
  /** The strong entity tag; null if there is none. A weak tag does not identify bytes. */
  readonly entityTag: string | null;
  /** The time stamp as sent by the server. */
  readonly modified: string | null;
  /** The content coding of the bytes; null for none. */
  readonly encoding: string | null;
}

/** The headers of a response that identify a version. */
export interface VersionHeaders {
  readonly etag?: string | undefined;
  readonly 'last-modified'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
}

/** Reads the validators of a response. Those that cannot be sent back in `If-Range` are ignored. */
export function readValidators(headers: VersionHeaders): Pick<RemoteFile, 'entityTag' | 'modified' | 'encoding'> {
  const tag = headers.etag?.trim() ?? '';
  const modified = headers['last-modified']?.trim() ?? '';
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  return {
    entityTag: tag === '' || /^W\//i.test(tag) || !isRepeatable(tag) ? null : tag,
    modified: modified === '' || !isRepeatable(modified) ? null : modified,
    encoding: encoding === '' || encoding === 'identity' ? null : encoding,
  };
}

/** The parts of a response that decide how the transfer continues. */
export interface Answer {
  readonly method: 'HEAD' | 'GET';
  readonly status: number;
  /** The properties of the file in the response. `size` is set only if the response states the size of the whole file. */
  readonly file: RemoteFile;
  /** The `Content-Range` header; null if there is none, `'unusable'` if it cannot be parsed or contradicts itself. */
  readonly range: ContentRange | 'unusable' | null;
  /** Whether the response has `Content-Length`, in any content coding. */
  readonly hasLength: boolean;
  /** Whether the response has `Accept-Ranges: none`. */
  readonly refusesRanges: boolean;
}

export interface ContentRange {
  readonly start: bigint;
  /** The position after the last byte; null in a 416 response, which has none. */
  readonly end: bigint | null;
  /** The size of the whole file in bytes; null if the server does not know it. */
  readonly size: bigint | null;
}

/** The state of the transfer when a request was sent. */
export interface Request {
  /** The known version: from earlier transfers for HEAD, from HEAD (or earlier transfers) for GET; null if unknown. */
  readonly known: RemoteFile | null;
  /** The transferred bytes of the known version. */
  readonly transferred: bigint;
  /** The first position that was requested; 0 for a request without `Range`. */
  readonly start: bigint;
  /** Whether the request had `If-Range`. */
  readonly conditional: boolean;
  /** Whether the server responded to HEAD; null before HEAD. */
  readonly head: boolean | null;
  readonly policy: HttpPolicy;
}

export type Decision =
  /** Request the bytes from a position on, with this `If-Range` unless it is null; `file` is the version from now on. */
  | {
      readonly kind: 'ask';
      readonly start: bigint;
      readonly condition: string | null;
      readonly file: RemoteFile | null;
    }
  /** Write the body at this position; the transferred bytes beyond it are void. The body ends at `end`, or with the connection. */
  | { readonly kind: 'take'; readonly start: bigint; readonly end: bigint | null; readonly file: RemoteFile }
  /** All bytes are transferred. */
  | { readonly kind: 'done'; readonly file: RemoteFile }
  | { readonly kind: 'fail'; readonly failure: TransferFailure };

/** Statuses of HEAD after which the file may exist nevertheless: the method is unknown, or (lenient) the URL is signed for GET only. */
const headUnknown: readonly number[] = [405, 501];
const headRefused: readonly number[] = [400, 403];

/**
 * Compares a response with the known version of the remote file. BITS compares size and time stamp, and restarts if one of them has
 * changed; without a time stamp a strong entity tag is used.
 * Sources: https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads and RFC 9110, sections 13.1.5, 14.4 and
 * 15.3.7.
 */
export function decide(request: Request, answer: Answer): Decision {
  if (answer.method === 'HEAD') return decideHead(request, answer);
  switch (answer.status) {
    case 200:
    case 204:
      return decideWhole(request, answer);
    case 206:
      return decidePart(request, answer);
    case 416:
      return decideUnsatisfied(request, answer);
    default:
      return fail(statusFailure(answer.status));
  }
}

function decideHead({ known, transferred, policy }: Request, answer: Answer): Decision {
  const { status, file, hasLength, refusesRanges } = answer;
  if (headUnknown.includes(status) || (policy === 'lenient' && headRefused.includes(status))) {
    // Requests the version of the transferred bytes; the response to GET shows whether the server still has it.
    return known !== null && isIdentified(known) ? askRest(known, transferred) : askWhole(null);
  }
  if (status !== 200 && status !== 204) return fail(statusFailure(status));
  if (policy === 'strict') {
    if (!hasLength && status !== 204) return fail(remoteFailure(hresults.BG_E_MISSING_FILE_SIZE));
    if (refusesRanges && file.size !== 0n) return fail(remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT));
  }
  if (known === null || transferred === 0n || !isSameVersion(known, file)) return askWhole(file);
  if (transferred === file.size) return { kind: 'done', file };
  if (refusesRanges || (file.size !== null && transferred > file.size)) return askWhole(file);
  // Each server of a web farm has its own entity tag: a condition on one would fail on the next.
  return hasOtherTag(known, file) ? { ...askRest(file, transferred), condition: null } : askRest(file, transferred);
}

function decideWhole({ known, start, conditional, head, policy }: Request, answer: Answer): Decision {
  const { file, range } = answer;
  if (policy === 'strict' && head === false) return fail(remoteFailure(hresults.BG_E_INSUFFICIENT_HTTP_SUPPORT));
  // A partial response without the position of its bytes.
  if (range !== null && (range === 'unusable' || range.start !== 0n || range.end !== range.size)) {
    return start > 0n ? askWhole(head === true ? known : null) : fail(invalidResponseFailure());
  }
  if (known === null || hasOtherValidator(known, file)) return takeWhole(file);
  if (contradictsSize(known, file)) {
    // HEAD has just returned another size for the same version. Some servers return 0 for each HEAD.
    if (head !== true || (policy === 'lenient' && known.size === 0n)) return takeWhole(file);
    return start > 0n ? askWhole(known) : fail(invalidResponseFailure());
  }
  if (start > 0n && isSameVersion(known, file)) {
    if (conditional && hasOtherTag(known, file)) return { ...askRest(known, start), condition: null };
    if (policy === 'strict') return fail(remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT));
  }
  const merged = merge(known, file);
  // Some servers return 0 for each HEAD: that is not the size of a response without one.
  return takeWhole(
    policy === 'lenient' && file.size === null && known.size === 0n ? { ...merged, size: null } : merged,
  );
}

function decidePart({ known, start, conditional, head, policy }: Request, answer: Answer): Decision {
  const { file, range } = answer;
  if (range === null || range === 'unusable' || range.end === null || range.start !== start) {
    if (start === 0n || policy === 'strict') return fail(remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT));
    return askWhole(head === true ? known : null);
  }
  if (start === 0n) {
    const merged = known === null || isOtherVersion(known, file) ? file : merge(known, file);
    return { kind: 'take', start, end: range.end, file: merged };
  }
  if (known === null) return askWhole(null);
  const silent = file.entityTag === null && file.modified === null;
  // RFC 9110 allows a partial response to If-Range without validators: the condition has proved the version.
  const same = isSameVersion(known, file) || (conditional && silent && !isOtherVersion(known, file));
  if (!same) return askWhole(head === true ? known : null);
  return { kind: 'take', start, end: range.end, file: merge(known, file) };
}

/** Decides what follows a 416 response: the server has no byte at the requested position. */
function decideUnsatisfied({ known, start, head }: Request, { file, range }: Answer): Decision {
  if (start === 0n) return fail(statusFailure(416));
  const stated = range === null || range === 'unusable' ? null : range.size;
  // One of the sizes must be known: a server may refuse a range for another reason than the end of the file.
  const size = known?.size ?? stated;
  // The coding of this response is that of its own body.
  const isOther = known !== null && hasOtherValidator(known, { ...file, encoding: known.encoding });
  if (known !== null && !isOther && size === start && (stated ?? start) === start) {
    return { kind: 'done', file: { ...known, size } };
  }
  return askWhole(head === true ? known : null);
}

/** Decides what follows the end of a body: null if the file is complete. */
export function decideEnd(file: RemoteFile, transferred: bigint, end: bigint | null): Decision | null {
  if (end !== null && transferred < end) return fail(cutFailure());
  if (transferred === file.size || (file.size === null && end === null)) return null;
  if (file.size !== null && transferred > file.size) return fail(invalidResponseFailure());
  // The server sent a range, which may be shorter than requested: it ends the file only if the size of the file is known.
  return isIdentified(file) ? askRest(file, transferred) : fail(cutFailure());
}

/** Whether a response proves that the server still has the known version. */
export function isSameVersion(known: RemoteFile, file: RemoteFile): boolean {
  if (isOtherVersion(known, file)) return false;
  if (known.modified !== null && file.modified !== null) return true;
  return comparableTags(known, file) && known.entityTag === file.entityTag;
}

/** Whether a response contradicts the known version. */
export function isOtherVersion(known: RemoteFile, file: RemoteFile): boolean {
  return contradictsSize(known, file) || hasOtherValidator(known, file);
}

function contradictsSize(known: RemoteFile, file: RemoteFile): boolean {
  return known.size !== null && file.size !== null && known.size !== file.size;
}

function hasOtherValidator(known: RemoteFile, file: RemoteFile): boolean {
  // A server may use one validator for the bytes in several codings. A partial response that is silent about the coding is not trusted either.
  if (known.encoding !== file.encoding) return true;
  if (known.modified !== null && file.modified !== null) {
    if (known.modified !== file.modified) return true;
    // With the same size and time stamp it is the same file, whatever the entity tag of a server in a web farm is.
    if (known.size !== null && known.size === file.size) return false;
  }
  return comparableTags(known, file) && known.entityTag !== file.entityTag;
}

/** Whether two entity tags can be compared: those of different locations cannot. */
function comparableTags(known: RemoteFile, file: RemoteFile): boolean {
  return known.entityTag !== null && file.entityTag !== null && known.place === file.place;
}

function hasOtherTag(known: RemoteFile, file: RemoteFile): boolean {
  return known.entityTag !== null && file.entityTag !== null && known.entityTag !== file.entityTag;
}

/** Whether versions of the file can be distinguished. */
function isIdentified(file: RemoteFile): boolean {
  return file.entityTag !== null || file.modified !== null;
}

function askWhole(file: RemoteFile | null): Decision {
  return { kind: 'ask', start: 0n, condition: null, file };
}

function askRest(file: RemoteFile, start: bigint): Extract<Decision, { kind: 'ask' }> {
  return { kind: 'ask', start, condition: start === 0n ? null : (file.entityTag ?? file.modified), file };
}

function takeWhole(file: RemoteFile): Decision {
  return { kind: 'take', start: 0n, end: file.size, file };
}

function merge(known: RemoteFile, file: RemoteFile): RemoteFile {
  return {
    place: file.place,
    size: file.size ?? known.size,
    entityTag: file.entityTag ?? known.entityTag,
    modified: file.modified ?? known.modified,
    encoding: file.encoding,
  };
}

function fail(failure: TransferFailure): Decision {
  return { kind: 'fail', failure };
}

/** The maximum length of the text of a version. */
export const longestVersion = 64 * 1024;

/** Formats the known version of a remote file for saving; null for one that is too long, such as that of a long redirection. */
export function formatRemoteFile(file: RemoteFile): string | null {
  const text = JSON.stringify({ ...file, size: file.size === null ? null : String(file.size) });
  return text.length > longestVersion ? null : text;
}

/** Parses the text of {@link formatRemoteFile}; null for any other text, as for an unknown version. */
export function parseRemoteFile(text: string | null): RemoteFile | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { place, size, entityTag, modified, encoding }: Partial<Record<keyof RemoteFile, unknown>> = value;
    if (typeof place !== 'string' || !isNullableText(size) || !isNullableText(entityTag)) return null;
    if (!isNullableText(modified) || !isNullableText(encoding)) return null;
    if (size !== null && !/^\d{1,20}$/.test(size)) return null;
    return { place, size: size === null ? null : BigInt(size), entityTag, modified, encoding };
  } catch {
    return null;
  }
}

function isNullableText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
