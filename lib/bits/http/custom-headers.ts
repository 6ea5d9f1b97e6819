import type { OutgoingHttpHeaders } from 'node:http';

/** Headers that carry credentials: like credentials in a URL, they are sent only to the origin of the URL, and never saved. */
const secretNames: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** Returns the custom headers of a job from its lines; those that carry credentials are omitted for another origin. */
export function readCustomHeaders(lines: string | null, sameOrigin: boolean): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = {};
  for (const line of lines?.split(/\r?\n/) ?? []) {
    const [, name, value] = /^([^\s:]+)\s*:[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || (!sameOrigin && isSecretHeader(name))) continue;
    const values = headers[name] ?? [];
    values.push(value);
    headers[name] = values;
  }
  return headers;
}

/** Whether a header carries credentials. */
export function isSecretHeader(name: string): boolean {
  return secretNames.has(name.toLowerCase());
}
