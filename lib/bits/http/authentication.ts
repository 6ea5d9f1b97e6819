import { createHash, randomBytes } from 'node:crypto';
import type { CredentialsRecord } from '../settings-verbs.js';
import { isRepeatable } from './header-value.js';
import { authenticationScheme, authenticationTarget, type TransferTerms } from './transfer-terms.js';

/** The sender of a challenge. */
export type Challenger = keyof typeof authenticationTarget;

/** A challenge that has been received: later requests are sent with credentials at once. */
interface Known {
  readonly credentials: CredentialsRecord;
  /** Null for Basic. */
  readonly digest: DigestChallenge | null;
  count: number;
}

interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: string;
  readonly hash: 'md5' | 'sha256';
  readonly qop: boolean;
}

/**
 * Answers the challenges of servers and proxies with the credentials of jobs: Digest where there are credentials for it, otherwise Basic. NTLM,
 * Negotiate and Passport cannot be answered without Windows.
 * Sources: RFC 7616 and RFC 7617.
 */
export class Authentication {
  readonly #known = new WeakMap<TransferTerms, Map<string, Known>>();

  /** Returns the value of `Authorization` or `Proxy-Authorization`; null before the first challenge. */
  headerFor(terms: TransferTerms, challenger: Challenger, origin: string, method: string, uri: string): string | null {
    const known = this.#known.get(terms)?.get(`${challenger} ${origin}`);
    if (known === undefined) return null;
    known.count += 1;
    return known.digest === null ? basic(known.credentials) : digest(known, known.digest, method, uri);
  }

  /** Stores a challenge. Returns false if there are no credentials for it, or if they have been refused. */
  learn(terms: TransferTerms, challenger: Challenger, origin: string, header: string | undefined): boolean {
    const challenges = readChallenges(header ?? '');
    const target = authenticationTarget[challenger];
    const key = `${challenger} ${origin}`;
    const before = this.#known.get(terms)?.get(key);
    for (const scheme of ['digest', 'basic'] as const) {
      const challenge = challenges.get(scheme);
      const credentials = terms.credentials.find(target, authenticationScheme[scheme]);
      if (challenge === undefined || credentials === undefined) continue;
      const asked = scheme === 'basic' ? null : readDigest(challenge);
      if (asked === undefined) continue;
      const refused = before?.credentials === credentials && challenge.get('stale')?.toLowerCase() !== 'true';
      if (refused && before.count > 0) return false;
      const known = this.#known.get(terms) ?? new Map<string, Known>();
      known.set(key, { credentials, digest: asked, count: 0 });
      this.#known.set(terms, known);
      return true;
    }
    return false;
  }
}

function basic({ userName, password }: CredentialsRecord): string {
  return `Basic ${Buffer.from(`${userName ?? ''}:${password ?? ''}`, 'utf8').toString('base64')}`;
}

function digest({ credentials, count }: Known, challenge: DigestChallenge, method: string, uri: string): string {
  const { realm, nonce, opaque, algorithm, hash, qop } = challenge;
  const { userName, password } = credentials;
  const digestOf = (text: string) => createHash(hash).update(text, 'utf8').digest('hex');
  const clientNonce = randomBytes(16).toString('hex');
  const nonceCount = count.toString(16).padStart(8, '0');
  let secret = digestOf(`${userName}:${realm}:${password}`);
  if (algorithm.toLowerCase().endsWith('-sess')) secret = digestOf(`${secret}:${nonce}:${clientNonce}`);
  const request = digestOf(`${method}:${uri}`);
  const middle = qop ? `${nonce}:${nonceCount}:${clientNonce}:auth` : nonce;
  const fields = [
    `username=${quoted(userName ?? '')}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${digestOf(`${secret}:${middle}:${request}`)}"`,
    `algorithm=${algorithm}`,
  ];
  if (qop) fields.push('qop=auth', `nc=${nonceCount}`, `cnonce="${clientNonce}"`);
  if (opaque !== null) fields.push(`opaque=${quoted(opaque)}`);
  return `Digest ${fields.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Reads a Digest challenge; undefined for one without a nonce, with an unknown algorithm or quality of protection, or with values that cannot be sent back. */
function readDigest(fields: ReadonlyMap<string, string>): DigestChallenge | undefined {
  const algorithm = fields.get('algorithm') ?? 'MD5';
  const hashes: Readonly<Record<string, 'md5' | 'sha256'>> = { md5: 'md5', 'sha-256': 'sha256' };
  const hash = hashes[algorithm.toLowerCase().replace(/-sess$/, '')];
  const qops = fields
    .get('qop')
    ?.split(',')
    .map((name) => name.trim().toLowerCase());
  const nonce = fields.get('nonce');
  if (hash === undefined || nonce === undefined || (qops !== undefined && !qops.includes('auth'))) return undefined;
  const [realm = '', opaque = null] = [fields.get('realm'), fields.get('opaque')];
  if (![realm, nonce, opaque ?? ''].every(isRepeatable)) return undefined;
  return { realm, nonce, opaque, algorithm, hash, qop: qops !== undefined };
}

/** Returns the first challenge of each scheme, with its parameters. */
function readChallenges(header: string): Map<string, Map<string, string>> {
  const challenges = new Map<string, Map<string, string>>();
  const part = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?[\s,]*/gy;
  let current = new Map<string, string>();
  for (let match = part.exec(header); match !== null; match = part.exec(header)) {
    const [, name = '', text, token] = match;
    const value = text === undefined ? token : text.replace(/\\(.)/g, '$1');
    if (value !== undefined) current.set(name.toLowerCase(), value);
    else {
      current = new Map();
      const scheme = name.toLowerCase();
      if (!challenges.has(scheme)) challenges.set(scheme, current);
    }
  }
  return challenges;
}
