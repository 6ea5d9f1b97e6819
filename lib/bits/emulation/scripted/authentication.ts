import { authenticationScheme, authenticationTarget, type TransferTerms } from '../../http/transfer-terms.js';
import type { RequiredCredentials } from '../machine-conditions.js';

/** Whether a job has the credentials that a server or a proxy of the scripted network requires. */
export function isAccepted(
  required: RequiredCredentials,
  target: keyof typeof authenticationTarget,
  terms: TransferTerms,
): boolean {
  const scheme = authenticationScheme[required.scheme];
  const integrated = required.scheme === 'ntlm' || required.scheme === 'negotiate';
  const given = terms.credentials.find(authenticationTarget[target], scheme);
  if (given === undefined) return integrated && hasImplicit(target, scheme, terms);
  // Credentials without a name are those of the owner, which every integrated scheme of the scripted network accepts.
  if (given.userName === null) return integrated;
  return given.userName === required.user && given.password === required.password;
}

/** Whether the owner's credentials are used: for a proxy, the stored ones; for a server, those that were given for a proxy. */
function hasImplicit(target: keyof typeof authenticationTarget, scheme: number, terms: TransferTerms): boolean {
  if (target === 'proxy') return terms.usesStoredProxyCredentials;
  return terms.credentials.find(authenticationTarget.proxy, scheme)?.userName === null;
}
