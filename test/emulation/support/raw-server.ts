import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Certificate } from './certificate.js';

/** A received request. */
export interface RawRequest {
  readonly method: string;
  /** The request target, as it was sent. */
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly range: string | null;
  /** The number of the connection, from 0, and of the request on it, from 0. */
  readonly connection: number;
  readonly turn: number;
}

export type RawHandler = (request: RawRequest, socket: Socket) => void;

/** A server on the loopback interface that responds with raw bytes of the test. */
export class RawServer implements AsyncDisposable {
  readonly requests: RawRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #secure: boolean;
  #port = 0;

  private constructor(handler: RawHandler, certificate: Certificate | undefined) {
    let connections = 0;
    this.#secure = certificate !== undefined;
    const serve = (socket: Socket) => {
      const connection = connections;
      connections += 1;
      let turn = 0;
      let text = '';
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          const request = parseRequest(text.slice(0, end), connection, turn);
          text = text.slice(end + 4);
          turn += 1;
          this.requests.push(request);
          handler(request, socket);
        }
      });
    };
    this.#server =
      certificate === undefined
        ? createServer(serve)
        : createSecureServer({ key: certificate.private, cert: certificate.cert }, serve);
  }

  /** @param certificate speaks TLS with this key and certificate */
  static async start(handler: RawHandler, certificate?: Certificate): Promise<RawServer> {
    const server = new RawServer(handler, certificate);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    const address = server.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    server.#port = address.port;
    return server;
  }

  get origin(): string {
    return `${this.#secure ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** The `Range` of each GET. */
  ranges(): (string | null)[] {
    return this.requests.filter(({ method }) => method === 'GET').map(({ range }) => range);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function parseRequest(text: string, connection: number, turn: number): RawRequest {
  const [first = '', ...lines] = text.split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { method, path, headers, range: headers.get('range') ?? null, connection, turn };
}

/** The head of a response. */
export function head(status: string, ...fields: string[]): string {
  return [`HTTP/1.1 ${status}`, ...fields, '', ''].join('\r\n');
}

/** The position at which a request begins. */
export function startOf({ range }: RawRequest): number {
  return Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
}
