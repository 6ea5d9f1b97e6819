import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The responses of a loopback server for one path. */
export interface Resource {
  readonly content?: Buffer;
  readonly status?: number;
  /** Closes the connection once after this number of bytes of the file. */
  readonly cutAt?: number;
  /** Sends this number of bytes, and the rest after `release` is called. */
  readonly holdAt?: number;
  readonly chunked?: boolean;
  readonly ranges?: boolean;
  readonly head?: boolean;
  readonly entityTag?: string | null;
  readonly location?: string;
  readonly encoding?: string;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly acceptEncoding: string | null;
}

/** A real HTTP server on the loopback interface, with faults. */
export class LoopbackServer implements AsyncDisposable {
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;
  readonly #resources = new Map<string, Resource>();
  readonly #cut = new Set<string>();
  readonly #held = new Map<string, () => void>();
  #origin = '';

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<LoopbackServer> {
    const server = new LoopbackServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    const address = server.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    server.#origin = `http://127.0.0.1:${address.port}`;
    return server;
  }

  /** Serves a resource and returns its URL. */
  serve(path: string, resource: Resource): string {
    this.#resources.set(path, resource);
    return this.#origin + path;
  }

  /** Continues a withheld response. */
  release(path: string): void {
    this.#held.get(path)?.();
  }

  gets(): SeenRequest[] {
    return this.requests.filter(({ method }) => method === 'GET');
  }

  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url: path = '', headers } = request;
    this.requests.push({
      method,
      path,
      range: headers.range ?? null,
      ifRange: headers['if-range']?.toString() ?? null,
      acceptEncoding: headers['accept-encoding']?.toString() ?? null,
    });
    const resource = this.#resources.get(path.split('?')[0] ?? path) ?? { status: 404 };
    const { content = Buffer.alloc(0), status = 200, location, entityTag = '"1"', encoding } = resource;
    if (entityTag !== null) response.setHeader('ETag', entityTag);
    if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
    if (location !== undefined) response.setHeader('Location', location);
    if (method === 'HEAD' && resource.head === false) return void response.writeHead(405).end();
    if (status !== 200) return void response.writeHead(status).end();
    const start = resource.ranges === false ? 0 : startOf(headers, entityTag);
    if (!resource.chunked) response.setHeader('Content-Length', content.length - start);
    if (start > 0) response.setHeader('Content-Range', `bytes ${start}-${content.length - 1}/${content.length}`);
    response.writeHead(start > 0 ? 206 : 200);
    if (method === 'HEAD') response.end();
    else this.#send(path, resource, content, start, response);
  }

  #send(path: string, { cutAt, holdAt }: Resource, content: Buffer, start: number, response: ServerResponse): void {
    if (cutAt !== undefined && !this.#cut.has(path)) {
      this.#cut.add(path);
      response.write(content.subarray(start, cutAt), () => setImmediate(() => response.destroy()));
    } else if (holdAt !== undefined && !this.#held.has(path)) {
      response.write(content.subarray(start, holdAt));
      this.#held.set(path, () => response.end(content.subarray(holdAt)));
    } else response.end(content.subarray(start));
  }
}

function startOf(headers: IncomingMessage['headers'], entityTag: string | null): number {
  const match = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  if (match?.[1] === undefined || (condition !== undefined && condition !== entityTag)) return 0;
  return Number(match[1]);
}
