import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { hresults } from '../../../com/hresult.js';
import { errorCode } from '../../../com/thrown.js';
import { readCustomHeaders } from '../../http/custom-headers.js';
import { isRepeatable } from '../../http/header-value.js';
import { discardBody, type HttpClient } from '../../http/http-client.js';
import { isRecoverableStatus, localFailure, remoteFailure, statusFailure } from '../../http/http-results.js';
import { toLocalFailure } from '../../http/local-errors.js';
import { targetOf } from '../../http/request-target.js';
import { errorContext, TransferFailure } from '../../http/transfer-failure.js';
import { type TransferObserver, type TransferTerms, uploadReplyType } from '../../http/transfer-terms.js';
import { toRemoteName } from '../file-names.js';
import type { JobFile } from '../job-file.js';
import { formatSession, parseSession, type UploadSession, urlOfSession } from './upload-session.js';

/** The BITS 1.5 upload protocol. */
const protocol = '{7df0354d-249b-430f-820d-3d2a9bef4931}';

/** Bytes of a fragment. */
const fragmentSize = 512 * 1024;

/** The maximum number of responses after which nothing more is to be sent than before, until the server has more than ever. */
const fruitlessAnswers = 5;

/** The timeout of `Cancel-Session`, in milliseconds. */
const cancelTimeout = 2000;

/**
 * Uploads a file by the BITS upload protocol: a session, fragments in order, and the end of the session. An interrupted session continues from the
 * position that the server returns.
 * Sources: https://learn.microsoft.com/windows/win32/bits/bits-upload-protocol and https://learn.microsoft.com/openspecs/windows_protocols/mc-bup.
 * @throws {TransferFailure}
 */
export async function uploadFile(
  client: HttpClient,
  file: JobFile,
  terms: TransferTerms,
  observer: TransferObserver,
  signal: AbortSignal,
): Promise<void> {
  const handle = await openSource(file);
  try {
    await new Upload(client, file, terms, observer, signal).send(handle);
  } finally {
    await handle.close();
  }
}

/** Sends `Cancel-Session` for an open session. Resolves after a timeout at the latest. */
export async function cancelUpload(client: HttpClient, file: JobFile, terms: TransferTerms): Promise<void> {
  const session = sessionOf(file);
  if (session === null) return;
  file.uploadSession = null;
  try {
    const url = urlOfSession(session, file.remoteName);
    const headers = { ...headersFor(file, terms, url), ...packet('Cancel-Session', session), 'Content-Length': '0' };
    const signal = AbortSignal.timeout(cancelTimeout);
    discardBody(await client.request(terms.httpMethod, url, headers, signal, terms));
  } catch (error) {
    // The server removes an unused session after a timeout.
    if (!(error instanceof TransferFailure)) throw error;
  }
}

class Upload {
  readonly #client: HttpClient;
  readonly #file: JobFile;
  readonly #terms: TransferTerms;
  readonly #observer: TransferObserver;
  readonly #signal: AbortSignal;

  constructor(
    client: HttpClient,
    file: JobFile,
    terms: TransferTerms,
    observer: TransferObserver,
    signal: AbortSignal,
  ) {
    this.#client = client;
    this.#file = file;
    this.#terms = terms;
    this.#observer = observer;
    this.#signal = signal;
  }

  async send(handle: FileHandle): Promise<void> {
    const file = this.#file;
    const size = file.total ?? 0n;
    let session = sessionOf(file) ?? (await this.#open());
    this.#observer.connected();
    let fruitless = 0;
    let furthest = file.transferred;
    while (!session.closing && !this.#signal.aborted) {
      const before = file.transferred;
      const outcome = await this.#sendFragment(handle, session, size);
      if (this.#signal.aborted) return;
      if (outcome === 'done') break;
      if (outcome === 'lost') session = await this.#open();
      // A server that has lost what it had received gets it again, but not without end.
      if (file.transferred > furthest) fruitless = 0;
      else if (file.transferred <= before) fruitless += 1;
      if (fruitless === fruitlessAnswers) throw invalidAnswer();
      if (file.transferred > furthest) furthest = file.transferred;
      this.#observer.progressed();
    }
    if (this.#signal.aborted) return;
    await this.#close(session);
    file.finish();
    this.#observer.progressed();
  }

  async #open(): Promise<UploadSession> {
    const file = this.#file;
    file.uploadSession = null;
    file.replyUrl = null;
    const answer = await this.#post(file.remoteName, {
      'BITS-Packet-Type': 'Create-Session',
      'BITS-Supported-Protocols': protocol,
    });
    const { headers } = answer;
    requireAck(answer);
    const id = textOf(headers['bits-session-id']);
    const host = textOf(headers['bits-host-id']);
    const chosen = textOf(headers['bits-protocol']);
    if (id === '' || chosen.toLowerCase() !== protocol)
      throw new TransferFailure(hresults.BG_E_CLIENT_SERVER_PROTOCOL_MISMATCH, errorContext.remoteFile, false);
    if (!isRepeatable(id) || !isRepeatable(host)) throw invalidAnswer();
    const session = { id, host, closing: false };
    file.transferred = 0n;
    file.uploadSession = formatSession(session);
    return session;
  }

  /** Sends the next bytes. Resolves to `'lost'` if the server has removed the session. */
  async #sendFragment(handle: FileHandle, session: UploadSession, size: bigint): Promise<'more' | 'done' | 'lost'> {
    const file = this.#file;
    const url = urlOfSession(session, file.remoteName);
    const start = file.transferred;
    const body = await readPart(handle, start, size);
    const end = start + BigInt(body.length);
    const headers = {
      ...packet('Fragment', session),
      ...(start === 0n ? { 'Content-Name': contentNameOf(file) } : {}),
      'Content-Range': body.length === 0 ? `bytes */${size}` : `bytes ${start}-${end - 1n}/${size}`,
    };
    const answer = await this.#post(url, headers, body);
    if (this.#signal.aborted) return 'more';
    const expected = textOf(answer.headers['bits-received-content-range']);
    const next = /^\d{1,19}$/.test(expected) ? BigInt(expected) : null;
    if (answer.statusCode === 416 && next !== null && next <= size) {
      file.transferred = next;
      return 'more';
    }
    if (errorOf(answer) === hresults.BG_E_SESSION_NOT_FOUND) return 'lost';
    requireAck(answer);
    file.transferred = next ?? end;
    if (file.transferred > size) throw invalidAnswer();
    if (file.transferred < size) return 'more';
    const reply = textOf(answer.headers['bits-reply-url']);
    if (this.#terms.type === uploadReplyType && reply !== '') file.replyUrl = resolve(reply, url);
    return 'done';
  }

  async #close(session: UploadSession): Promise<void> {
    const file = this.#file;
    const url = urlOfSession(session, file.remoteName);
    // The next attempt, which may be that of another process, must not send the file again if only the response to this packet is lost.
    file.uploadSession = formatSession({ ...session, closing: true });
    try {
      const answer = await this.#post(url, packet('Close-Session', session));
      // The session is already closed if the response to an earlier Close-Session was lost.
      if (errorOf(answer) !== hresults.BG_E_SESSION_NOT_FOUND) requireAck(answer);
    } catch (error) {
      if (!isLostAnswer(error)) file.uploadSession = formatSession(session);
      throw error;
    }
    file.uploadSession = null;
  }

  async #post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer = Buffer.alloc(0),
  ): Promise<IncomingMessage> {
    const own = headersFor(this.#file, this.#terms, url);
    const sent = { ...own, ...headers, 'Content-Length': String(body.length) };
    const answer = await this.#client.request(this.#terms.httpMethod, url, sent, this.#signal, this.#terms, body);
    discardBody(answer);
    this.#file.responseHeaders = `HTTP/${answer.httpVersion} ${answer.statusCode} ${answer.statusMessage}\r\n\r\n`;
    return answer;
  }
}

function packet(type: string, { id }: UploadSession): Record<string, string> {
  return { 'BITS-Packet-Type': type, 'BITS-Session-Id': id };
}

/** Returns the open session of a file; null for none. */
function sessionOf({ uploadSession }: JobFile): UploadSession | null {
  return uploadSession === null ? null : parseSession(uploadSession);
}

/** Returns the custom headers for a URL, and the credentials of the URL; those that carry credentials are omitted for another origin than the given one. */
function headersFor({ givenName }: JobFile, { customHeaders }: TransferTerms, url: string): OutgoingHttpHeaders {
  const { origin, authorization } = targetOf(url);
  const custom = readCustomHeaders(customHeaders, origin === targetOf(givenName).origin);
  return authorization === null ? custom : { ...custom, Authorization: authorization };
}

/** Returns the name of the local file for a header. A file system may have a name that is not well-formed. */
function contentNameOf({ localName }: JobFile): string {
  return encodeURI(localName.replace(/^.*[\\/]/, '').replaceAll(/\p{Cs}/gu, '\uFFFD'));
}

/** Checks that a response is an Ack of a request that succeeded. @throws {TransferFailure} if it is not */
function requireAck(answer: IncomingMessage): void {
  const status = answer.statusCode ?? 0;
  const error = errorOf(answer);
  if (error !== null) {
    const context = Number.parseInt(textOf(answer.headers['bits-error-context']), 16);
    const application = context === errorContext.remoteApplication;
    throw new TransferFailure(
      error,
      application ? errorContext.remoteApplication : errorContext.remoteFile,
      isRecoverableStatus(status),
    );
  }
  if (status !== 200 && status !== 201) throw statusFailure(status);
  if (textOf(answer.headers['bits-packet-type']).toLowerCase() !== 'ack') throw invalidAnswer();
}

/** Returns the HRESULT of an error, from either of the documented headers; null if there is none. */
function errorOf({ headers, statusCode }: IncomingMessage): number | null {
  if (statusCode === 200 || statusCode === 201) return null;
  const text = textOf(headers['bits-error-code']) || textOf(headers['bits-error']);
  const [, digits] = /^(?:0?x)?([0-9a-f]{1,8})$/i.exec(text) ?? [];
  const hresult = digits === undefined ? 0 : Number.parseInt(digits, 16);
  return hresult === 0 ? null : hresult;
}

/** Whether a request may have been received, although its response was not. */
function isLostAnswer(error: unknown): boolean {
  const lost: readonly number[] = [hresults.ERROR_WINHTTP_CONNECTION_ERROR, hresults.ERROR_WINHTTP_TIMEOUT];
  return error instanceof TransferFailure && lost.includes(error.hresult);
}

function invalidAnswer(): TransferFailure {
  return remoteFailure(hresults.BG_E_INVALID_SERVER_RESPONSE);
}

/** Returns the absolute URL of a reply as a remote name. @throws {TransferFailure} if it is not a URL of HTTP, or cannot be a remote name */
function resolve(url: string, base: string): string {
  const name = URL.canParse(url, base) ? toRemoteName(new URL(url, base).href) : null;
  if (name === null) throw invalidAnswer();
  return name;
}

function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

/** Opens the local file of an upload. @throws {TransferFailure} also `BG_E_LOCAL_FILE_CHANGED` if the file has changed since the upload started */
async function openSource(file: JobFile): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.localName, 'r');
    const status = await handle.stat({ bigint: true });
    if (!status.isFile()) throw localFailure(hresults.E_ACCESSDENIED);
    const found = { place: '', size: status.size, entityTag: null, modified: String(status.mtimeNs), encoding: null };
    const { known } = file;
    if (known !== null && (known.size !== found.size || known.modified !== found.modified))
      throw localFailure(hresults.BG_E_LOCAL_FILE_CHANGED);
    file.known = found;
    file.total = status.size;
    return handle;
  } catch (error) {
    await handle?.close();
    if (error instanceof TransferFailure) throw error;
    throw errorCode(error) === 'ENOENT' ? localFailure(hresults.ERROR_FILE_NOT_FOUND) : toLocalFailure(error);
  }
}

/** Reads the bytes of a fragment. @throws {TransferFailure} */
async function readPart(handle: FileHandle, start: bigint, size: bigint): Promise<Buffer> {
  const rest = size - start;
  const body = Buffer.alloc(rest < fragmentSize ? Number(rest) : fragmentSize);
  let length = 0;
  try {
    while (length < body.length) {
      const { bytesRead } = await handle.read(body, length, body.length - length, Number(start) + length);
      if (bytesRead === 0) throw localFailure(hresults.BG_E_LOCAL_FILE_CHANGED);
      length += bytesRead;
    }
  } catch (error) {
    throw error instanceof TransferFailure ? error : toLocalFailure(error);
  }
  return body;
}
