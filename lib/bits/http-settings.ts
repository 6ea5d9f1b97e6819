import { incompatibleOptions, requireBoolean, requireFilledText, requireObject, wrongValue } from '../com/arguments.js';
import {
  type BitsCertificatePins,
  type BitsClientCertificate,
  type BitsClientCertificateInfo,
  requireCertificatePins,
  requireClientCertificate,
  toClientCertificate,
} from './certificates.js';
import { ignoredCertificateErrors, redirectPolicies, security } from './constants.js';
import type { PartialFlags } from './partial-flags.js';
import { type BitsRequestHeaders, isToken, parseHeaders, requireHeaders } from './request-headers.js';
import type { JobDetail, JobDetailsRecord, JobSettingsRecord } from './verbs.js';
import { requireFlags, requireNumber, wordFor, wordsOfFlags } from './words.js';

/**
 * How redirects are handled: `BG_HTTP_REDIRECT_POLICY_…`.
 * - `'follow'` (the default of BITS): followed, and the URL of the file is not changed
 * - `'report'`: followed, and the file has the new URL from then on, also if that URL expires
 * - `'refuse'`: the job fails with the HTTP status of the redirect
 */
export type BitsRedirectPolicy = keyof typeof redirectPolicies;

/** `BG_SSL_IGNORE_…`: the name of the server, the dates, the authority, or the usage of its certificate. */
export type BitsCertificateError = keyof typeof ignoredCertificateErrors;

/**
 * HTTP settings of a job. Settings that are omitted are not changed.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits2_5/nn-bits2_5-ibackgroundcopyjobhttpoptions, …/bits10_2, …/bits10_3.
 */
export interface BitsHttpSettings {
  /** Additional request headers, in place of all that were set before; at most 16 383 characters in all. An empty object removes them. */
  readonly headers?: BitsRequestHeaders | undefined;
  /** True to make the headers write-only, which cannot be undone. Needs BITS 10.3. */
  readonly headersWriteOnly?: boolean | undefined;
  /**
   * The method in place of GET or BITS_POST; before the first `resume()`. BITS gives such a job foreground priority and does not retry it.
   * Needs BITS 10.2.
   */
  readonly method?: string | undefined;
  readonly redirects?: BitsRedirectPolicy | undefined;
  /** Whether a redirect may lead from HTTPS to HTTP; false by default. */
  readonly allowRedirectToHttp?: boolean | undefined;
  /** Whether the revocation of server certificates is checked; false by default. */
  readonly checkRevocation?: boolean | undefined;
  /** Errors of server certificates that are ignored; none by default. An empty array ignores none. */
  readonly ignoreCertificateErrors?: readonly BitsCertificateError[] | undefined;
  /** Null removes the certificate. */
  readonly clientCertificate?: BitsClientCertificate | null | undefined;
  /** Null removes the pins. The job must be suspended. Needs BITS 10.3. */
  readonly certificatePins?: BitsCertificatePins | null | undefined;
}

/** HTTP settings as BITS returns them. Null for those that this BITS does not have. Unknown values are numbers. */
export interface BitsHttpDetails {
  /** The names of the additional request headers, without their values; null for none, and for headers that are write-only. */
  readonly headerNames: readonly string[] | null;
  readonly method: string | null;
  readonly redirects: BitsRedirectPolicy | number | null;
  readonly allowRedirectToHttp: boolean | null;
  readonly checkRevocation: boolean | null;
  readonly ignoreCertificateErrors: readonly BitsCertificateError[] | null;
  /** Null for none. */
  readonly clientCertificate: BitsClientCertificateInfo | null;
}

/** The result of `BitsJob.getHttpSettings()`. */
export interface BitsReadHttpSettings extends Omit<BitsHttpDetails, 'headerNames'> {
  /** The additional request headers in their order; null for none, and for headers that are write-only. */
  readonly headers: readonly (readonly [name: string, value: string])[] | null;
}

/** Every `BG_SSL_IGNORE_…`. */
const everyIgnoredError = Object.values(ignoredCertificateErrors).reduce((all, flag) => all | flag, 0);

/** Reads HTTP settings. @throws {TypeError | RangeError} for invalid settings */
export function requireHttpSettings(
  value: unknown,
  name: string,
): { readonly record: JobSettingsRecord; readonly securityFlags: PartialFlags | null } {
  const http: { readonly [Key in keyof BitsHttpSettings]?: unknown } = requireObject(value, name);
  const { headers, method, clientCertificate, certificatePins } = http;
  return {
    record: {
      ...(headers === undefined ? {} : { customHeaders: requireHeaders(headers, `${name}.headers`) }),
      ...(requireWriteOnly(http.headersWriteOnly, `${name}.headersWriteOnly`) ? { customHeadersWriteOnly: true } : {}),
      ...(method === undefined ? {} : { httpMethod: requireMethod(method, `${name}.method`) }),
      ...(clientCertificate === undefined
        ? {}
        : {
            clientCertificate:
              clientCertificate === null
                ? null
                : requireClientCertificate(clientCertificate, `${name}.clientCertificate`),
          }),
      ...(certificatePins === undefined
        ? {}
        : {
            certificatePins:
              certificatePins === null ? null : requireCertificatePins(certificatePins, `${name}.certificatePins`),
          }),
    },
    securityFlags: requireSecurityFlags(http, name),
  };
}

function requireWriteOnly(value: unknown, name: string): boolean {
  if (value === undefined) return false;
  return requireBoolean(value, name);
}

function requireMethod(value: unknown, name: string): string {
  const method = requireFilledText(value, name);
  if (!isToken(method)) throw wrongValue(`${name} must be the name of an HTTP method`);
  return method;
}

function requireSecurityFlags(
  http: { readonly [Key in keyof BitsHttpSettings]?: unknown },
  name: string,
): PartialFlags | null {
  const { redirects, allowRedirectToHttp, checkRevocation, ignoreCertificateErrors } = http;
  let mask = 0;
  let flags = 0;
  const set = (under: number, value: number) => {
    mask |= under;
    flags |= value;
  };
  if (redirects !== undefined) {
    set(security.redirectPolicyMask, requireNumber(redirects, `${name}.redirects`, redirectPolicies));
  }
  for (const [label, value, flag] of [
    ['allowRedirectToHttp', allowRedirectToHttp, security.allowRedirectToHttp],
    ['checkRevocation', checkRevocation, security.checkRevocation],
  ] as const) {
    if (value !== undefined) set(flag, requireBoolean(value, `${name}.${label}`) ? flag : 0);
  }
  if (ignoreCertificateErrors !== undefined) {
    set(
      everyIgnoredError,
      requireFlags(ignoreCertificateErrors, `${name}.ignoreCertificateErrors`, ignoredCertificateErrors),
    );
  }
  if (flags & security.allowRedirectToHttp && (flags & security.redirectPolicyMask) === redirectPolicies.refuse) {
    throw incompatibleOptions(`${name}.allowRedirectToHttp cannot be true when redirects are refused`);
  }
  return mask === 0 ? null : { mask, value: flags };
}

type HttpDetails = {
  readonly [Name in JobDetail & ('customHeaders' | 'httpMethod' | 'securityFlags' | 'clientCertificate')]:
    | JobDetailsRecord[Name]
    | null;
};

/** Returns the settings without the headers. */
function toSettings({ httpMethod, securityFlags: flags, clientCertificate }: HttpDetails) {
  return {
    method: httpMethod,
    redirects: flags === null ? null : wordFor(redirectPolicies, flags & security.redirectPolicyMask),
    allowRedirectToHttp: flags === null ? null : (flags & security.allowRedirectToHttp) !== 0,
    checkRevocation: flags === null ? null : (flags & security.checkRevocation) !== 0,
    ignoreCertificateErrors:
      flags === null
        ? null
        : wordsOfFlags(flags & everyIgnoredError, ignoredCertificateErrors).filter((word) => typeof word === 'string'),
    clientCertificate: clientCertificate === null ? null : toClientCertificate(clientCertificate),
  };
}

export function toHttpDetails(details: HttpDetails): BitsHttpDetails {
  const { customHeaders } = details;
  return {
    headerNames: customHeaders === null ? null : parseHeaders(customHeaders).map(([name]) => name),
    ...toSettings(details),
  };
}

export function toReadHttpSettings(details: HttpDetails): BitsReadHttpSettings {
  const { customHeaders } = details;
  return { headers: customHeaders === null ? null : parseHeaders(customHeaders), ...toSettings(details) };
}
