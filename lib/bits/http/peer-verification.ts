import { createHash, X509Certificate } from 'node:crypto';
import tls, { type PeerCertificate, type TLSSocket } from 'node:tls';
import { hresults } from '../../com/hresult.js';
import { errorCode } from '../../com/thrown.js';
import type { CertificatePinsRecord } from '../settings-verbs.js';
import { errorContext, TransferFailure } from './transfer-failure.js';
import { securityFlag, type TransferTerms } from './transfer-terms.js';

const { ignoreName, ignoreDate, ignoreAuthority, ignoreUsage } = securityFlag;
const ignoring = ignoreName | ignoreDate | ignoreAuthority | ignoreUsage;

const authorityErrors: readonly string[] = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
];

const dateErrors: readonly string[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const usageErrors: readonly string[] = ['INVALID_PURPOSE'];

/** Whether a job requires another verification than that of Node.js. */
export function verifiesPeer({ securityFlags, certificatePins }: TransferTerms): boolean {
  return (securityFlags & ignoring) !== 0 || certificatePins !== null;
}

/**
 * Verifies the server of a connection whose handshake has ended: the checks that the flags do not ignore, and then the pins. Returns null if it is
 * accepted.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags and
 * …/bits10_3/nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface.
 */
export function verifyPeer(socket: TLSSocket, host: string, terms: TransferTerms): TransferFailure | null {
  const certificate = socket.getPeerCertificate(true);
  if (certificate.raw === undefined || !isTrusted(socket, certificate, host, terms.securityFlags))
    return new TransferFailure(hresults.ERROR_WINHTTP_SECURE_FAILURE, errorContext.generalTransport, false);
  if (terms.certificatePins === null || isPinned(certificate.raw, terms.certificatePins)) return null;
  return new TransferFailure(hresults.TRUST_E_SUBJECT_NOT_TRUSTED, errorContext.serverCertificateCallback, true);
}

function isTrusted(socket: TLSSocket, certificate: PeerCertificate, host: string, flags: number): boolean {
  // OpenSSL reports one error of a chain, which may hide another: the checks that are not ignored are made separately.
  const error = errorOf(socket);
  if ((flags & ignoreName) === 0 && tls.checkServerIdentity(host, certificate) !== undefined) return false;
  if ((flags & ignoreDate) === 0 && !isInDate(certificate)) return false;
  if (error === null) return true;
  if (authorityErrors.includes(error)) return (flags & ignoreAuthority) !== 0;
  if (dateErrors.includes(error))
    return (flags & ignoreDate) !== 0 && ((flags & ignoreAuthority) !== 0 || hasRoot(socket));
  if (usageErrors.includes(error)) return (flags & ignoreUsage) !== 0;
  return error === 'ERR_TLS_CERT_ALTNAME_INVALID' && (flags & ignoreName) !== 0;
}

/** Returns the code of the error of the chain; null for a chain without errors. Node.js declares it as an error, but returns its code. */
function errorOf(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  const error: unknown = socket.authorizationError;
  return errorCode(error) || String(error);
}

function isInDate({ valid_from: from, valid_to: to }: PeerCertificate): boolean {
  const now = Date.now();
  return Date.parse(from) <= now && now <= Date.parse(to);
}

/** Whether the chain ends at a root that Node.js trusts. */
function hasRoot(socket: TLSSocket): boolean {
  let top = socket.getPeerCertificate(true);
  while (top.issuerCertificate !== undefined && top.issuerCertificate !== top) top = top.issuerCertificate;
  const issuer = new X509Certificate(top.raw);
  return tls.rootCertificates.some((pem) => {
    const root = new X509Certificate(pem);
    return root.raw.equals(issuer.raw) || (issuer.checkIssued(root) && issuer.verify(root.publicKey));
  });
}

function isPinned(der: Buffer, { certificates, publicKeys }: CertificatePinsRecord): boolean {
  const key = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  return has(certificates, der) || has(publicKeys, key);
}

function has(hashes: readonly Uint8Array[], bytes: Buffer): boolean {
  const hash = createHash('sha256').update(bytes).digest();
  return hashes.some((pin) => hash.equals(pin));
}
