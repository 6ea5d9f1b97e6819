import { hresults } from '../../com/hresult.js';
import { errorContext } from './states.js';
import { TransferFailure } from './transfer-failure.js';

/** `FACILITY_HTTP`: `BG_E_HTTP_ERROR_nnn` is this and the status. */
const httpError = 0x80190000;

const fatalRedirects: readonly number[] = [300, 301, 302, 303, 304, 305, 307];
const recoverableClientErrors: readonly number[] = [408, 409];
const fatalServerErrors: readonly number[] = [501, 505];

/**
 * Whether BITS tries again after a status: 4xx are fatal but for 408 and 409, 5xx are recoverable but for 501 and 505, 3xx are
 * recoverable but for 300 to 305 and 307, and so is everything else. The page speaks of server applications; the emulation takes
 * the same division for downloads, for which none is published.
 * Source: https://learn.microsoft.com/windows/win32/bits/handling-server-application-errors.
 */
export function isRecoverableStatus(status: number): boolean {
  if (status >= 300 && status < 400) return !fatalRedirects.includes(status);
  if (status >= 400 && status < 500) return recoverableClientErrors.includes(status);
  if (status >= 500 && status < 600) return !fatalServerErrors.includes(status);
  return true;
}

/** What an answer that brings no file means for the job. */
export function statusFailure(status: number): TransferFailure {
  return new TransferFailure(httpError + status, errorContext.remoteFile, isRecoverableStatus(status));
}

/** The server cannot be reached, or the connection ended: communication, which BITS tries again. */
export function connectionFailure(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.generalTransport, true);
}

/** The local file cannot be written. BITS does not try again by itself. */
export function localFailure(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.localFile, false);
}

/** The server answered in a way that the transfer cannot go on with. BITS does not try again by itself. */
export function remoteFailure(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.remoteFile, false);
}

/** The answer contradicts itself, or what the server said before. */
export function invalidResponseFailure(): TransferFailure {
  return connectionFailure(hresults.ERROR_WINHTTP_INVALID_SERVER_RESPONSE);
}

/** The connection broke off in the middle. */
export function cutFailure(): TransferFailure {
  return connectionFailure(hresults.ERROR_WINHTTP_CONNECTION_ERROR);
}

/** More redirections than anybody needs. */
export const redirectLimit = 10;

/**
 * Where a redirection leads, with the path as the server wrote it. From HTTPS it does not lead to HTTP: BITS has a flag that allows it,
 * which is off by default.
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags.
 * @throws {TransferFailure}
 */
export function redirectedUrl(from: string, location: string, allowHttp = false): string {
  if (!URL.canParse(location, from)) throw redirectFailure();
  const { protocol, href } = new URL(location, from);
  const secure = new URL(from).protocol === 'https:';
  if (protocol !== 'https:' && (protocol !== 'http:' || (secure && !allowHttp))) throw redirectFailure();
  const text = location.trim();
  if (/^https?:\/\/[^/?#]/i.test(text)) return text;
  // A path from the root needs no resolution; URL would change some of its characters.
  if (/^\/(?!\/)/.test(text)) return new URL(from).origin + text;
  return href;
}

export function redirectFailure(): TransferFailure {
  return remoteFailure(hresults.ERROR_WINHTTP_REDIRECT_FAILED);
}
