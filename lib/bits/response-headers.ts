import { isToken } from './request-headers.js';

/**
 * The status and the headers of the server's last response for a file.
 * Source: https://learn.microsoft.com/windows/win32/api/bits5_0/ne-bits5_0-bits_file_property_id.
 */
export interface BitsHttpResponse {
  /** Null if there is no status line. */
  readonly status: number | null;
  /** The reason phrase; empty in HTTP/2 and where the server sends none. */
  readonly statusText: string;
  /** The headers. One whose name or value HTTP does not allow is only in `text`. */
  readonly headers: Headers;
  /** The status line and the headers as BITS returns them. */
  readonly text: string;
}

const statusLine = /^HTTP\/\d+(?:\.\d+)?\s+(\d{3})(?:[ \t]+(.*))?$/i;

/** Reads a block of response headers; the last of several, such as those of followed redirects. */
export function parseResponse(text: string): BitsHttpResponse {
  // A line that begins with a space continues the one before it.
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const start = lines.findLastIndex((line) => statusLine.test(line));
  const match = start < 0 ? null : statusLine.exec(lines[start] ?? '');
  const headers = new Headers();
  for (const line of lines.slice(start + 1)) append(headers, line);
  return {
    status: match === null ? null : Number(match[1]),
    statusText: match?.[2]?.trim() ?? '',
    headers,
    text,
  };
}

function append(headers: Headers, line: string): void {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trim();
  const value = line.slice(colon + 1).trim();
  // `Headers` accepts only tokens and bytes.
  if (isToken(name) && /^[\t\x20-\xff]*$/.test(value)) headers.append(name, value);
}
