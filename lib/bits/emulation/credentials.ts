import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { authenticationScheme, type CredentialsLookup } from '../http/transfer-terms.js';
import type { CredentialsRecord } from '../settings-verbs.js';

/** Longest user name and password, in UTF-16 units. Source: https://learn.microsoft.com/windows/win32/api/bits1_5/ns-bits1_5-bg_basic_credentials. */
const longest = { userName: 300, password: 65_535 } as const;

/**
 * The credentials of a job, one for each target and scheme. They are in memory only: they cannot be read, and are not saved.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-setcredentials.
 */
export class Credentials implements CredentialsLookup {
  /** Created with the first record: most jobs have none. */
  #records: Map<string, CredentialsRecord> | null = null;

  /** Sets credentials, in place of those for the same target and scheme. @throws {RefusedCall} */
  set(record: CredentialsRecord): void {
    const { target, scheme, userName, password } = record;
    checkPair(target, scheme);
    const named = scheme === authenticationScheme.basic || scheme === authenticationScheme.digest;
    if (named && (userName === null || password === null)) refuse(hresults.E_INVALIDARG);
    if ((userName?.length ?? 0) > longest.userName) refuse(hresults.BG_E_USERNAME_TOO_LARGE);
    if ((password?.length ?? 0) > longest.password) refuse(hresults.BG_E_PASSWORD_TOO_LARGE);
    this.#records ??= new Map();
    this.#records.set(keyOf(target, scheme), record);
  }

  /** Removes credentials. Returns false if there were none. @throws {RefusedCall} `BG_E_INVALID_AUTH_TARGET` or `BG_E_INVALID_AUTH_SCHEME` */
  remove(target: number, scheme: number): boolean {
    checkPair(target, scheme);
    return this.#records?.delete(keyOf(target, scheme)) ?? false;
  }

  find(target: number, scheme: number): CredentialsRecord | undefined {
    return this.#records?.get(keyOf(target, scheme));
  }

  clear(): void {
    this.#records = null;
  }
}

function checkPair(target: number, scheme: number): void {
  if (!(target in targets)) refuse(hresults.BG_E_INVALID_AUTH_TARGET);
  if (!(scheme in schemes)) refuse(hresults.BG_E_INVALID_AUTH_SCHEME);
}

const targets: Readonly<Record<number, string>> = { 1: 'server', 2: 'proxy' };
const schemes: Readonly<Record<number, string>> = { 1: 'basic', 2: 'digest', 3: 'ntlm', 4: 'negotiate', 5: 'passport' };

function keyOf(target: number, scheme: number): string {
  return `${target}/${scheme}`;
}
