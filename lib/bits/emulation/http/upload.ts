import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { hresults } from '../../../com/hresult.js';
import { readCustomHeaders } from '../../http/custom-headers.js';
import { isRepeatable } from '../../http/header-value.js';
import { discardBody, type HttpClient } from '../../http/http-client.js';
import { isRecoverableStatus, localFailure, remoteFailure, statusFailure } from '../../http/http-results.js';
import { toLocalFailure } from '../../http/local-errors.js';
import { errorContext, TransferFailure } from '../../http/transfer-failure.js';
import { type TransferObserver, type TransferTerms, uploadReplyType } from '../../http/transfer-terms.js';
import { toRemoteName } from '../file-names.js';
import type { JobFile } from '../job-file.js';

/** The BITS 1.5 upload protocol. */
const protocol = '{7df0354d-249b-430f-820d-3d2a9bef4931}';

/** Bytes of a fragment. */
const fragmentSize = 512 * 1024;

/** The maximum number of consecutive responses without progress. */
const fruitlessAnswers = 5;

/** The timeout of `Cancel-Session`, in milliseconds. */
const cancelTimeout = 2000;

/** A session, and the URL of its packets. */
interface Session {
  readonly id: string;
  readonly url: string;
}

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
  if (file.uploadSession === null) return;
  const session = readSession(file.uploadSession, file.remoteName);
  file.uploadSession = null;
  try {
    const headers = { ...packet('Cancel-Session', session), 'Content-Length': '0' };
    const custom = readCustomHeaders(terms.customHeaders, true);
    const signal = AbortSignal.timeout(cancelTimeout);
    discardBody(await client.request('BITS_POST', session.url, { ...custom, ...headers }, signal, terms));
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
    let session = file.uploadSession === null ? await this.#open() : readSession(file.uploadSession, file.remoteName);
    this.#observer.connected();
    let fruitless = 0;
    while (!this.#signal.aborted) {
      const before = file.transferred;
      const outcome = await this.#sendFragment(handle, session, size);
      if (this.#signal.aborted) return;
      if (outcome === 'done') break;
      if (outcome === 'lost') session = await this.#open();
      fruitless = file.transferred > before ? 0 : fruitless + 1;
      if (fruitless === fruitlessAnswers) throw invalidAnswer();
      this.#observer.progressed();
    }
    if (this.#signal.aborted) return;
    await this.#close(session);
    file.finish();
    this.#observer.progressed();
  }

  async #open(): Promise<Session> {
    const file = this.#file;
    file.uploadSession = null;
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
    file.transferred = 0n;
    file.uploadSession = JSON.stringify([id, host]);
    return readSession(file.uploadSession, file.remoteName);
  }

  /** Sends the next bytes. Resolves to `'lost'` if the server has removed the session. */
  async #sendFragment(handle: FileHandle, session: Session, size: bigint): Promise<'more' | 'done' | 'lost'> {
    const file = this.#file;
    const start = file.transferred;
    const body = await readPart(handle, start, size);
    const end = start + BigInt(body.length);
    const headers = {
      ...packet('Fragment', session),
      ...(start === 0n ? { 'Content-Name': encodeURI(file.localName.replace(/^.*[\\/]/, '')) } : {}),
      'Content-Range': body.length === 0 ? `bytes */${size}` : `bytes ${start}-${end - 1n}/${size}`,
    };
    const answer = await this.#post(session.url, headers, body);
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
    if (this.#terms.type === uploadReplyType && reply !== '') file.replyUrl = resolve(reply, session.url);
    return 'done';
  }

  async #close(session: Session): Promise<void> {
    const answer = await this.#post(session.url, packet('Close-Session', session));
    // The session is already closed if the response to an earlier Close-Session was lost.
    if (errorOf(answer) !== hresults.BG_E_SESSION_NOT_FOUND) requireAck(answer);
    this.#file.uploadSession = null;
  }

  async #post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer = Buffer.alloc(0),
  ): Promise<IncomingMessage> {
    const custom = readCustomHeaders(this.#terms.customHeaders, true);
    const sent = { ...custom, ...headers, 'Content-Length': String(body.length) };
    const answer = await this.#client.request(this.#terms.httpMethod, url, sent, this.#signal, this.#terms, body);
    discardBody(answer);
    this.#file.responseHeaders = `HTTP/${answer.httpVersion} ${answer.statusCode} ${answer.statusMessage}\r\n\r\n`;
    return answer;
  }
}

function packet(type: string, { id }: Session): Record<string, string> {
  return { 'BITS-Packet-Type': type, 'BITS-Session-Id': id };
}

/** Reads a stored session. `BITS-Host-Id` replaces the host of the URL. */
function readSession(stored: string, remoteName: string): Session {
  const parts: unknown = JSON.parse(stored);
  const [id, host]: unknown[] = Array.isArray(parts) ? parts : [];
  const url = new URL(remoteName);
  if (typeof host === 'string' && host !== '') url.host = host;
  return { id: typeof id === 'string' ? id : '', url: typeof host === 'string' && host !== '' ? url.href : remoteName };
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
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing ? localFailure(hresults.ERROR_FILE_NOT_FOUND) : toLocalFailure(error);
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
