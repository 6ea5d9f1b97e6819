import {
  incompatibleOptions,
  requireArray,
  requireFilledText,
  requireObject,
  requireWord,
  wrongType,
  wrongValue,
} from '../com/arguments.js';
import { certificateLocations } from './constants.js';
import type { CertificatePinsRecord, ClientCertificateRecord } from './verbs.js';
import { wordOf } from './words.js';

/** `BG_CERT_STORE_LOCATION`. */
export type BitsCertificateLocation = (typeof certificateLocations)[number];

/**
 * A client certificate in a store of Windows, by its SHA-1 hash (`SetClientCertificateByID`) or by a part of its subject
 * (`SetClientCertificateByName`).
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_5/nn-bits2_5-ibackgroundcopyjobhttpoptions.
 */
export type BitsClientCertificate = {
  readonly location: BitsCertificateLocation;
  /** The name of the store, such as `'MY'`. */
  readonly store: string;
} & (
  | {
      /** The SHA-1 hash in hexadecimal, as `certutil`, the certificates console and `X509Certificate.fingerprint` write it. */
      readonly thumbprint: string;
      readonly subject?: undefined;
    }
  | { readonly subject: string; readonly thumbprint?: undefined }
);

/** A client certificate as BITS returns it. An unknown location is a number. */
export interface BitsClientCertificateInfo {
  readonly location: BitsCertificateLocation | number;
  readonly store: string;
  /** The SHA-1 hash in hexadecimal; null when the certificate was set by its subject. */
  readonly thumbprint: string | null;
  readonly subject: string | null;
}

/**
 * The server certificates that a job accepts, in addition to the checks that BITS makes: those that have one of these SHA-256 hashes. Each is
 * hexadecimal, as `X509Certificate.fingerprint256` writes it, or `sha256/` and base64. At least one is required. This process performs the check, and
 * BITS does not keep the pins: a job that continues without them fails with `BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED`.
 * Source: https://learn.microsoft.com/windows/win32/api/bits10_3/nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface.
 */
export interface BitsCertificatePins {
  /** Hashes of certificates (DER). */
  readonly certificates?: readonly string[] | undefined;
  /** Hashes of public keys (DER of `SubjectPublicKeyInfo`), which a renewed certificate keeps. */
  readonly publicKeys?: readonly string[] | undefined;
}

/** Reads a client certificate. @throws {TypeError | RangeError} for an invalid one */
export function requireClientCertificate(value: unknown, name: string): ClientCertificateRecord {
  const { location, store, thumbprint, subject }: Record<'location' | 'store' | 'thumbprint' | 'subject', unknown> = {
    location: undefined,
    store: undefined,
    thumbprint: undefined,
    subject: undefined,
    ...requireObject(value, name, '{ location, store, thumbprint } or { location, store, subject }'),
  };
  if (thumbprint !== undefined && subject !== undefined) {
    throw incompatibleOptions(`${name}.thumbprint and ${name}.subject exclude each other`);
  }
  const storeLocation = requireWord(location, `${name}.location`, certificateLocations);
  const storeName = requireFilledText(store, `${name}.store`);
  if (thumbprint === undefined) {
    return { storeLocation, storeName, hash: null, subjectName: requireFilledText(subject, `${name}.subject`) };
  }
  const hash = fromHexadecimal(requireFilledText(thumbprint, `${name}.thumbprint`), 20);
  if (hash === null) throw wrongValue(`${name}.thumbprint must be a SHA-1 hash of 40 hexadecimal digits`);
  return { storeLocation, storeName, hash, subjectName: null };
}

export function toClientCertificate(record: ClientCertificateRecord): BitsClientCertificateInfo {
  return {
    location: wordOf(certificateLocations, record.storeLocation),
    store: record.storeName,
    thumbprint: record.hash === null ? null : Buffer.from(record.hash).toString('hex').toUpperCase(),
    subject: record.subjectName,
  };
}

/** Reads the pins of server certificates. @throws {TypeError | RangeError} for invalid pins */
export function requireCertificatePins(value: unknown, name: string): CertificatePinsRecord {
  const { certificates = [], publicKeys = [] }: { certificates?: unknown; publicKeys?: unknown } = requireObject(
    value,
    name,
    '{ certificates, publicKeys }',
  );
  const pins = {
    certificates: requirePins(certificates, `${name}.certificates`),
    publicKeys: requirePins(publicKeys, `${name}.publicKeys`),
  };
  if (pins.certificates.length + pins.publicKeys.length === 0) {
    throw wrongValue(`${name} must have at least one hash; null removes the pins`);
  }
  return pins;
}

function requirePins(value: unknown, name: string): Uint8Array[] {
  return requireArray(value, name, 'SHA-256 hashes').map((pin, index) => {
    if (typeof pin !== 'string') throw wrongType(`${name}[${index}] must be a string, not ${typeof pin}`);
    const hash = fromBase64(pin) ?? fromHexadecimal(pin, 32);
    if (hash === null) {
      throw wrongValue(`${name}[${index}] must be a SHA-256 hash: 64 hexadecimal digits, or sha256/ and base64`);
    }
    return hash;
  });
}

/**
 * Returns the bytes of hexadecimal digits; null if they are not digits of this length. Spaces or colons may separate the pairs, and the certificates
 * console puts a mark (U+200E) before the first.
 */
function fromHexadecimal(text: string, length: number): Uint8Array | null {
  const digits = text.replace(/^\u200e/, '').replace(/[\s:]/g, '');
  if (digits.length !== length * 2 || !/^[0-9a-f]*$/i.test(digits)) return null;
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function fromBase64(text: string): Uint8Array | null {
  const encoded = /^sha256\/([A-Za-z0-9+/]{43}=)$/.exec(text)?.[1];
  return encoded === undefined ? null : Uint8Array.from(Buffer.from(encoded, 'base64'));
}
