import { STATUS_CODES } from 'node:http';

/**
 * Remedies for statuses that need more than the remedy of their class.
 * Source: https://www.rfc-editor.org/rfc/rfc9110 and https://learn.microsoft.com/windows/win32/bits/bits-return-values.
 *
 * @type {Readonly<Record<string, string>>}
 */
const remedies = {
  206: 'The server sent a part without a request for it, or an unusable `Content-Range`. Correct the server or the proxy before it.',
  304: 'A proxy answered from a stale cache. Clear the cache, or send `Cache-Control: no-cache` with `http.headers`.',
  401: "Set `credentials` for the target `'server'`, or the header `Authorization` with `http.headers`.",
  403: 'Verify the permissions of the file. The signature of a signed URL may have expired: see `renewUrls()`.',
  404: 'Verify the URL. The file may have been removed: see `renewUrls()`.',
  405: 'BITS sends HEAD before GET. Allow both methods on the server.',
  407: "Set `credentials` for the target `'proxy'`.",
  408: 'Nothing to do: BITS retries by itself.',
  410: 'The file was removed permanently. Cancel the job.',
  413: 'The upload is larger than the server allows. Raise its limit.',
  414: 'Shorten the URL.',
  416: 'The remote file is smaller than the range. It may have changed: cancel the job and create it again.',
  429: 'Raise `minimumRetryDelay`, or download fewer files at a time.',
  500: 'See the log of the server. BITS retries by itself.',
  501: 'The server does not support the method. BITS needs HEAD and GET.',
  502: 'The server behind a gateway is not reachable. BITS retries by itself.',
  503: 'The server is overloaded or in maintenance. BITS retries by itself.',
  504: 'The server behind a gateway did not answer in time. BITS retries by itself.',
};

const classes = {
  1: 'A final response was expected. Correct the server or the proxy before it.',
  2: 'A response with the file was expected. Correct the server or the proxy before it.',
  3: 'The redirection could not be followed, or `http.redirects` refuses it. Use the final URL of the file.',
  4: 'Correct the request: its URL, credentials or headers. Then call `resume()`.',
  5: 'See the log of the server. BITS retries by itself, or continues after `resume()`.',
};

/** @param {string} name @returns {import('./entry.mjs').Entry} */
export function httpEntry(name) {
  const status = name.replace('BG_E_HTTP_ERROR_', '');
  const phrase = STATUS_CODES[status];
  const cause = `The server, or a proxy before it, returned the HTTP status ${status}${phrase === undefined ? '' : ` (${phrase})`}.`;
  return [cause, remedies[status] ?? classes[status.charAt(0)] ?? 'Correct the server.'];
}
