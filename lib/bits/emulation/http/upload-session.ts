import { isRepeatable } from '../../http/header-value.js';

/** A session of the upload protocol, which a later process can continue. */
export interface UploadSession {
  /** `BITS-Session-Id`. */
  readonly id: string;
  /** `BITS-Host-Id`: the host that the further packets are sent to; empty for the host of the URL. */
  readonly host: string;
  /** Whether the server has received the file, and perhaps the end of the session, whose response was lost. */
  readonly closing: boolean;
}

/** Returns the text of a session for the state of a job. */
export function formatSession({ id, host, closing }: UploadSession): string {
  return JSON.stringify(closing ? [id, host, closing] : [id, host]);
}

/** Reads the text of a session; null if it is not one. */
export function parseSession(text: string): UploadSession | null {
  const parts = parseList(text);
  const [id, host, closing = false] = parts;
  if (parts.length > 3 || typeof id !== 'string' || typeof host !== 'string' || typeof closing !== 'boolean')
    return null;
  return id !== '' && isRepeatable(id) && isRepeatable(host) ? { id, host, closing } : null;
}

/** Returns the URL of the packets of a session. Another host does not receive the user name and password of the URL. */
export function urlOfSession({ host }: UploadSession, remoteName: string): string {
  const url = new URL(remoteName);
  const given = url.host;
  if (host !== '') url.host = host;
  if (url.host === given) return remoteName;
  url.username = '';
  url.password = '';
  return url.href;
}

function parseList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
