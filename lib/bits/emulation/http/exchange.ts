import http, { type AgentOptions, type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { ReadableOptions } from 'node:stream';
import { hresults } from '../../../com/hresult.js';
import { connectionFailure, cutFailure } from '../http-results.js';
import { receiveTimeout } from '../settings.js';
import { errorContext } from '../states.js';
import { TransferFailure } from '../transport.js';

/** Bytes that a socket takes before it is stopped. Stopping and starting it for each block costs more than the block. */
const highWaterMark = 1024 * 1024;

/** What an agent does not use itself it gives to its sockets. */
const agentOptions: AgentOptions & Pick<ReadableOptions, 'highWaterMark'> = { keepAlive: true, highWaterMark };

/** Makes requests over connections of its own, which `close` ends. */
export class HttpClient {
  readonly #plain = new http.Agent(agentOptions);
  readonly #secure = new https.Agent(agentOptions);

  /**
   * Sends a request and resolves to the head of the answer. The body must be read or destroyed.
   * @throws {TransferFailure} when there is no answer
   */
  request(
    method: 'HEAD' | 'GET',
    url: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const secure = new URL(url).protocol === 'https:';
      const options = {
        method,
        headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'winprogress', ...headers },
        signal,
        timeout: receiveTimeout,
      };
      const request: ClientRequest = secure
        ? https.request(url, { ...options, agent: this.#secure }, resolve)
        : http.request(url, { ...options, agent: this.#plain }, resolve);
      request.on('timeout', () => request.destroy(connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT)));
      request.on('error', (error) => reject(toConnectionFailure(error)));
      request.end();
    });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

const secureErrors = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;

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
