import { redirectedUrl, statusFailure } from './http-results.js';
import { downloadType } from './job-enumerations.js';
import type { JobFile } from './job-file.js';
import { securityFlag } from './job-settings.js';
import type { TransferTerms } from './transport.js';

/**
 * The URL that a redirection leads to, by the redirect policy of the job: followed in silence, followed and reported as the remote name of the
 * file, or refused with the status of the answer, which changes the remote name, too. The policies are those of downloads alone.
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags.
 * @throws {TransferFailure}
 */
export function followRedirect(
  file: JobFile,
  terms: TransferTerms,
  from: string,
  location: string,
  status: number,
): string {
  const { redirectMask, redirectReport, redirectDisallow, allowHttpsToHttp } = securityFlag;
  const url = redirectedUrl(from, location, (terms.securityFlags & allowHttpsToHttp) !== 0);
  if (terms.type !== downloadType) return url;
  const policy = terms.securityFlags & redirectMask;
  if (policy === redirectReport || policy === redirectDisallow) file.remoteName = url;
  if (policy === redirectDisallow) throw statusFailure(status);
  return url;
}
