import {
  incompatibleOptions,
  requireArray,
  requireBoolean,
  requireCount,
  requireDate,
  requireInteger,
  requireObject,
  requireOneOf,
  requireOptions,
  requireText,
} from '../../../com/arguments.js';
import { longestDelay } from '../../../com/clock.js';
import { type RequiredCredentials, readRequiredCredentials } from '../machine-conditions.js';
import { type Content, contentOf, generatedContent } from './file-content.js';

/** A fault of a connection after a number of bytes of the file. */
export interface TransferFault {
  /** The position in the file, in bytes. */
  readonly at: number | bigint;
  /** The connection ends, or no more bytes arrive. */
  readonly kind: 'cut' | 'stall';
  /** For a stall: milliseconds after which bytes arrive again; without it the client times out. */
  readonly duration?: number | undefined;
  /** Whether it occurs only once; true by default. */
  readonly once?: boolean | undefined;
}

/** A file on a scripted server. */
export interface ServedFileOptions {
  /** The size of a file with generated content, in bytes; a large file is never held in memory. */
  readonly size?: number | bigint | undefined;
  readonly content?: Uint8Array | undefined;
  /** 8 MiB per second by default. */
  readonly bytesPerSecond?: number | undefined;
  /** Milliseconds before each response; 20 by default. */
  readonly latency?: number | undefined;
  /** The server does not send `Content-Length`: `BG_E_MISSING_FILE_SIZE` unless `policy.http` is `'lenient'`. */
  readonly chunked?: boolean | undefined;
  /** The status of each response; 200 by default. */
  readonly status?: number | undefined;
  /**
   * Whether a transfer can be continued; true by default. A server without ranges sends `Accept-Ranges: none`, and BITS rejects it with
   * `BG_E_INSUFFICIENT_RANGE_SUPPORT` unless `policy.http` is `'lenient'`.
   */
  readonly acceptsRanges?: boolean | undefined;
  /** Whether the server supports HEAD; true by default. Otherwise HEAD returns 405: `BG_E_INSUFFICIENT_HTTP_SUPPORT` unless lenient. */
  readonly acceptsHead?: boolean | undefined;
  /** The `ETag` header, such as `'"v1"'`; a tag that begins with `W/` is weak. Text without quotes is quoted. */
  readonly entityTag?: string | undefined;
  /** The `Last-Modified` header, and the time stamp of the local file. Without it and `entityTag`, each call of `serve` has a new tag. */
  readonly lastModified?: Date | undefined;
  /** The URL of a redirection. */
  readonly redirect?: string | undefined;
  readonly faults?: readonly TransferFault[] | undefined;
  /** The user that the server accepts; others get 401. */
  readonly credentials?: RequiredCredentials | undefined;
  /** Headers of the server's responses, in addition to those that follow from the other options. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A fault with defaults filled in. */
export interface Fault {
  readonly at: bigint;
  readonly kind: 'cut' | 'stall';
  readonly duration: number | null;
  readonly once: boolean;
  passed: boolean;
}

/** The file of a URL in the network. */
export interface ServedFile {
  readonly content: Content;
  /** The strong entity tag; null for none, or a weak one. */
  readonly entityTag: string | null;
  /** The `Last-Modified` header. */
  readonly modified: string | null;
  readonly bytesPerSecond: number;
  readonly latency: number;
  readonly chunked: boolean;
  readonly status: number;
  readonly acceptsRanges: boolean;
  readonly acceptsHead: boolean;
  readonly redirect: string | null;
  readonly faults: readonly Fault[];
  readonly credentials: RequiredCredentials | null;
  /** The head of a response with the whole file, in lines that end in CR LF. */
  readonly headers: string;
  /** Whether it has been removed from the server, or replaced. */
  replaced: boolean;
}

const largestSize = 2n ** 63n - 1n;

/**
 * Reads the options of a file.
 * @param revision a number that no other file of the network has
 * @throws {TypeError | RangeError} for wrong options
 */
export function readServedFile(options: ServedFileOptions | undefined, revision: number): ServedFile {
  const {
    size,
    content,
    bytesPerSecond = 8 * 1024 * 1024,
    latency = 20,
    chunked = false,
    status = 200,
    acceptsRanges = true,
    acceptsHead = true,
    entityTag,
    lastModified,
    redirect = null,
    faults = [],
    credentials,
    headers = {},
  } = requireOptions(options);
  if (size !== undefined && content !== undefined)
    throw incompatibleOptions('a served file takes size or content, not both');
  const modified = lastModified === undefined ? null : requireDate(lastModified, 'lastModified').toUTCString();
  const ownTag = modified === null ? `"revision ${revision}"` : null;
  const served = {
    content:
      content === undefined
        ? generatedContent(requireCount(size ?? 0, 'size', largestSize), revision)
        : contentOf(content),
    entityTag: toStrongTag(entityTag === undefined ? ownTag : requireText(entityTag, 'entityTag')),
    modified,
    bytesPerSecond: requireInteger(bytesPerSecond, 'bytesPerSecond', 1, Number.MAX_SAFE_INTEGER),
    latency: requireInteger(latency, 'latency', 0, longestDelay),
    chunked: requireBoolean(chunked, 'chunked'),
    status: requireInteger(status, 'status', 100, 599),
    acceptsRanges: requireBoolean(acceptsRanges, 'acceptsRanges'),
    acceptsHead: requireBoolean(acceptsHead, 'acceptsHead'),
    redirect: redirect === null ? null : requireText(redirect, 'redirect'),
    faults: requireArray(faults, 'faults', 'faults').map(readFault),
    credentials: credentials === undefined ? null : readRequiredCredentials(credentials, 'credentials'),
    replaced: false,
  };
  return { ...served, headers: headOf(served, readHeaders(headers)) };
}

function readHeaders(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(requireObject(headers, 'headers')).map(([name, value]) => [
    requireText(name, 'a name in headers'),
    requireText(value, `headers.${name}`),
  ]);
}

function headOf(
  { status, content, chunked, entityTag, modified, acceptsRanges }: Omit<ServedFile, 'headers'>,
  headers: readonly (readonly [string, string])[],
): string {
  const lines = [`HTTP/1.1 ${status}`];
  lines.push(chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${content.size}`);
  lines.push(`Accept-Ranges: ${acceptsRanges ? 'bytes' : 'none'}`);
  if (entityTag !== null) lines.push(`ETag: ${entityTag}`);
  if (modified !== null) lines.push(`Last-Modified: ${modified}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Returns the strong entity tag; null for none, or a weak one. */
function toStrongTag(tag: string | null): string | null {
  if (tag === null || tag.startsWith('W/')) return null;
  return tag.startsWith('"') ? tag : `"${tag}"`;
}

function readFault(fault: TransferFault | undefined, index: number): Fault {
  const { at, kind, duration, once = true } = requireObject(fault, `faults[${index}]`);
  return {
    at: requireCount(at, `faults[${index}].at`, largestSize),
    kind: requireOneOf(kind, `faults[${index}].kind`, ['cut', 'stall']),
    duration: duration === undefined ? null : requireInteger(duration, `faults[${index}].duration`, 0, longestDelay),
    once: requireBoolean(once, `faults[${index}].once`),
    passed: false,
  };
}
