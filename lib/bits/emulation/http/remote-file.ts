import type { IncomingMessage } from 'node:http';
import { redirectedUrl, redirectFailure, redirectLimit, statusFailure } from '../http-results.js';
import { blocksOf } from './blocks.js';
import { type HttpClient, toConnectionFailure } from './exchange.js';

/** What a server says of a file before its bytes. */
export interface RemoteFile {
  /** Where it is, after all redirections. */
  readonly url: string;
  /** Bytes of the whole file; null when the server does not tell. */
  readonly size: bigint | null;
  /** Identifies the content; null when the server gives nothing to tell one version from another. */
  readonly version: string | null;
}

/** An answer whose body is still to come. */
export interface RemoteBody {
  readonly response: IncomingMessage;
  readonly file: RemoteFile;
  /** Where in the file the body begins. */
  readonly start: bigint;
}

const redirections: readonly number[] = [301, 302, 303, 307, 308];

/** Servers that answer so do not know HEAD, but may well give the file. */
const headUnknown: readonly number[] = [405, 501];

/** Asks for a file's size and time stamp; null when the server does not take HEAD. @throws {TransferFailure} */
export async function askForFile(client: HttpClient, url: string, signal: AbortSignal): Promise<RemoteFile | null> {
  const { response, url: found } = await follow(client, 'HEAD', url, {}, signal);
  response.resume();
  const status = response.statusCode ?? 0;
  if (headUnknown.includes(status)) return null;
  if (status !== 200 && status !== 204) throw statusFailure(status);
  return describe(response, found, sizeOfWhole(response));
}

/** Asks for the bytes of a file from a position on. @throws {TransferFailure} */
export async function openFile(
  client: HttpClient,
  url: string,
  start: bigint,
  version: string | null,
  signal: AbortSignal,
): Promise<RemoteBody> {
  const range = start === 0n ? {} : { Range: `bytes=${start}-`, ...condition(version) };
  const { response, url: found } = await follow(client, 'GET', url, range, signal);
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 204) {
    return { response, file: describe(response, found, sizeOfWhole(response)), start: 0n };
  }
  const part = status === 206 ? readContentRange(response.headers['content-range']) : null;
  if (part !== null) return { response, file: describe(response, found, part.size), start: part.start };
  response.destroy();
  // The file has become shorter than what is here already: from the beginning, then.
  if (status === 416 && start > 0n) return openFile(client, url, 0n, null, signal);
  throw statusFailure(status);
}

async function follow(
  client: HttpClient,
  method: 'HEAD' | 'GET',
  from: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<{ response: IncomingMessage; url: string }> {
  let url = from;
  for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
    const response = await client.request(method, url, headers, signal);
    const { location } = response.headers;
    if (location === undefined || !redirections.includes(response.statusCode ?? 0)) return { response, url };
    response.resume();
    url = redirectedUrl(url, location);
  }
  throw redirectFailure();
}

function describe(response: IncomingMessage, url: string, size: bigint | null): RemoteFile {
  const tag = response.headers.etag;
  const time = response.headers['last-modified'];
  const version = tag === undefined && time === undefined ? null : JSON.stringify([tag ?? null, time ?? null]);
  return { url, size, version };
}

/** The server is to send the rest of this version alone: by a strong entity tag, else by the time stamp. */
function condition(version: string | null): { 'If-Range'?: string } {
  const parts: unknown = version === null ? null : JSON.parse(version);
  if (!Array.isArray(parts)) return {};
  const validator = parts.find((part) => typeof part === 'string' && !part.startsWith('W/'));
  return typeof validator === 'string' ? { 'If-Range': validator } : {};
}

/** The length of a body that is the whole file as it is; not known for one that is sent in chunks or in another encoding. */
function sizeOfWhole(response: IncomingMessage): bigint | null {
  const { 'content-length': length, 'content-encoding': encoding } = response.headers;
  if (length === undefined || (encoding !== undefined && encoding !== 'identity')) return null;
  return /^\d+$/.test(length) ? BigInt(length) : null;
}

function readContentRange(value: string | undefined): { start: bigint; size: bigint | null } | null {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(value ?? '');
  const [, start, size] = match ?? [];
  if (start === undefined || size === undefined) return null;
  return { start: BigInt(start), size: size === '*' ? null : BigInt(size) };
}

/** The blocks of an answer. @throws {TransferFailure} when the connection breaks off */
export async function* bodyOf(response: IncomingMessage): AsyncGenerator<Buffer[], void> {
  try {
    yield* blocksOf(response);
  } catch (error) {
    throw toConnectionFailure(error);
  }
}
