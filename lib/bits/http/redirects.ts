import { redirectedUrl, statusFailure } from './http-results.js';
import type { TransferFile } from './transfer-file.js';
import { downloadType, securityFlag, type TransferTerms } from './transfer-terms.js';

/**
 * Returns the URL that a redirection leads to, by the redirect policy of the job: followed silently, followed and reported as the remote name of the
 * file, or refused with the status of the response, which also changes the remote name. The policies apply to downloads only.
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags.
 * @throws {TransferFailure}
 */
export function followRedirect(
  file: TransferFile,
  terms: TransferTerms,
  from: string,
  location: string,
  status: number,
): string {
  const { redirectMask, redirectReport, redirectDisallow, allowHttpsToHttp } = securityFlag;
  const url = redirectedUrl(from, location, (terms.securityFlags & allowHttpsToHttp) !== 0);
  if (terms.type !== downloadType) return url;
  const policy = terms.securityFlags & redirectMask;
  if (policy === redirectReport || policy === redirectDisallow) file.redirect(url);
  if (policy === redirectDisallow) throw statusFailure(status);
  return url;
}
