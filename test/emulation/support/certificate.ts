import { generate, type SubjectAltNameEntry } from 'selfsigned';

/** A private key and a certificate, as PEM. */
export interface Certificate {
  readonly private: string;
  readonly cert: string;
}

const day = 24 * 60 * 60 * 1000;

/** The name of an address, for a certificate. */
export function addressName(ip: string): SubjectAltNameEntry {
  return { type: 7, ip };
}

/** Creates a self-signed certificate for these names, which is valid from yesterday to a time in milliseconds from now. */
export function createCertificate(altNames: SubjectAltNameEntry[], end = day): Promise<Certificate> {
  return generate([{ name: 'commonName', value: 'files.example' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + end),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
}
