import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { CredentialsRecord, JobSettingsRecord } from '../settings-verbs.js';
import { directOperation } from './download-error.js';
import { authenticationScheme, downloadType, proxyUsage, securityFlag, type TransferTerms } from './transfer-terms.js';

/**
 * Returns the terms of a download from the settings that a job for the same file would have. Settings that schedule a job (priority, cost flags,
 * delays) do not apply.
 * @throws {HResultError} `E_NOTIMPL` for settings that Node.js does not support: a client certificate of a Windows store, checking for revoked
 * certificates, or credentials that are not for Basic or Digest
 */
export function termsOf(settings: JobSettingsRecord): TransferTerms {
  const { httpMethod = 'GET', credentials = [], securityFlags = 0, proxy, customHeaders, certificatePins } = settings;
  const { basic, digest } = authenticationScheme;
  if (settings.clientCertificate !== undefined && settings.clientCertificate !== null)
    refuseSetting('clientCertificate');
  if ((securityFlags & securityFlag.checkRevocation) !== 0) refuseSetting('checkRevocation');
  if (credentials.some(({ scheme }) => scheme !== basic && scheme !== digest)) refuseSetting('credentials');
  return {
    type: downloadType,
    httpMethod,
    hasCustomMethod: httpMethod !== 'GET',
    customHeaders: customHeaders ?? null,
    securityFlags,
    credentials: lookupOf(credentials),
    usesStoredProxyCredentials: false,
    proxy: proxy ?? { usage: proxyUsage.preconfigured, list: null, bypass: null },
    certificatePins: certificatePins ?? null,
    policy: 'lenient',
    dynamic: false,
  };
}

function lookupOf(records: readonly CredentialsRecord[]): TransferTerms['credentials'] {
  return {
    find: (target, scheme) => records.findLast((record) => record.target === target && record.scheme === scheme),
  };
}

function refuseSetting(name: string): never {
  throw new HResultError(hresults.E_NOTIMPL, directOperation, name);
}
