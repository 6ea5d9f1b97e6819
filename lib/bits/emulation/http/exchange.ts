import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { hresults } from '../../../com/hresult.js';
import { connectionFailure, cutFailure } from '../http-results.js';
import { receiveTimeout } from '../settings.js';
import { errorContext } from '../states.js';
import { TransferFailure } from '../transfer-failure.js';
import { Intake } from './intake.js';
import { LenientConnection, largestHead } from './lenient-head.js';
import { targetOf } from './target.js';

/** How one request is sent. */
interface Sending {
  readonly headers: OutgoingHttpHeaders;
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
  /** Origins whose answers may need a repair. */
  readonly #unusual = new Set<string>();

  /**
   * Sends a request and resolves to the head of the answer. The body must be read or discarded. HEAD has a connection of its own: some
   * servers send a body after it, which would be taken for the answer to the next request.
   * @throws {TransferFailure} when there is no answer
   */
  async request(
    method: string,
    url: string,
    headers: OutgoingHttpHeaders,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { origin } = targetOf(url);
    const fresh = method === 'HEAD';
    const repair = fresh || this.#unusual.has(origin);
    return await this.#askTwice(method, url, { headers, signal, fresh, repair });
  }

  async #askTwice(method: string, url: string, sending: Sending): Promise<IncomingMessage> {
    const { signal, repair } = sending;
    try {
      return await this.#send(method, url, sending);
    } catch (error) {
      if (signal.aborted) throw toConnectionFailure(error);
      if (error instanceof Unanswered) return await this.#sendAgain(method, url, { ...sending, fresh: true });
      if (repair || !errorCode(error).startsWith('HPE_')) throw toConnectionFailure(error);
      const response = await this.#sendAgain(method, url, { ...sending, fresh: true, repair: true });
      this.#unusual.add(targetOf(url).origin);
      return response;
    }
  }

  close(): void {
    for (const agent of [this.#plain, this.#secure, ...this.#proxies.values()]) agent.destroy();
    this.#proxies.clear();
  }

  async #sendAgain(method: string, url: string, sending: Sending): Promise<IncomingMessage> {
    try {
      return await this.#send(method, url, sending);
    } catch (error) {
      throw toConnectionFailure(error);
    }
  }

  #send(method: string, url: string, { headers, signal, fresh, repair }: Sending): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { secure, host, port, path, origin } = targetOf(url);
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
        agent: repair ? this.#repairingAgent(origin, secure, url) : this.#agent(secure, url, fresh),
      };
      const receive = (response: IncomingMessage) => {
        // What goes wrong before the body is read must be found there.
        request.on('error', (error) => response.destroy(error));
        response.once('close', () => {
          // The chunks of a body that breaks off may be in a form that the parser does not read.
          const chunked = response.headers['transfer-encoding'] !== undefined;
          if (chunked && response.errored !== null && !signal.aborted) this.#unusual.add(origin);
        });
        resolve(response);
      };
      const request: ClientRequest = secure ? https.request(options, receive) : http.request(options, receive);
      request.on('timeout', () => request.destroy(connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT)));
      request.on('error', (error) => {
        const unanswered = request.reusedSocket && !(error instanceof TransferFailure);
        reject(unanswered ? new Unanswered() : error);
      });
      request.end();
    });
  }

  #agent(secure: boolean, url: string, fresh: boolean): http.Agent | false {
    const proxy = getProxyForUrl(url);
    if (proxy === '' && secure) return fresh ? false : this.#secure;
    if (proxy === '') return fresh ? new PlainAgent() : this.#plain;
    if (fresh) return createProxyAgent(secure, proxy, false);
    const key = `${secure} ${proxy}`;
    const agent = this.#proxies.get(key) ?? createProxyAgent(secure, proxy, true);
    this.#proxies.set(key, agent);
    return agent;
  }

  /** An agent for one request, whose connection repairs the answer. */
  #repairingAgent(origin: string, secure: boolean, url: string): http.Agent {
    const proxy = getProxyForUrl(url);
    const agent = proxy === '' ? new (secure ? https.Agent : http.Agent)() : createProxyAgent(secure, proxy, false);
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (...parameters: Parameters<http.Agent['createConnection']>) => {
      const socket = connect(...parameters);
      return socket && new LenientConnection(socket, () => this.#unusual.add(origin));
    };
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
