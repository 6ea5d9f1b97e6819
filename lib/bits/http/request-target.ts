/** The server and path of a request, with the credentials. */
export interface RequestTarget {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Path and query as in the URL: dot segments, quotes and a lone question mark are interpreted by the server. */
  readonly path: string;
  /** The value of `Authorization` for the user name and password in the URL; null without them. */
  readonly authorization: string | null;
  /** Scheme, host and port: credentials of one origin are never sent to another. */
  readonly origin: string;
  /** Origin and path, to compare responses. */
  readonly place: string;
}

/** Parses a URL without changing its path. */
export function targetOf(text: string): RequestTarget {
  const url = new URL(text);
  const secure = url.protocol === 'https:';
  const [, authority = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)([^#]*)/i.exec(text) ?? [];
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    path: path.replace(/[^\x21-\x7e]/g, (character) => encodeURIComponent(character)),
    authorization: authorizationOf(authority),
    origin: url.origin,
    place: url.origin + (path.split('?')[0] ?? ''),
  };
}

function authorizationOf(authority: string): string | null {
  const at = authority.lastIndexOf('@');
  if (at < 0) return null;
  const [user = '', ...password] = authority.slice(0, at).split(':');
  const text = `${decode(user)}:${decode(password.join(':'))}`;
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

/** Decodes percent-encoded text; any other text is returned unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
