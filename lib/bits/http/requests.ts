import type { IncomingMessage } from 'node:http';
import { readCustomHeaders } from './custom-headers.js';
import { discardBody, type HttpClient } from './http-client.js';
import { redirectFailure, redirectLimit } from './http-results.js';
import { followRedirect } from './redirects.js';
import { type Answer, type ContentRange, readValidators } from './remote-file.js';
import { targetOf } from './request-target.js';
import type { TransferFile } from './transfer-file.js';
import type { TransferTerms } from './transfer-terms.js';

/** A response whose body has not been read. */
interface Answered {
  readonly response: IncomingMessage;
  readonly answer: Answer;
}

const redirections: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Sends a request to the URL of the job, and follows redirections. User name and password of the given URL, and headers that carry credentials,
 * are sent to its origin only.
 * @throws {TransferFailure} if there is no response, or too many redirections
 */
export async function sendRequest(
  client: HttpClient,
  method: string,
  file: TransferFile,
  terms: TransferTerms,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answered> {
  const { origin, authorization } = targetOf(file.givenName);
  let url = file.remoteName;
  for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
    const target = targetOf(url);
    const credentials = target.authorization ?? (target.origin === origin ? authorization : null);
    const custom = readCustomHeaders(terms.customHeaders, target.origin === origin);
    const sent = { ...custom, ...headers, ...(credentials === null ? {} : { Authorization: credentials }) };
    const response = await client.request(method, url, sent, signal, terms);
    const { location } = response.headers;
    const status = response.statusCode ?? 0;
    if (location === undefined || !redirections.includes(status)) {
      file.responseHeaders = headOf(response);
      return { response, answer: readAnswer(method === 'HEAD' ? 'HEAD' : 'GET', response, target.place) };
    }
    discardBody(response);
    url = followRedirect(file, terms, url, encodeBytes(location), status);
  }
  throw redirectFailure();
}

/** Returns the head of a response, in lines that end in CR LF. */
function headOf({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  let head = `HTTP/${httpVersion} ${statusCode} ${statusMessage}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2)
    head += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  return `${head}\r\n`;
}

/** Returns a URL in which each byte beyond ASCII is percent-encoded. Node.js returns the bytes of a header as Latin-1 characters. */
function encodeBytes(text: string): string {
  return text.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

function readAnswer(method: 'HEAD' | 'GET', response: IncomingMessage, place: string): Answer {
  const { headers } = response;
  const status = response.statusCode ?? 0;
  const validators = readValidators(headers);
  const length = readLength(headers['content-length'], headers['transfer-encoding']);
  const range = readContentRange(headers['content-range'], status);
  const stated = range === null || range === 'unusable' ? null : range.size;
  // The length of a response to HEAD may be that of another coding.
  const whole = validators.encoding === null ? (length ?? stated) : null;
  const sizes = { 200: whole, 204: method === 'GET' ? 0n : null, 206: stated };
  const size = isKeyOf(sizes, status) ? sizes[status] : null;
  return {
    method,
    status,
    range,
    hasLength: length !== null,
    refusesRanges: headers['accept-ranges']?.trim().toLowerCase() === 'none',
    file: { place, size, ...validators },
  };
}

function isKeyOf<Key extends PropertyKey>(object: Readonly<Record<Key, unknown>>, key: PropertyKey): key is Key {
  return Object.hasOwn(object, key);
}

/** Reads the length of a body; null if there is none, or if the body is sent in chunks, with which it is not valid. */
function readLength(length: string | undefined, transfer: string | undefined): bigint | null {
  if (length === undefined || /chunked/i.test(transfer ?? '')) return null;
  return /^\d{1,20}$/.test(length.trim()) ? BigInt(length.trim()) : null;
}

function readContentRange(value: string | undefined, status: number): ContentRange | 'unusable' | null {
  if (value === undefined) return null;
  if (status === 416) {
    const [, size] = /^bytes\s+\*\/(\d{1,20})$/i.exec(value.trim()) ?? [];
    return size === undefined ? 'unusable' : { start: 0n, end: null, size: BigInt(size) };
  }
  const [, first, last, whole] = /^bytes[\s=]+(\d{1,20})-(\d{1,20})\/(\d{1,20}|\*)$/i.exec(value.trim()) ?? [];
  if (first === undefined || last === undefined || whole === undefined) return 'unusable';
  const range = { start: BigInt(first), end: BigInt(last) + 1n, size: whole === '*' ? null : BigInt(whole) };
  return range.end <= range.start || (range.size !== null && range.end > range.size) ? 'unusable' : range;
}
