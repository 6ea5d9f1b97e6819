import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file that a {@link LoopbackServer} serves. */
export interface LoopbackFile {
  readonly content: Uint8Array;
  /** Serves it without a length. */
  readonly chunked?: boolean;
  /** Responds with this status and no file. */
  readonly status?: number;
  /** Withholds all bytes from this offset until {@link LoopbackServer.release}. */
  readonly holdAt?: number;
  /** Closes the connection at this offset, once. */
  readonly cutAt?: number;
  /** Headers of the responses with the file, beside those of the server. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A received request. */
export interface LoopbackRequest {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const modified = 'Sat, 01 Nov 2025 12:00:00 GMT';
const piece = 64 * 1024;

interface Resource {
  file: LoopbackFile;
  readonly released: Promise<void>;
  readonly release: () => void;
  cut: boolean;
  entityTag: string;
}

/** An HTTP server on the loopback interface with HEAD, ranges and validators, as BITS requires, and faults on demand. */
export class LoopbackServer {
  readonly #http: Server;
  readonly #resources = new Map<string, Resource>();
  #versions = 0;
  /** Every request so far. */
  readonly requests: LoopbackRequest[] = [];

  private constructor() {
    this.#http = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<LoopbackServer> {
    const server = new LoopbackServer();
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get port(): number {
    return addressOf(this.#http).port;
  }

  /** Serves a file under a path such as `/file.bin`; replaces the file if the path exists. */
  serve(path: string, file: LoopbackFile): string {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#resources.get(path)?.release();
    this.#versions += 1;
    this.#resources.set(path, { file, released, release, cut: false, entityTag: `"${this.#versions}"` });
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Sends the withheld bytes of a file. */
  release(path: string): void {
    this.#resources.get(path)?.release();
  }

  async close(): Promise<void> {
    for (const { release } of this.#resources.values()) release();
    const closed = once(this.#http, 'close');
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const { range } = request.headers;
    this.requests.push({ method, path, range, headers: request.headers });
    const resource = this.#resources.get(path);
    const { status = 200 } = resource?.file ?? { status: 404 };
    if (resource === undefined || status !== 200) {
      response.writeHead(status, { 'content-length': 0 }).end();
      return;
    }
    const window = windowOf(resource, request);
    writeHead(response, resource, window);
    if (method === 'HEAD') response.end();
    else await send(response, resource, window);
  }
}

interface Window {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly partial: boolean;
}

function windowOf({ file, entityTag }: Resource, request: IncomingMessage): Window {
  const whole = { start: 0, end: file.content.length, partial: false };
  const { range, 'if-range': validator } = request.headers;
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const stale = validator !== undefined && validator !== entityTag && validator !== modified;
  if (match === null || stale || file.chunked) return whole;
  const start = Number(match[1]);
  const end = match[2] ? Math.min(Number(match[2]) + 1, whole.end) : whole.end;
  return { start, end, partial: true };
}

function writeHead(response: ServerResponse, { file, entityTag }: Resource, { start, end, partial }: Window): void {
  const total = file.content.length;
  if (partial && start >= total) {
    response.writeHead(416, { 'content-range': `bytes */${total}`, 'content-length': 0 });
    return;
  }
  response.writeHead(partial ? 206 : 200, {
    ...file.headers,
    'accept-ranges': file.chunked ? 'none' : 'bytes',
    'last-modified': modified,
    etag: entityTag,
    ...(file.chunked ? {} : { 'content-length': end - start }),
    ...(partial ? { 'content-range': `bytes ${start}-${end - 1}/${total}` } : {}),
  });
  response.flushHeaders();
}

async function send(response: ServerResponse, resource: Resource, { start, end }: Window): Promise<void> {
  const { content, holdAt = Number.POSITIVE_INFINITY, cutAt = Number.POSITIVE_INFINITY } = resource.file;
  for (let position = start; position < end; ) {
    if (position === holdAt) await resource.released;
    if (position === cutAt && !resource.cut) {
      resource.cut = true;
      response.destroy();
      return;
    }
    const next = [holdAt, cutAt].filter((stop) => stop > position);
    const until = Math.min(position + piece, end, ...next);
    if (response.destroyed) return;
    const accepted = response.write(content.subarray(position, until));
    if (!accepted) await drained(response);
    position = until;
  }
  response.end();
}

/** Resolves when more can be written, and when the peer has closed the connection, which never drains then. */
async function drained(response: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    settled.abort();
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address;
}
