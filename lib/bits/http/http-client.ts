import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import { TLSSocket } from 'node:tls';
import { hresults } from '../../com/hresult.js';
import { errorCode } from '../../com/thrown.js';
import { Authentication } from './authentication.js';
import { connectionFailure, cutFailure } from './http-results.js';
import { LenientConnection, largestHead } from './lenient-head.js';
import { verifiesPeer, verifyPeer } from './peer-verification.js';
import { proxyFor } from './proxy-choice.js';
import { type RequestTarget, targetOf } from './request-target.js';
import { SocketReader } from './socket-reader.js';
import { errorContext, TransferFailure } from './transfer-failure.js';
import { receiveTimeout, type TransferTerms } from './transfer-terms.js';

/** Options of a request. */
interface RequestOptions {
  readonly headers: OutgoingHttpHeaders;
  readonly signal: AbortSignal;
  /** Whether the request needs a new connection. */
  readonly fresh: boolean;
  /** Whether the connection repairs the head of the response. */
  readonly repair: boolean;
  readonly terms: TransferTerms;
  /** Null for none. */
  readonly body: Buffer | null;
}

/** How a request reaches its server. */
interface Route {
  /** The URL of the proxy; an empty string for none. */
  readonly proxy: string;
  readonly createAgent: (
    secure: boolean,
    proxy: string,
    keepAlive: boolean,
    authorization: string | null,
  ) => http.Agent;
}

/** The maximum number of rounds of challenges and responses for one request: a proxy's, a server's, and a nonce that is too old. */
const maximumChallenges = 4;

/** The maximum number of bytes of a response that are read only to reuse its connection. */
const largestDiscard = 64 * 1024;

/** Sends requests over its own connections, which `close` closes. */
export class HttpClient {
  readonly #plain = new PlainAgent({ keepAlive: true });
  readonly #secure = new https.Agent({ keepAlive: true });
  readonly #proxies = new Map<string, http.Agent>();
  readonly #authentication = new Authentication();
  /** Origins whose responses may need a repair. */
  readonly #unusual = new Set<string>();

  /**
   * Sends a request and resolves to the head of the response. The body must be read or discarded. HEAD uses a new connection: some servers
   * send a body after it, which would be parsed as the response to the next request.
   * @throws {TransferFailure} if there is no response
   */
  async request(
    method: string,
    url: string,
    headers: OutgoingHttpHeaders,
    signal: AbortSignal,
    terms: TransferTerms,
    body: Buffer | null = null,
  ): Promise<IncomingMessage> {
    const { origin, path } = targetOf(url);
    const fresh = method === 'HEAD';
    for (let round = 1; ; round += 1) {
      const repair = fresh || this.#unusual.has(origin);
      const authorization = this.#authentication.headerFor(terms, 'server', origin, method, path);
      const sent = authorization === null ? headers : { ...headers, Authorization: authorization };
      const options = { headers: sent, signal, fresh, repair, terms, body };
      const response = await this.#requestWithRetry(method, url, options);
      if (round === maximumChallenges || !this.#learn(response, url, terms)) return response;
      discardBody(response);
    }
  }

  /** Stores a challenge. Returns whether the same request can be repeated with other credentials. */
  #learn({ statusCode, headers }: IncomingMessage, url: string, terms: TransferTerms): boolean {
    if (statusCode === 401)
      return this.#authentication.learn(terms, 'server', targetOf(url).origin, headers['www-authenticate']);
    if (statusCode !== 407) return false;
    return this.#authentication.learn(terms, 'proxy', proxyFor(url, terms.proxy), challengesOf(headers));
  }

  async #requestWithRetry(method: string, url: string, options: RequestOptions): Promise<IncomingMessage> {
    const { signal, repair } = options;
    try {
      return await this.#send(method, url, options);
    } catch (error) {
      if (signal.aborted) throw toConnectionFailure(error);
      if (error instanceof Unanswered) return await this.#sendAgain(method, url, { ...options, fresh: true });
      if (repair || !errorCode(error).startsWith('HPE_')) throw toConnectionFailure(error);
      const response = await this.#sendAgain(method, url, { ...options, fresh: true, repair: true });
      this.#unusual.add(targetOf(url).origin);
      return response;
    }
  }

  close(): void {
    for (const agent of [this.#plain, this.#secure, ...this.#proxies.values()]) agent.destroy();
    this.#proxies.clear();
  }

  async #sendAgain(method: string, url: string, options: RequestOptions): Promise<IncomingMessage> {
    try {
      return await this.#send(method, url, options);
    } catch (error) {
      throw toConnectionFailure(error);
    }
  }

  async #send(method: string, url: string, parameters: RequestOptions): Promise<IncomingMessage> {
    const { headers, signal, terms, body } = parameters;
    const proxy = proxyFor(url, terms.proxy);
    const createAgent = proxy === '' ? createDirectAgent : (await import('./proxy-agents.js')).createProxyAgent;
    return await new Promise((resolve, reject) => {
      const target = targetOf(url);
      const { secure, host, port, path, origin } = target;
      const authorization = this.#proxyAuthorization(proxy, method, url, terms);
      // With a tunnel, credentials are sent to the proxy once, when the tunnel is opened.
      const forProxy = authorization === null || secure ? {} : { 'Proxy-Authorization': authorization };
      const options: https.RequestOptions = {
        method,
        host,
        port,
        path,
        headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'winprogress', ...headers, ...forProxy },
        signal,
        timeout: receiveTimeout,
        insecureHTTPParser: true,
        maxHeaderSize: largestHead,
        agent: this.#agentFor(target, { proxy, createAgent }, parameters, secure ? authorization : null),
        ...(secure && verifiesPeer(terms) ? { rejectUnauthorized: false } : {}),
      };
      const receive = (response: IncomingMessage) => {
        // An error before the body is read must be reported to its reader. What follows a whole body ends the connection, and does not make the body
        // invalid.
        request.on('error', (error) => {
          if (!response.complete) response.destroy(error);
        });
        response.once('close', () => {
          // The chunks of a body that ends early may have a form that the parser rejects.
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
      request.end(body);
    });
  }

  #proxyAuthorization(proxy: string, method: string, url: string, terms: TransferTerms): string | null {
    if (proxy === '') return null;
    const { secure, host, port } = targetOf(url);
    const [asked, uri] = secure ? ['CONNECT', `${host}:${port}`] : [method, url];
    return this.#authentication.headerFor(terms, 'proxy', proxy, asked, uri);
  }

  /** Returns an agent; a new one for connections that must not be shared, with a repair, a verification, or a tunnel with credentials. */
  #agentFor(
    { origin, secure, host }: RequestTarget,
    route: Route,
    { fresh, repair, terms }: RequestOptions,
    authorization: string | null,
  ): http.Agent | false {
    const verified = secure && verifiesPeer(terms);
    if (!repair && !verified && authorization === null) return this.#agent(secure, route, fresh);
    const agent = route.createAgent(secure, route.proxy, false, authorization);
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (...parameters: Parameters<http.Agent['createConnection']>) => {
      const socket = connect(...parameters);
      if (verified && socket instanceof TLSSocket) verify(socket, host, terms);
      return repair ? socket && new LenientConnection(socket, () => this.#unusual.add(origin)) : socket;
    };
    return agent;
  }

  #agent(secure: boolean, { proxy, createAgent }: Route, fresh: boolean): http.Agent | false {
    if (proxy === '' && secure) return fresh ? false : this.#secure;
    if (proxy === '') return fresh ? new PlainAgent() : this.#plain;
    if (fresh) return createAgent(secure, proxy, false, null);
    const key = `${secure} ${proxy}`;
    const agent = this.#proxies.get(key) ?? createAgent(secure, proxy, true, null);
    this.#proxies.set(key, agent);
    return agent;
  }
}

/** Ends a connection whose server is not accepted, before anything is sent over it. */
function verify(socket: TLSSocket, host: string, terms: TransferTerms): void {
  socket.prependOnceListener('secureConnect', () => {
    const failure = verifyPeer(socket, host, terms);
    if (failure !== null) socket.destroy(failure);
  });
}

/** Returns the challenges of a proxy. Node.js returns several headers of this name as one. */
function challengesOf(headers: IncomingMessage['headers']): string | undefined {
  const value: string | string[] | undefined = headers['proxy-authenticate'];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Opens connections whose bodies can be read directly. */
class PlainAgent extends http.Agent {
  override createConnection(options: http.ClientRequestArgs): net.Socket {
    return SocketReader.connect({ ...options, host: options.host ?? undefined, port: Number(options.port) });
  }
}

function createDirectAgent(secure: boolean): http.Agent {
  return secure ? new https.Agent() : new http.Agent();
}

/** The error of a reused connection that ended before the server responded. */
class Unanswered extends Error {}

/** Ends a response whose body is not needed: a short body is read, so that its connection can be reused. */
export function discardBody(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > largestDiscard) response.destroy();
  });
}

const secureErrors = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;

/** Converts an error of Node's sockets to a failure of BITS. */
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
