import { hresults } from '../../com/hresult.js';
import { errorContext, TransferFailure } from './transfer-failure.js';

/** `FACILITY_HTTP`: `BG_E_HTTP_ERROR_nnn` is the sum of this and the status. */
const httpError = 0x80190000;

const fatalRedirects: readonly number[] = [300, 301, 302, 303, 304, 305, 307];
const recoverableClientErrors: readonly number[] = [408, 409];
const fatalServerErrors: readonly number[] = [501, 505];

/**
 * Whether BITS retries after a status. Fatal are 4xx except 408 and 409, 501, 505, 300 to 305 and 307; all others are recoverable. The page
 * is about server applications; the emulation uses the same rule for downloads, for which none is published.
 * Source: https://learn.microsoft.com/windows/win32/bits/handling-server-application-errors.
 */
export function isRecoverableStatus(status: number): boolean {
  if (status >= 300 && status < 400) return !fatalRedirects.includes(status);
  if (status >= 400 && status < 500) return recoverableClientErrors.includes(status);
  if (status >= 500 && status < 600) return !fatalServerErrors.includes(status);
  return true;
}

/** Returns the failure for a response without the file. */
export function statusFailure(status: number): TransferFailure {
  return new TransferFailure(httpError + status, errorContext.remoteFile, isRecoverableStatus(status));
}

/** Returns the failure for a server that cannot be reached, or a connection that ended. BITS retries. */
export function connectionFailure(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.generalTransport, true);
}

/** Returns the failure for a local file that cannot be written. BITS does not retry. */
export function localFailure(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.localFile, false);
}

/** Returns the failure for a response with which the transfer cannot continue. BITS does not retry. */
export function remoteFailure(hresult: number): TransferFailure {
  return new TransferFailure(hresult, errorContext.remoteFile, false);
}

/**
 * Returns the failure of a job in on-demand mode whose server has another version than the downloaded ranges, which are discarded. BITS does not
 * document when it reports `BG_E_REMOTE_FILE_CHANGED`; without on-demand mode, the file is downloaded again.
 */
export function remoteFileChanged(): TransferFailure {
  return remoteFailure(hresults.BG_E_REMOTE_FILE_CHANGED);
}

/** Returns the failure for a response that contradicts itself or an earlier response. */
export function invalidResponseFailure(): TransferFailure {
  return connectionFailure(hresults.ERROR_WINHTTP_INVALID_SERVER_RESPONSE);
}

/** Returns the failure for a connection that ended during the transfer. */
export function cutFailure(): TransferFailure {
  return connectionFailure(hresults.ERROR_WINHTTP_CONNECTION_ERROR);
}

/** The maximum number of redirections. */
export const redirectLimit = 10;

/**
 * Returns the target of a redirection, with the path as the server sent it. A redirection from HTTPS to HTTP fails: BITS has a flag that
 * allows it, which is off by default.
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
  // An absolute path needs no resolution; URL would change some of its characters.
  if (/^\/(?!\/)/.test(text)) return new URL(from).origin + text;
  return href;
}

export function redirectFailure(): TransferFailure {
  return remoteFailure(hresults.ERROR_WINHTTP_REDIRECT_FAILED);
}
