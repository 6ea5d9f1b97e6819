import { requireArray, requireObject, requireOneOf, requireText, wrongType, wrongValue } from '../com/arguments.js';
import { authenticationSchemes, authenticationTargets, limits } from './constants.js';
import type { CredentialsRecord } from './verbs.js';

/** `BG_AUTH_TARGET`: which server requires the credentials. */
export type BitsAuthenticationTarget = (typeof authenticationTargets)[number];

/** `BG_AUTH_SCHEME`. */
export type BitsAuthenticationScheme = (typeof authenticationSchemes)[number];

/** A user name and a password. BITS keeps them encrypted with the job; no method returns them. */
export interface BitsExplicitCredentials {
  readonly target: BitsAuthenticationTarget;
  /** With `'basic'` the password is sent in clear text: use it only with HTTPS. */
  readonly scheme: BitsAuthenticationScheme;
  /** At most 300 characters. For NTLM and Negotiate it may include the domain: `domain\user`. */
  readonly user: string;
  /** At most 65 535 characters. */
  readonly password: string;
}

/** The credentials of the owner of the job, for NTLM and Negotiate. */
export interface BitsImplicitCredentials {
  readonly target: BitsAuthenticationTarget;
  readonly scheme: 'ntlm' | 'negotiate';
  readonly implicit: true;
}

/**
 * Credentials for one server and one scheme.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/ns-bits1_5-bg_auth_credentials.
 */
export type BitsCredentials = BitsExplicitCredentials | BitsImplicitCredentials;

/** Returns the number of a target. @throws {TypeError | RangeError} for a value that is not a target */
export function requireTarget(value: unknown, name: string): number {
  return authenticationTargets.indexOf(requireOneOf(value, name, authenticationTargets)) + 1;
}

/** Returns the number of a scheme. @throws {TypeError | RangeError} for a value that is not a scheme */
export function requireScheme(value: unknown, name: string): number {
  return authenticationSchemes.indexOf(requireOneOf(value, name, authenticationSchemes)) + 1;
}

/**
 * Checks credentials. No message quotes a user name or a password.
 * @throws {TypeError | RangeError} for invalid credentials
 */
export function requireCredentials(value: unknown, name: string): CredentialsRecord {
  const given: { target?: unknown; scheme?: unknown; user?: unknown; password?: unknown; implicit?: unknown } =
    requireObject(value, name, '{ target, scheme, user, password } or { target, scheme, implicit }');
  const target = requireTarget(given.target, `${name}.target`);
  const scheme = requireScheme(given.scheme, `${name}.scheme`);
  if (given.implicit === undefined) {
    return {
      target,
      scheme,
      userName: requireText(given.user, `${name}.user`, limits.userName),
      password: requireText(given.password, `${name}.password`, limits.password),
    };
  }
  if (given.implicit !== true) throw wrongType(`${name}.implicit must be true or left out`);
  if (given.user !== undefined || given.password !== undefined) {
    throw wrongValue(`${name} must have either user and password or implicit`);
  }
  if (given.scheme !== 'ntlm' && given.scheme !== 'negotiate') {
    throw wrongValue(`${name}.scheme must be ntlm or negotiate for implicit credentials`);
  }
  return { target, scheme, userName: null, password: null };
}

/** Reads credentials, or an array of them. @throws {TypeError | RangeError} for any other value */
export function requireCredentialsList(value: unknown, name: string): CredentialsRecord[] {
  if (!Array.isArray(value)) return [requireCredentials(value, name)];
  return requireArray(value, name, 'credentials').map((each, index) => requireCredentials(each, `${name}[${index}]`));
}
