import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { hresults } from '../../../com/hresult.js';
import { connectionFailure, cutFailure } from '../http-results.js';
import { receiveTimeout } from '../settings.js';
import { errorContext } from '../states.js';
import { TransferFailure } from '../transport.js';
import { Intake } from './intake.js';
import { LenientConnection, largestHead } from './lenient-head.js';
import { targetOf } from './target.js';

/** How one request is sent. */
interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Over a connection of its own. */
  readonly fresh: boolean;
  /** Over a connection that repairs the head of its answer. */
  readonly repair: boolean;
}

/** Bytes of an answer that are read only to keep its connection. */
const largestDiscard = 64 * 1024;

/** Makes requests over connections of its own, which `close` ends. */
export class HttpClient {
  readonly #plain = new PlainAgent({ keepAlive: true });
  readonly #secure = new https.Agent({ keepAlive: true });
  readonly #proxies = new Map<string, http.Agent>();
  /** Origins whose answers need a repair. */
  readonly #unusual = new Set<string>();

  /**
   * Sends a request and resolves to the head of the answer. The body must be read or discarded. HEAD has a connection of its own: some
   * servers send a body after it, which would be taken for the answer to the next request.
   * @throws {TransferFailure} when there is no answer
   */
  async request(
    method: 'HEAD' | 'GET',
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { origin } = targetOf(url);
    const fresh = method === 'HEAD';
    const repair = this.#unusual.has(origin);
    try {
      return await this.#send(method, url, { headers, signal, fresh, repair });
    } catch (error) {
      if (signal.aborted) throw toConnectionFailure(error);
      if (error instanceof Unanswered)
        return await this.#sendAgain(method, url, { headers, signal, fresh: true, repair });
      if (repair || !errorCode(error).startsWith('HPE_')) throw toConnectionFailure(error);
      const response = await this.#sendAgain(method, url, { headers, signal, fresh: true, repair: true });
      this.#unusual.add(origin);
      return response;
    }
  }

  close(): void {
    for (const agent of [this.#plain, this.#secure, ...this.#proxies.values()]) agent.destroy();
    this.#proxies.clear();
  }

  async #sendAgain(method: 'HEAD' | 'GET', url: string, sending: Sending): Promise<IncomingMessage> {
    try {
      return await this.#send(method, url, sending);
    } catch (error) {
      throw toConnectionFailure(error);
    }
  }

  #send(method: 'HEAD' | 'GET', url: string, { headers, signal, fresh, repair }: Sending): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { secure, host, port, path } = targetOf(url);
      const proxy = getProxyForUrl(url);
      const options: https.RequestOptions = {
        method,
        host,
        port,
        path,
        headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'winprogress', ...headers },
        signal,
        timeout: receiveTimeout,
        insecureHTTPParser: true,
        maxHeaderSize: largestHead,
        ...this.#route(secure, host, proxy, fresh, repair),
      };
      const request: ClientRequest = secure ? https.request(options, resolve) : http.request(options, resolve);
      request.on('timeout', () => request.destroy(connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT)));
      request.on('error', (error) => {
        const unanswered = request.reusedSocket && !(error instanceof TransferFailure);
        reject(unanswered ? new Unanswered() : error);
      });
      request.end();
    });
  }

  #route(secure: boolean, host: string, proxy: string, fresh: boolean, repair: boolean): https.RequestOptions {
    if (proxy !== '') return { agent: this.#proxyAgent(secure, proxy, fresh) };
    if (!repair && secure) return { agent: fresh ? false : this.#secure };
    if (!repair) return { agent: fresh ? new PlainAgent() : this.#plain };
    return {
      createConnection: ({ port }) => {
        const address = { host, port: Number(port) };
        const name = net.isIP(host) === 0 ? { servername: host } : {};
        return new LenientConnection(secure ? tls.connect({ ...address, ...name }) : net.connect(address));
      },
    };
  }

  #proxyAgent(secure: boolean, proxy: string, fresh: boolean): http.Agent {
    if (fresh) return createProxyAgent(secure, proxy, false);
    const key = `${secure} ${proxy}`;
    const agent = this.#proxies.get(key) ?? createProxyAgent(secure, proxy, true);
    this.#proxies.set(key, agent);
    return agent;
  }
}

/** Opens connections whose bodies can be taken. */
class PlainAgent extends http.Agent {
  override createConnection(options: http.ClientRequestArgs): net.Socket {
    return Intake.connect({ ...options, host: options.host ?? undefined, port: Number(options.port) });
  }
}

/** A connection that had served an earlier request ended before it answered. */
class Unanswered extends Error {}

function createProxyAgent(secure: boolean, proxy: string, keepAlive: boolean): http.Agent {
  return secure ? new HttpsProxyAgent(proxy, { keepAlive }) : new HttpProxyAgent(proxy, { keepAlive });
}

/** Ends an answer whose body is not wanted: a short one is read, so that its connection can serve again. */
export function discardBody(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > largestDiscard) response.destroy();
  });
}

const secureErrors = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;

/** What an error of Node's sockets means to BITS. */
export function toConnectionFailure(error: unknown): TransferFailure {
  if (error instanceof TransferFailure) return error;
  const code = errorCode(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
  if (code === 'ETIMEDOUT') return connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT);
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(code)) {
    return connectionFailure(hresults.ERROR_WINHTTP_CANNOT_CONNECT);
  }
  if (code.startsWith('HPE_')) return connectionFailure(hresults.ERROR_WINHTTP_INVALID_SERVER_RESPONSE);
  if (secureErrors.test(code)) {
    return new TransferFailure(hresults.ERROR_WINHTTP_SECURE_FAILURE, errorContext.generalTransport, false);
  }
  return cutFailure();
}

/** The code of an error of Node's, or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
