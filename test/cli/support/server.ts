import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

/** A file of the server. */
export interface TestFile {
  readonly content: Buffer;
  /** Increasing offsets at which the server stops until the next `advance()`. */
  readonly stops?: readonly number[];
  /** The response has no Content-Length. */
  readonly chunked?: true;
  /** The connection is closed at this offset. */
  readonly cutAt?: number;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A loopback server for downloads with HEAD, ranges and validators. It does not use timers. */
export class TestServer implements AsyncDisposable {
  readonly requests: LoggedRequest[] = [];
  readonly #files: Map<string, TestFile>;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  #allowed = 0;
  #waiting: (() => void)[] = [];

  private constructor(files: Readonly<Record<string, TestFile>>) {
    this.#files = new Map(Object.entries(files));
  }

  static async start(files: Readonly<Record<string, TestFile>>): Promise<TestServer> {
    const server = new TestServer(files);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  url(name: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return `http://127.0.0.1:${address.port}/${name}`;
  }

  /** Adds, replaces or removes a file. */
  put(name: string, file: TestFile | null): void {
    if (file === null) this.#files.delete(name);
    else this.#files.set(name, file);
  }

  /** Sends the files up to their next stop. */
  advance(): void {
    this.#allowed += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url: path = '', headers } = request;
    this.requests.push({ method, path, range: headers.range, headers });
    const file = this.#files.get(path.slice(1));
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { content, chunked } = file;
    const size = content.length;
    const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
    const start = match ? Number(match[1]) : 0;
    const end = match?.[2] ? Math.min(Number(match[2]) + 1, size) : size;
    if (match && start >= end) {
      response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
      return;
    }
    response.writeHead(match ? 206 : 200, {
      'last-modified': new Date(0).toUTCString(),
      ...(chunked ? {} : { 'accept-ranges': 'bytes', etag: '"one"', 'content-length': end - start }),
      ...(match ? { 'content-range': `bytes ${start}-${end - 1}/${size}` } : {}),
    });
    if (method === 'HEAD') response.end();
    else this.#send(file, start, end, response).catch(() => response.destroy());
  }

  async #send({ content, stops = [], cutAt }: TestFile, start: number, end: number, response: ServerResponse) {
    let position = start;
    for (const [index, stop] of stops.entries()) {
      if (stop > position && stop < end) {
        response.write(content.subarray(position, stop));
        position = stop;
      }
      while (this.#allowed <= index) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (cutAt !== undefined && cutAt < end) {
      response.write(content.subarray(position, Math.max(position, cutAt)), () => response.destroy());
      return;
    }
    response.end(content.subarray(position, end));
  }
}

/** Bytes that are different at different offsets, so that wrong offsets are found. */
export function bytes(size: number): Buffer {
  const content = Buffer.alloc(size);
  for (let index = 0; index < size; index += 1) content[index] = (index * 31 + (index >> 8) * 7 + (index >> 16)) & 0xff;
  return content;
}
